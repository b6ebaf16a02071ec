import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import { parseTraverse } from '#shared/geometry/traverse.ts';
import type { MapTool } from '../map/map-types.ts';
import type { PointerPlace } from '../map/pointer.ts';
import { roundLength } from '../map/scale-bar.ts';
import { alongAxes, toMap, toPixel } from '../map/viewport.ts';
import { createCommands } from './commands.ts';
import { shapeTaker } from './create-shape.ts';
import { createDrawingNear } from './drawing-near.ts';
import type { EditorControl } from './editor-control.ts';
import type { EditorHost, EditorTool, ToolContext } from './editor-host.ts';
import { alignedPixels, defaultOptions } from './options.ts';
import type { EditorOptions } from './options.ts';
import { createOverlay } from './overlay.ts';
import { emptyScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { snapPoint } from './snapping.ts';
import type { ToolState, TypedAnswer } from './tool-state.ts';
import { createCalibrateTool } from './tools/calibrate.ts';
import { createCircleTool } from './tools/circle.ts';
import { createCutTool } from './tools/cut.ts';
import { createFillTool } from './tools/fill.ts';
import { createFreehandTool } from './tools/freehand.ts';
import { createOffsetTool } from './tools/offset.ts';
import { createOutlineTool } from './tools/polygon.ts';
import { createRectangleTool } from './tools/rectangle.ts';
import { createSelectTool } from './tools/select.ts';
import { createSplitTool } from './tools/split.ts';
import { createTransformTool } from './tools/transform.ts';

/** Corners of a circle's polygon, and the radius of a buffer in metres, until others are typed. */
const firstSides = 64;
const firstBuffer = 10;
/** More lines of the drawing near the pointer than this are not snapped to: there everything is near something. */
const mostLines = 500;
/** Tools that place points by the cross of the arrow keys. */
const crossTools: ReadonlySet<MapTool> = new Set(['polygon', 'rectangle', 'circle', 'buffer', 'fill', 'split', 'cut', 'calibrate']);
const noKeys = { x: 0, y: 0, shift: false, ctrl: false, alt: false } as const;
/** A typed point is exact: it is neither snapped nor locked. */
const exact = { x: 0, y: 0, shift: false, ctrl: false, alt: true, typed: true } as const;

const pointsOf = (flat: Float64Array): PlantPoint[] => Array.from({ length: flat.length >> 1 }, (_, i) => plantPoint(flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0));

export interface Editor {
  readonly control: EditorControl;
  setTool(tool: MapTool): void;
  setSnap(on: boolean): void;
  press(place: PointerPlace): boolean;
  move(place: PointerPlace, held: boolean): void;
  release(place: PointerPlace, click: boolean, cancelled: boolean): boolean;
  click(place: PointerPlace): boolean;
  doubleClick(place: PointerPlace): boolean;
  /** A key pressed while the map has the focus; true where it was used. */
  key(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>): boolean;
  /** Deletes the chosen corner; false where none is. */
  remove(): boolean;
  /** The drawn shapes that wait for their name; null takes them away. */
  setDraft(shapes: readonly (readonly (readonly PlantPoint[])[])[] | null): void;
  setMarks(marks: Scene['marks']): void;
  /** The view or the theme has changed. */
  refresh(): void;
  /** Zones, selection or options have changed. */
  contentChanged(): void;
  drawingChanged(): void;
  setHidden(hidden: boolean): void;
  destroy(): void;
}

/** The zone editor over a map: routes pointer and keys to the tool, keeps the cross for keyboard use, and has the overlay painted. */
export function createEditor(container: HTMLElement, host: EditorHost, changed: (state: ToolState) => void): Editor {
  const overlay = createOverlay(container, (kind) => host.snapWord(kind));
  let tool: MapTool = 'select';
  let snapping = true;
  let options: EditorOptions = defaultOptions;
  let drafts: readonly (readonly (readonly PlantPoint[])[])[] = [];
  let marks: Scene['marks'] = [];
  let cross: PlantPoint | null = null;
  let last: { at: PlantPoint; place: PointerPlace; held: boolean } | null = null;
  let snapped: string | null = null;
  let told = '';
  let frame = 0;

  const state = (): ToolState => {
    const own = current();
    return { tool, hint: own?.hint?.() ?? '', fields: own?.fields?.() ?? [], choices: own?.choices?.() ?? [], underWay: own?.underWay?.() ?? false, snapped };
  };
  const redraw = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const shapes = drafts.map((rings) => ({ rings, state: 'draft' as const }));
      const own = current()?.scene() ?? {};
      snapped = own.snap && own.snap.kind !== 'free' ? own.snap.kind : null;
      overlay.show({ ...emptyScene, ...own, shapes: [...shapes, ...(own.shapes ?? [])], cross, marks }, host.viewport(), host.theme());
      const next = state();
      const key = JSON.stringify(next);
      if (key !== told) { told = key; changed(next); }
    });
  };
  /** What the drawing has under the pointer has arrived: the tool looks again. */
  const arrived = (): void => { if (last) current()?.move(last.at, last.place, last.held); };
  const vertices = createDrawingNear((box) => host.drawingVertices(box), arrived);
  const lines = createDrawingNear((box) => host.drawingSegments(box).then((found) => found.subarray(0, mostLines * 4)), arrived);
  const reach = (): number => options.tolerance / host.viewport().scale;
  const context: ToolContext = {
    host, reach, redraw, options: () => options,
    snap(point, free, { aligned, dragged, from, without }) {
      if (free || !snapping) return { point: onGrid(point), kind: 'free', guides: [] };
      const within = reach();
      const box = { minX: point[0] - within, maxX: point[0] + within, minY: point[1] - within, maxY: point[1] + within };
      const rings = host.zonesIn(box).filter(({ id }) => !without.has(id)).flatMap((zone) => zone.rings);
      return snapPoint(point, within, {
        rings, drawing: options.kinds.drawing ? pointsOf(vertices.near(point, within)) : [], ...(options.kinds.drawing && tool !== 'calibrate' ? { lines: lines.near(point, within) } : {}), aligned: options.kinds.aligned ? aligned : [], dragged, from: from ?? null,
        kinds: options.kinds, gridSize: options.gridSize, alignWithin: alignedPixels / host.viewport().scale,
      });
    },
  };
  const commands = createCommands(context);
  const select = createSelectTool(context);
  const tools: Readonly<Partial<Record<MapTool, EditorTool>>> = {
    select,
    polygon: createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') }),
    rectangle: createRectangleTool(context, shapeTaker(context, 'draw')),
    circle: createCircleTool(context, { hint: 'circle', sides: firstSides, radius: null, take: shapeTaker(context, 'draw') }),
    trace: createFreehandTool(context, shapeTaker(context, 'trace')),
    fill: createFillTool(context, shapeTaker(context, 'trace')),
    buffer: createCircleTool(context, { hint: 'buffer', sides: firstSides, radius: firstBuffer, take: shapeTaker(context, 'buffer') }),
    offset: createOffsetTool(context), split: createSplitTool(context), cut: createCutTool(context), transform: createTransformTool(context),
    calibrate: createCalibrateTool(context),
  };
  const current = (): EditorTool | undefined => tools[tool];
  const pointAt = (place: PointerPlace): PlantPoint => toMap(host.viewport(), place.x, place.y);

  const arrow = (right: number, up: number, large: boolean): boolean => {
    const view = host.viewport();
    const step = roundLength(5 / view.scale) * (large ? 10 : 1);
    const [dx, dy] = alongAxes(view, right, up);
    if (current()?.nudge(dx * step, dy * step)) return true;
    if (!crossTools.has(tool)) return false;
    // The first arrow only brings the cross, in the middle of the view and on a round number.
    const round = (value: number): number => Math.round(value / step) * step;
    const [x, y] = cross ?? toMap(view, view.width / 2, view.height / 2);
    cross = cross ? plantPoint(x + dx * step, y + dy * step) : plantPoint(round(x), round(y));
    host.reveal(cross);
    host.say(cross);
    current()?.move(cross, noKeys, false);
    redraw();
    return true;
  };
  /** A digit, @ or < while a tool takes points: a field opens in which the rest is typed. */
  const askNumber = (text: string): boolean => {
    const own = current();
    const from = own?.typedFrom;
    if (drafts.length > 0) return false;
    if (!from) {
      if (!own?.numberField || !/\d/.test(text) || !(own.fields?.().length ?? 0)) return false;
      host.askNumber({ kind: 'field', text, name: own.numberField });
      return true;
    }
    const view = host.viewport();
    const at = cross ?? last?.at ?? from() ?? toMap(view, view.width / 2, view.height / 2);
    const [x, y] = toPixel(view, at[0], at[1]);
    host.askNumber({ kind: 'point', text, x, y });
    return true;
  };
  const keys: Readonly<Record<string, (shift: boolean) => boolean>> = {
    ArrowLeft: (shift) => arrow(-1, 0, shift), ArrowRight: (shift) => arrow(1, 0, shift), ArrowUp: (shift) => arrow(0, 1, shift), ArrowDown: (shift) => arrow(0, -1, shift),
    Enter: (shift) => current()?.enter(cross, shift) ?? false,
    Tab(shift) {
      const own = current();
      if (own?.walk) return own.walk(shift);
      const [first] = own?.fields?.() ?? [];
      if (!first || shift) return false;
      host.askNumber({ kind: 'field', text: '', name: first.name });
      return true;
    },
    Backspace: () => current()?.backspace() ?? false,
    Delete: () => current()?.remove() ?? false,
    Escape: () => cancel(),
  };
  const cancel = (): boolean => {
    if (current()?.cancel()) return true;
    if (cross) { cross = null; redraw(); return true; }
    if (tool !== 'select' && tool !== 'calibrate') { host.chooseTool('select'); return true; }
    return false;
  };

  const traverse = (text: string): { readonly point: PlantPoint } | TypedAnswer => {
    const own = current();
    if (!own?.typedFrom) return { problem: { key: 'editor.typed.noTool', params: {} } };
    const answer = parseTraverse(text, { last: own.typedFrom(), towards: cross ?? last?.at ?? null });
    return answer.ok ? { point: answer.point } : { problem: { key: `editor.typed.${answer.fault}`, params: {} } };
  };
  const lone = (text: string): number | null => {
    const plain = text.normalize('NFKC').trim();
    return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
  };
  const control: EditorControl = {
    run(command) { current()?.settle?.(); commands.run(command); },
    setOptions(next) { options = next; redraw(); },
    state,
    setField(name, value) { current()?.setField?.(name, value); redraw(); },
    choose(name, value) { current()?.choose?.(name, value); redraw(); },
    typed(text) {
      if (lone(text) !== null && current()?.takeNumber && current()?.typedFrom?.()) return { problem: null };
      const answer = traverse(text);
      if ('problem' in answer) return answer;
      current()?.move(answer.point, exact, false);
      return { problem: null };
    },
    takeTyped(text) {
      const number = lone(text);
      if (number !== null && current()?.takeNumber?.(number)) { redraw(); return { problem: null }; }
      const answer = traverse(text);
      if ('problem' in answer) return answer;
      const own = current();
      // Tools that begin with a press get one; the others a click.
      if (own && !own.press(answer.point, exact)) own.click(answer.point, exact); else own?.release(answer.point, exact, true, false);
      cross = cross ? answer.point : null;
      host.reveal(answer.point);
      host.say(answer.point);
      redraw();
      return { problem: null };
    },
    finish() { const own = current(); if (own?.finish) own.finish(); else own?.enter(null, false); },
    cancel() { cancel(); },
    settle() { current()?.settle?.(); },
    undoStep: () => current()?.undoStep?.() ?? false,
    redoStep: () => current()?.redoStep?.() ?? false,
    copied: () => commands.copied(),
    touching: () => commands.touching(),
    moveCorner: (from, to) => select.moveTo(from, to),
    chooseCorner: (at) => { select.chooseCorner(at); },
    chosenCorner: () => select.chosenCorner(),
  };
  return {
    control,
    setTool(next) {
      if (next === tool) return;
      current()?.settle?.();
      current()?.cancel();
      host.askNumber(null);
      tool = next;
      cross = null;
      last = null;
      host.setCursor(next === 'pan' ? 'grab' : next === 'select' ? 'default' : 'crosshair');
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
    key(event) {
      if (event.ctrlKey || event.metaKey) {
        if (event.key === 'Enter' && current()?.underWay?.()) { control.finish(); return true; }
        if (event.key.toLowerCase() !== 'z') return false;
        return event.shiftKey ? control.redoStep() : control.undoStep();
      }
      if (/^[\d@<]$/.test(event.key) && askNumber(event.key)) return true;
      return keys[event.key]?.(event.shiftKey) ?? false;
    },
    remove: () => current()?.remove() ?? false,
    setDraft(shapes) { drafts = shapes ?? []; redraw(); },
    setMarks(next) { marks = next; redraw(); },
    refresh: redraw,
    contentChanged() { current()?.changed?.(); redraw(); },
    drawingChanged() { vertices.clear(); lines.clear(); redraw(); },
    setHidden(hidden) { overlay.setHidden(hidden); },
    destroy() { cancelAnimationFrame(frame); current()?.settle?.(); overlay.destroy(); },
  };
}
