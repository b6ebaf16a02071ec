import type { ZoneView } from '#shared/contract/zones.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import type { ShapeEdit } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { MapTheme, MapTool, ZoneApply, ZoneCreate } from '../map/map-types.ts';
import type { PointerPlace } from '../map/pointer.ts';
import type { Viewport } from '../map/viewport.ts';
import type { ShapeFault } from './check-shape.ts';
import type { EditorOptions } from './options.ts';
import type { Scene } from './scene.ts';
import type { SnapResult, SnapSources } from './snapping.ts';
import type { EditorNotice, NumericRequest, ToolChoice, ToolChoiceName, ToolField, ToolFieldName } from './tool-state.ts';

export type EditorCursor = 'default' | 'crosshair' | 'move' | 'pointer' | 'grab';

/** What the editor needs of the map. */
export interface EditorHost {
  viewport(): Viewport;
  theme(): MapTheme;
  selection(): readonly Id[];
  zone(id: Id): ZoneView | undefined;
  zonesIn(box: Box): readonly ZoneView[];
  /** Every zone on the map, in drawing order. */
  zones(): readonly ZoneView[];
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
  /** What a kind of snapped point is called beside the pointer; empty where it has no word. */
  snapWord(kind: string): string;
  /** Speaks a notice to screen readers and shows it, where `shown` is set, as a message. */
  tell(notice: EditorNotice, shown: boolean): void;
  select(ids: readonly Id[]): void;
  /** A drawn shape that waits for its name, with the edits of neighbours that belong to it. */
  create(shape: ZoneCreate): void;
  commit(edits: readonly ShapeEdit[]): void;
  /** Makes, changes and deletes zones in one step. */
  apply(change: ZoneApply): void;
  invalid(reason: ShapeFault): void;
  calibrationPoint(point: PlantPoint): void;
  chooseTool(tool: MapTool): void;
  /** Asks for a field beside a pixel in which coordinates are typed; null closes it. */
  askNumber(request: NumericRequest | null): void;
}

/** What every tool shares: the host, snapping, options, and asking for a new frame. */
export interface ToolContext {
  readonly host: EditorHost;
  options(): EditorOptions;
  /** Snaps a point of the pointer; `free` (Alt, or snapping is off) only puts it on the grid of 0.1 mm. */
  snap(point: PlantPoint, free: boolean, sources: Pick<SnapSources, 'aligned' | 'dragged' | 'from'> & { readonly without: ReadonlySet<Id> }): SnapResult;
  /** The reach of a handle or a snap in metres, at the present scale. */
  reach(): number;
  redraw(): void;
}

/** Which modifier keys are held. */
export type Modifiers = Pick<PointerPlace, 'shift' | 'ctrl' | 'alt' | 'typed'>;

/** One tool of the editor. Points are map coordinates. What a tool leaves out it has not. */
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
  /** Ends what is under way (Ctrl+Enter); by default what Enter does without the cross. */
  finish?(): boolean;
  /** Tab: the next or the last vertex. */
  walk?(backwards: boolean): boolean;
  /** Ctrl+Z and Ctrl+Shift+Z while something is under way; false leaves them to the workspace. */
  undoStep?(): boolean;
  redoStep?(): boolean;
  /** Stores what waits to be stored, before anything else is done. */
  settle?(): void;
  /** What the tool says it wants next: the end of a text key `editor.hint.…`. */
  hint?(): string;
  /** Whether something is under way that Esc takes back. */
  underWay?(): boolean;
  fields?(): readonly ToolField[];
  /** Fixes a value (metres, degrees, times), or frees it (null) so that it follows the pointer again. */
  setField?(name: ToolFieldName, value: number | null): void;
  choices?(): readonly ToolChoice[];
  choose?(name: ToolChoiceName, value: string): void;
  /** Where typed offsets count from. A tool that has this takes typed points; null before the first. */
  typedFrom?(): PlantPoint | null;
  /** Takes a lone number that was typed as a point's text, such as a radius; false where it is a length towards the pointer. */
  takeNumber?(value: number): boolean;
  /** The field that a lone typed number belongs to. */
  readonly numberField?: ToolFieldName;
  /** Selection, zones or options have changed from outside. */
  changed?(): void;
}

/** A tool that does nothing; tools are made from it. */
export const idleTool: EditorTool = {
  press: () => false, move: () => undefined, release: () => false, click: () => false, doubleClick: () => false, enter: () => false,
  backspace: () => false, remove: () => false, nudge: () => false, cancel: () => false, scene: () => ({}),
};
