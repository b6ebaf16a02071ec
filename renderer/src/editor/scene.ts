import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { Handle } from './handles.ts';
import type { SnapResult } from './snapping.ts';

/** A shape over the map. `level` is the look it will have once stored; undefined: the editor's own colour. */
export interface SceneShape { readonly rings: PlantRings; readonly level?: RiskLevel | null; readonly state: 'preview' | 'draft' | 'invalid' }

/** A handle of the frame around the selection: it is turned by `rotate`, scaled by corners and sides. */
export interface FrameHandle { readonly at: PlantPoint; readonly kind: 'rotate' | 'corner' | 'side' | 'pivot' }

/** What the overlay shows, in map coordinates. Made anew for every frame, never kept. */
export interface Scene {
  readonly shapes: readonly SceneShape[];
  /** The line drawn so far and where it would go on. */
  readonly line: readonly PlantPoint[];
  /** Whether the line comes back to its first point. */
  readonly closed: boolean;
  readonly rubber: PlantPoint | null;
  readonly handles: readonly Handle[];
  readonly active: PlantPoint | null;
  /** The edge under the pointer, which a drag would move. */
  readonly edge: readonly [PlantPoint, PlantPoint] | null;
  readonly snap: SnapResult | null;
  /** A box drawn for choosing: `crossing` takes what it touches, else what lies in it. */
  readonly box: { readonly from: PlantPoint; readonly to: PlantPoint; readonly crossing: boolean } | null;
  readonly frame: { readonly outline: readonly PlantPoint[]; readonly handles: readonly FrameHandle[] } | null;
  readonly cross: PlantPoint | null;
  readonly marks: readonly { readonly at: PlantPoint; readonly label: string }[];
}

export const emptyScene: Scene = {
  shapes: [], line: [], closed: true, rubber: null, handles: [], active: null, edge: null, snap: null, box: null, frame: null, cross: null, marks: [],
};

export const isEmptyScene = (scene: Scene): boolean =>
  scene.shapes.length + scene.line.length + scene.handles.length + scene.marks.length === 0
  && !scene.snap && !scene.cross && !scene.rubber && !scene.edge && !scene.box && !scene.frame;
