import type { ZoneOperation, ZoneView } from '#shared/contract/zones.ts';
import type { Box, DrawingPoint, PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Calibration, LayerState } from '#shared/model/plant-layout.ts';
import type { ShownDifference } from './lines-overlay.ts';
import type { EditorAction } from '../editor/actions.ts';
import type { EditorControl } from '../editor/editor-control.ts';
import type { EditorNotice, NumericRequest, ToolState } from '../editor/tool-state.ts';
import type { Unsubscribe } from './emitter.ts';

export type MapTheme = 'light' | 'dark';
export type MapTool = 'select' | 'pan' | 'polygon' | 'rectangle' | 'circle' | 'trace' | 'fill' | 'buffer' | 'offset' | 'split' | 'cut' | 'transform' | 'calibrate';

/** Every text that the map shows or speaks; `{placeholders}` are filled by the map. */
export interface MapTexts {
  /** Name of the map for screen readers. */
  readonly map: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly turnLeft: string;
  readonly turnRight: string;
  /** Of the north arrow, which turns the display back: `{degrees}`. */
  readonly north: string;
  /** `{length}`: the length of the scale bar with its unit. */
  readonly scaleBar: string;
  readonly metre: string;
  readonly kilometre: string;
  /** Unit of an uncalibrated drawing. */
  readonly drawingUnit: string;
  /** Spoken while the cross is moved by the arrow keys: `{x}`, `{y}`. */
  readonly cross: string;
  /** What kinds of snapped points are called beside the pointer. */
  readonly snaps: Readonly<Record<string, string>>;
  /** Units linked to a zone, on its label: `{n}`. */
  readonly units: string;
  /** Short words of the levels (重大, 较大, 一般, 低, 未评估). */
  readonly levels: { readonly 1: string; readonly 2: string; readonly 3: string; readonly 4: string; readonly none: string };
}

/**
 * What lies under the zones. `frame` says in which coordinates the map works: `plant` needs a calibration and shows zones;
 * `drawing` shows the drawing alone in its own units (pixels for pictures), for the calibrate tool.
 */
export type MapDrawing = {
  /**
   * Packed geometry (shared/drawing/pack.ts) or the bytes of a picture, of which the map keeps a copy; or the address where its worker
   * reads them, so that the window's own thread never holds them.
   */
  readonly bytes: Uint8Array | string;
  readonly frame: 'plant' | 'drawing';
  readonly calibration: Calibration | null;
  /** Bounds in drawing units; y down for pictures. */
  readonly bounds: Box;
} & ({ readonly kind: 'vector' } | { readonly kind: 'picture'; readonly mediaType: string });

/** Where the map looks: plant metres (drawing units in the frame `drawing`, y up) and log2 of pixels per metre. */
export interface MapViewState { readonly x: number; readonly y: number; readonly zoom: number }

export interface ZoneEdit { readonly id: Id; readonly rings: readonly PlantRing[] }

/** A zone that an operation of the editor makes. */
export interface NewZone extends Pick<ZoneView, 'layoutId' | 'name' | 'code' | 'unitIds' | 'note'> { readonly rings: PlantRing[] }
/** A change of a zone by an operation: its shape, and for a merged one what it takes over. */
export interface ZoneChange { readonly id: Id; readonly rings: readonly PlantRing[]; readonly name?: string; readonly unitIds?: readonly Id[] }
/** What an operation of the editor makes, changes and deletes, in one step. `notice` is told when it was stored. */
export interface ZoneApply {
  readonly operation: ZoneOperation;
  readonly created: readonly NewZone[];
  readonly edits: readonly ZoneChange[];
  readonly deletedIds: readonly Id[];
  readonly notice?: EditorNotice;
}
/** A drawn shape that is to be a zone: `rest` are parts it came apart into, `edits` neighbours that take over its corners. */
export interface ZoneCreate {
  /** The shape as it was drawn, before neighbours were looked at. */
  readonly drawn: readonly PlantRing[];
  readonly rings: readonly PlantRing[];
  readonly rest: readonly (readonly PlantRing[])[];
  readonly operation: ZoneOperation;
  readonly edits: readonly ZoneEdit[];
}

/** Why a shape was not taken; a key of the window's own texts. */
export type InvalidReason = 'map.invalid.crossing' | 'map.invalid.tooFew' | 'map.invalid.noArea';

export interface MapEvents {
  select: { readonly ids: readonly Id[] };
  hover: { readonly id: Id | null };
  /** Plant point under the pointer or the cross; null outside the map and in the frame `drawing`. */
  cursor: { readonly point: PlantPoint | null };
  /** A drawn shape. It stays on the map, dashed, until `clearDraft` is called; the tool is `select` again. */
  create: ZoneCreate;
  /** One finished edit; the zones show it until they are set anew, or `revertEdits` takes it back. */
  edit: { readonly edits: readonly ZoneEdit[] };
  apply: ZoneApply;
  /** Something to be told: spoken to screen readers, and shown as a message where `shown` is set. */
  tell: { readonly notice: EditorNotice; readonly shown: boolean };
  /** What the tool in use shows and takes; after every change, at most once a frame. */
  toolState: ToolState;
  /** A field for typed coordinates is asked for, or (null) to be closed. */
  numeric: { readonly request: NumericRequest | null };
  delete: { readonly ids: readonly Id[] };
  tool: { readonly tool: MapTool };
  /** The key of a command was pressed while the map had the focus. */
  action: { readonly action: EditorAction };
  calibrationPoint: { readonly point: DrawingPoint };
  /** `metresPerPixel` per CSS pixel (drawing units in the frame `drawing`); `scale` is n of 1:n at 96 pixels an inch. */
  view: { readonly metresPerPixel: number; readonly scale: number };
  invalid: { readonly reason: InvalidReason };
  /** The person has turned the display: degrees counter-clockwise, in (-180, 180]. */
  turn: { readonly degrees: number };
  /** The drawing: being read, shown, or not readable (`detail` is for the log). */
  drawing: { readonly state: 'loading' | 'ready' | 'failed'; readonly detail?: string };
}

export interface MapOptions {
  readonly theme: MapTheme;
  readonly texts: MapTexts;
  /** No tools but looking and selecting. */
  readonly readOnly: boolean;
  /** Pixels at the lower left that the window covers just now with something of its own; fitting keeps them clear. */
  readonly cornerRoom?: () => { readonly width: number; readonly height: number } | undefined;
}

/** A numbered mark that the calibrate tool has set. */
export interface CalibrationMark { readonly drawing: DrawingPoint; readonly label: string }

export interface MapView {
  on<Name extends keyof MapEvents>(name: Name, listener: (payload: MapEvents[Name]) => void): Unsubscribe;
  /** Shows a drawing under the zones, or none. The view is kept; call `fitAll` for a drawing that was not shown before. */
  setDrawing(drawing: MapDrawing | null): void;
  setZones(zones: readonly ZoneView[]): void;
  /** Replaces or adds `changed`, in their place in the drawing order or at its end. */
  updateZones(changed: readonly ZoneView[], removedIds: readonly Id[]): void;
  /** Selects without an event. */
  setSelection(ids: readonly Id[]): void;
  getSelection(): readonly Id[];
  /** Shows the drawing and all zones. */
  fitAll(): void;
  /** What covers the corner (`cornerRoom`) has another size: a view that was fitted and that nobody has moved is fitted again. */
  cornerChanged(): void;
  fitZones(ids: readonly Id[]): void;
  setTheme(theme: MapTheme): void;
  setTexts(texts: MapTexts): void;
  setReadOnly(readOnly: boolean): void;
  setTool(tool: MapTool): void;
  getTool(): MapTool;
  /** The editor's own commands, values and options. */
  readonly editor: EditorControl;
  /** Switches snapping without an event. */
  setSnap(on: boolean): void;
  getView(): MapViewState;
  /** Turns the display counter-clockwise, without an event; coordinates stay what they are, and so does the middle of the view. */
  setRotation(degrees: number): void;
  getRotation(): number;
  /** Shows and fades layers of the drawing by their names; those not listed are as the drawing has them. Hidden layers are not snapped to. */
  setLayers(states: readonly LayerState[]): void;
  /** Shows what a new revision of the drawing changes, in plant metres, over everything; null takes it away. */
  setDifference(difference: ShownDifference | null): void;
  /** Shows the plant's boundary, in plant metres; null takes it away. */
  setBoundary(rings: readonly PlantRing[] | null): void;
  /** Brings a place into view, in map coordinates, and marks it for a moment. */
  showPlace(place: Box | PlantPoint): void;
  /** The same for a point of the drawing; nothing happens while the drawing has no place on the map. */
  showDrawingPlace(point: DrawingPoint): void;
  setView(view: MapViewState): void;
  setCalibrationMarks(marks: readonly CalibrationMark[]): void;
  /** Takes away the drawn shape that waits for its name: call it when the zone was made, or will not be. */
  clearDraft(): void;
  /** Shows the zones as they are stored, after an edit that was refused. */
  revertEdits(): void;
  /** Deletes the chosen vertex, or asks (event `delete`) for the selected zones to be deleted. */
  deleteSelected(): void;
  zoomBy(steps: number): void;
  focus(): void;
  /** Resolves when everything in view is painted (for pictures of the window and for tests). */
  whenPainted(): Promise<void>;
  destroy(): void;
}
