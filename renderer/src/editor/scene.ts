import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import type { Handle } from './handles.ts';
import type { SnapResult } from './snapping.ts';

/** What the overlay shows, in map coordinates. Made anew for every frame, never kept. */
export interface Scene {
  /** Shapes being changed or drawn; `colour` is that of the outline. */
  readonly shapes: readonly { readonly rings: PlantRings; readonly colour: string | null; readonly state: 'preview' | 'draft' | 'invalid' }[];
  /** The line drawn so far and where it would go on. */
  readonly line: readonly PlantPoint[];
  readonly rubber: PlantPoint | null;
  readonly handles: readonly Handle[];
  readonly active: PlantPoint | null;
  readonly snap: SnapResult | null;
  readonly cross: PlantPoint | null;
  readonly marks: readonly { readonly at: PlantPoint; readonly label: string }[];
}

export const emptyScene: Scene = { shapes: [], line: [], rubber: null, handles: [], active: null, snap: null, cross: null, marks: [] };

export const isEmptyScene = (scene: Scene): boolean =>
  scene.shapes.length + scene.line.length + scene.handles.length + scene.marks.length === 0 && !scene.snap && !scene.cross && !scene.rubber;
