import type { ZoneView } from '#shared/contract/zones.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import type { ShapeEdit } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { MapTheme, MapTool } from '../map/map-types.ts';
import type { PointerPlace } from '../map/pointer.ts';
import type { Viewport } from '../map/viewport.ts';
import type { ShapeFault } from './check-shape.ts';
import type { Scene } from './scene.ts';
import type { SnapResult, SnapSources } from './snapping.ts';

export type EditorCursor = 'default' | 'crosshair' | 'move' | 'pointer';

/** What the editor needs of the map. */
export interface EditorHost {
  viewport(): Viewport;
  theme(): MapTheme;
  selection(): readonly Id[];
  zone(id: Id): ZoneView | undefined;
  zonesIn(box: Box): readonly ZoneView[];
  /** Vertices of the drawing in a box of map coordinates, x, y, x, y … */
  drawingVertices(box: Box): Promise<Float64Array>;
  /** Lines of the drawing's visible layers that meet a box of map coordinates: x1, y1, x2, y2, x1 … nearest to its middle first. */
  drawingSegments(box: Box): Promise<Float64Array>;
  /** Zones that the overlay shows in the map's place. */
  hide(ids: ReadonlySet<Id>): void;
  setCursor(cursor: EditorCursor): void;
  /** Moves the view so that a point is on the screen. */
  reveal(point: PlantPoint): void;
  say(point: PlantPoint): void;
  create(rings: readonly PlantPoint[][]): void;
  commit(edits: readonly ShapeEdit[]): void;
  invalid(reason: ShapeFault): void;
  calibrationPoint(point: PlantPoint): void;
  chooseTool(tool: MapTool): void;
}

/** What every tool shares: the host, snapping, and asking for a new frame. */
export interface ToolContext {
  readonly host: EditorHost;
  /** Snaps a point of the pointer; `free` (Alt, or snapping is off) only puts it on the grid. */
  snap(point: PlantPoint, free: boolean, sources: Pick<SnapSources, 'aligned' | 'dragged'> & { readonly without: ReadonlySet<Id> }): SnapResult;
  /** The reach of a handle or a snap in metres, at the present scale. */
  reach(): number;
  redraw(): void;
}

/** One tool of the editor. Points are map coordinates. */
export interface EditorTool {
  press(at: PlantPoint, place: PointerPlace): boolean;
  move(at: PlantPoint, place: PointerPlace, held: boolean): void;
  /** The end of a press that was taken. True where a click was used. */
  release(at: PlantPoint, place: PointerPlace, click: boolean, cancelled: boolean): boolean;
  click(at: PlantPoint, place: PointerPlace): boolean;
  doubleClick(): boolean;
  /** Enter with the cross at `cross`, or without (null). */
  enter(cross: PlantPoint | null, backwards: boolean): boolean;
  backspace(): boolean;
  remove(): boolean;
  /** Arrow keys, before the cross is moved: true where the tool has something of its own to move (metres). */
  nudge(dx: number, dy: number): boolean;
  /** Takes back what is under way; false where nothing is. */
  cancel(): boolean;
  scene(): Partial<Scene>;
}
