import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import type { MapTool } from '../map/map-types.ts';
import type { PointerPlace } from '../map/pointer.ts';
import { roundLength } from '../map/scale-bar.ts';
import { alongAxes, toMap } from '../map/viewport.ts';
import { createCalibrateTool, createPolygonTool, createRectangleTool } from './draw-tools.ts';
import { createDrawingVertices } from './drawing-vertices.ts';
import { createEditTool } from './edit-tool.ts';
import type { EditorHost, EditorTool, ToolContext } from './editor-host.ts';
import { createOverlay } from './overlay.ts';
import { emptyScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { snapPoint } from './snapping.ts';

/** Pixels within which a handle is taken and a point snaps. */
const reachPixels = 10;

export interface Editor {
  setTool(tool: MapTool): void;
  setSnap(on: boolean): void;
  press(place: PointerPlace): boolean;
  move(place: PointerPlace, held: boolean): void;
  release(place: PointerPlace, click: boolean, cancelled: boolean): boolean;
  click(place: PointerPlace): boolean;
  doubleClick(place: PointerPlace): boolean;
  /** A key pressed while the map has the focus; true where it was used. */
  key(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean;
  /** Deletes the chosen corner; false where none is. */
  remove(): boolean;
  cancel(): boolean;
  /** The drawn shape that waits for its name; null takes it away. */
  setDraft(rings: readonly (readonly PlantPoint[])[] | null): void;
  setMarks(marks: Scene['marks']): void;
  /** View, zones, selection or theme have changed. */
  refresh(): void;
  drawingChanged(): void;
  setHidden(hidden: boolean): void;
  destroy(): void;
}

/** The zone editor over a map: routes pointer and keys to the tool, keeps the cross for keyboard use, and has the overlay painted. */
export function createEditor(container: HTMLElement, host: EditorHost): Editor {
  const overlay = createOverlay(container);
  let tool: MapTool = 'select';
  let snapping = true;
  let draft: readonly (readonly PlantPoint[])[] | null = null;
  let marks: Scene['marks'] = [];
  let cross: PlantPoint | null = null;
  let last: { at: PlantPoint; place: PointerPlace; held: boolean } | null = null;
  let frame = 0;

  const redraw = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const shapes = draft ? [{ rings: draft, colour: null, state: 'draft' as const }] : [];
      const own = current()?.scene() ?? {};
      overlay.show({ ...emptyScene, ...own, shapes: [...shapes, ...(own.shapes ?? [])], cross, marks }, host.viewport(), host.theme());
    });
  };
  const vertices = createDrawingVertices((box) => host.drawingVertices(box), () => { if (last) current()?.move(last.at, last.place, last.held); });
  const reach = (): number => reachPixels / host.viewport().scale;
  const context: ToolContext = {
    host, reach, redraw,
    snap(point, free, { aligned, dragged, without }) {
      if (free || !snapping) return { point: onGrid(point), kind: 'free', guides: [] };
      const within = reach();
      const box = { minX: point[0] - within, maxX: point[0] + within, minY: point[1] - within, maxY: point[1] + within };
      const rings = host.zonesIn(box).filter(({ id }) => !without.has(id)).flatMap((zone) => zone.rings);
      return snapPoint(point, within, { rings, drawing: vertices.near(point, within), aligned, dragged });
    },
  };
  const tools: Readonly<Partial<Record<MapTool, EditorTool>>> = {
    select: createEditTool(context), polygon: createPolygonTool(context), rectangle: createRectangleTool(context), calibrate: createCalibrateTool(context),
  };
  const current = (): EditorTool | undefined => tools[tool];
  const pointAt = (place: PointerPlace): PlantPoint => toMap(host.viewport(), place.x, place.y);
  const crossTool = (): boolean => tool === 'polygon' || tool === 'rectangle' || tool === 'calibrate';

  const arrow = (right: number, up: number, large: boolean): boolean => {
    const view = host.viewport();
    const step = roundLength(5 / view.scale) * (large ? 10 : 1);
    const [dx, dy] = alongAxes(view, right, up);
    if (current()?.nudge(dx * step, dy * step)) return true;
    if (!crossTool()) return false;
    // The first arrow only brings the cross, in the middle of the view and on a round number.
    const round = (value: number): number => Math.round(value / step) * step;
    const [x, y] = cross ?? toMap(view, view.width / 2, view.height / 2);
    cross = cross ? plantPoint(x + dx * step, y + dy * step) : plantPoint(round(x), round(y));
    host.reveal(cross);
    host.say(cross);
    current()?.move(cross, { x: 0, y: 0, shift: false, ctrl: false, alt: false }, false);
    redraw();
    return true;
  };
  const keys: Readonly<Record<string, (shift: boolean) => boolean>> = {
    ArrowLeft: (shift) => arrow(-1, 0, shift), ArrowRight: (shift) => arrow(1, 0, shift), ArrowUp: (shift) => arrow(0, 1, shift), ArrowDown: (shift) => arrow(0, -1, shift),
    Enter: (shift) => current()?.enter(cross, shift) ?? false,
    Backspace: () => current()?.backspace() ?? false,
    Delete: () => current()?.remove() ?? false,
    Escape: () => editor.cancel(),
  };

  const editor: Editor = {
    setTool(next) {
      if (next === tool) return;
      current()?.cancel();
      tool = next;
      cross = null;
      last = null;
      host.setCursor(crossTool() ? 'crosshair' : 'default');
      redraw();
    },
    setSnap(on) { snapping = on; redraw(); },
    press(place) { cross = null; return current()?.press(pointAt(place), place) ?? false; },
    move(place, held) {
      cross = null;
      last = { at: pointAt(place), place, held };
      current()?.move(last.at, place, held);
    },
    release(place, click, cancelled) { last = null; return current()?.release(pointAt(place), place, click, cancelled) ?? false; },
    click(place) { return current()?.click(pointAt(place), place) ?? false; },
    doubleClick() { return current()?.doubleClick() ?? false; },
    key(event) { return keys[event.key]?.(event.shiftKey) ?? false; },
    remove: () => current()?.remove() ?? false,
    cancel() {
      if (current()?.cancel()) return true;
      if (cross) { cross = null; redraw(); return true; }
      if (tool === 'polygon' || tool === 'rectangle') { host.chooseTool('select'); return true; }
      return false;
    },
    setDraft(rings) { draft = rings; redraw(); },
    setMarks(next) { marks = next; redraw(); },
    refresh: redraw,
    drawingChanged() { vertices.clear(); redraw(); },
    setHidden(hidden) { overlay.setHidden(hidden); },
    destroy() { cancelAnimationFrame(frame); overlay.destroy(); },
  };
  return editor;
}
