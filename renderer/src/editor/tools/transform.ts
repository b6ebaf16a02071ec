import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import { boundsOf } from '#shared/geometry/polygon.ts';
import type { ShapeEdit } from '#shared/geometry/shared-border.ts';
import { moveRings, rotateRings, scaleRings } from '#shared/geometry/transform.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { toMap, toPixel } from '../../map/viewport.ts';
import { checkShape } from '../check-shape.ts';
import { bearingOf, directionStep } from '../direction.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { fitEdits } from '../fit.ts';
import type { FrameHandle, Scene } from '../scene.ts';
import type { ToolFieldName } from '../tool-state.ts';

const none: ReadonlySet<Id> = new Set();
/** How far above the frame its turning handle stands, in pixels. */
const rotateRoom = 28;

/** Turned by `angle` degrees counter-clockwise about the pivot, then scaled by `factor` from it, then moved. */
interface Change { readonly angle: number; readonly factor: readonly [x: number, y: number]; readonly dx: number; readonly dy: number }
const still: Change = { angle: 0, factor: [1, 1], dx: 0, dy: 0 };
const isStill = ({ angle, factor, dx, dy }: Change): boolean => angle === 0 && factor[0] === 1 && factor[1] === 1 && dx === 0 && dy === 0;

/** Turns, scales and moves the selected zones by a frame around them or by typed values, about their middle or a picked point. */
export function createTransformTool(context: ToolContext): EditorTool {
  const { host } = context;
  let change: Change = still;
  let typed: ReadonlySet<ToolFieldName> = new Set();
  let picked: PlantPoint | null = null;
  let grip: { readonly handle: FrameHandle | null; readonly from: PlantPoint } | null = null;

  const selected = (): ZoneView[] => host.selection().flatMap((id) => host.zone(id) ?? []);
  const bounds = (): Box | null => boundsOf(selected().flatMap(({ rings }) => rings[0] ?? []));
  const middle = (box: Box): PlantPoint => onGrid(plantPoint((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2));
  const pivot = (): PlantPoint | null => { const box = bounds(); return picked ?? (box && middle(box)); };
  const changed = (): ShapeEdit[] => {
    const about = pivot();
    if (!about || isStill(change)) return [];
    const { angle, factor, dx, dy } = change;
    return selected().map(({ id, rings }) => {
      const turned = angle === 0 ? rings : rotateRings(rings, angle, about);
      const scaled = factor[0] === 1 && factor[1] === 1 ? turned : scaleRings(turned, factor, about);
      return { id, rings: dx === 0 && dy === 0 ? scaled.map((ring) => [...ring]) : moveRings(scaled, dx, dy) };
    });
  };
  const clear = (): void => { change = still; typed = new Set(); grip = null; host.hide(none); context.redraw(); };
  const show = (): void => { host.hide(new Set(changed().map(({ id }) => id))); context.redraw(); };
  const finish = (): boolean => {
    const checked = changed().map(({ id, rings }) => ({ id, ...checkShape(rings) }));
    if (checked.length === 0) return false;
    const wrong = checked.find(({ fault }) => fault)?.fault;
    const { angle, factor } = change;
    clear();
    if (wrong) { host.invalid(wrong); return true; }
    const edits = fitEdits(context, checked.map(({ id, rings }) => ({ id, rings })), selected());
    if (!edits) { host.tell({ key: 'editor.fit.covered', params: {} }, true); return true; }
    const scaled = factor[0] !== 1 || factor[1] !== 1;
    if (scaled || angle !== 0) host.apply({ operation: scaled ? 'scale' : 'rotate', created: [], edits, deletedIds: [] }); else host.commit(edits);
    return true;
  };
  const handles = (): FrameHandle[] => {
    const box = bounds(), about = pivot();
    if (!box || !about) return [];
    const view = host.viewport();
    const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
    const top = toPixel(view, x, box.maxY);
    const mid = toPixel(view, x, y);
    // Above the frame on the plan: along its axis, a fixed way on the screen.
    const away = Math.hypot(top[0] - mid[0], top[1] - mid[1]) || 1;
    const above = toMap(view, top[0] + ((top[0] - mid[0]) / away) * rotateRoom, top[1] + ((top[1] - mid[1]) / away) * rotateRoom);
    const corner = (cx: number, cy: number): FrameHandle => ({ kind: 'corner', at: plantPoint(cx, cy) });
    const side = (cx: number, cy: number): FrameHandle => ({ kind: 'side', at: plantPoint(cx, cy) });
    return [
      { kind: 'pivot', at: about }, { kind: 'rotate', at: above },
      corner(box.minX, box.minY), corner(box.maxX, box.minY), corner(box.maxX, box.maxY), corner(box.minX, box.maxY),
      side(x, box.minY), side(box.maxX, y), side(x, box.maxY), side(box.minX, y),
    ];
  };
  const handleAt = (at: PlantPoint): FrameHandle | null => {
    let best: FrameHandle | null = null;
    let least = context.reach();
    for (const handle of handles()) {
      const away = Math.hypot(handle.at[0] - at[0], handle.at[1] - at[1]);
      if (away <= least && !(best && handle.kind === 'pivot')) { least = away; best = handle; }
    }
    return best;
  };
  const snap = (at: PlantPoint, free: boolean): PlantPoint => context.snap(at, free, { aligned: [], dragged: null, from: null, without: new Set(grip?.handle?.kind === 'pivot' ? [] : host.selection()) }).point;
  /** Twice as far from the pivot is a factor of 2; a handle on the pivot's own line leaves that axis as it is. */
  const factorOf = (from: number, to: number): number => (Math.abs(from) < 1e-6 ? 1 : Math.max(0.01, to / from));
  const drag = (at: PlantPoint, keys: { readonly alt: boolean; readonly shift: boolean }): void => {
    const about = pivot();
    if (!grip || !about) return;
    const { handle, from } = grip;
    if (!handle) {
      const to = snap(at, true);
      change = { ...still, dx: to[0] - from[0], dy: to[1] - from[1] };
    } else if (handle.kind === 'pivot') picked = snap(at, keys.alt);
    else if (handle.kind === 'rotate') {
      const turn = bearingOf(about, handle.at) - bearingOf(about, at);
      const angle = ((turn + 540) % 360) - 180;
      change = { ...still, angle: keys.shift ? Math.round(angle / directionStep) * directionStep : Math.round(angle * 100) / 100 };
    } else {
      const to = snap(at, keys.alt);
      const [fx, fy] = [factorOf(handle.at[0] - about[0], to[0] - about[0]), factorOf(handle.at[1] - about[1], to[1] - about[1])];
      const even = Math.max(0.01, Math.hypot(to[0] - about[0], to[1] - about[1]) / (Math.hypot(handle.at[0] - about[0], handle.at[1] - about[1]) || 1));
      change = { ...still, factor: handle.kind === 'corner' ? [even, even] : Math.abs(handle.at[0] - about[0]) > Math.abs(handle.at[1] - about[1]) ? [fx, 1] : [1, fy] };
    }
    show();
  };
  const value = (name: ToolFieldName): number => ({ angle: change.angle, factor: change.factor[0] === 1 ? change.factor[1] : change.factor[0], dx: change.dx, dy: change.dy })[name as 'angle' | 'factor' | 'dx' | 'dy'];
  return {
    ...idleTool,
    press(at, keys) {
      if (keys.ctrl || keys.shift) return false;
      const handle = handleAt(at);
      const box = bounds();
      if (!handle && !(box && at[0] >= box.minX && at[0] <= box.maxX && at[1] >= box.minY && at[1] <= box.maxY)) return false;
      change = still;
      typed = new Set();
      grip = { handle, from: at };
      return true;
    },
    move(at, keys, held) {
      if (grip) { if (held) drag(at, keys); return; }
      host.setCursor(handleAt(at) ? 'pointer' : 'default');
    },
    release(at, keys, click, cancelled) {
      const held = grip;
      if (!cancelled && !click) drag(at, keys);
      grip = null;
      if (cancelled) { clear(); return true; }
      // A click without a handle is for choosing zones.
      if (click) { clear(); return held?.handle !== null; }
      if (held?.handle?.kind === 'pivot') { context.redraw(); return true; }
      finish();
      return true;
    },
    enter: () => finish(),
    finish,
    nudge(dx, dy) {
      if (selected().length === 0) return false;
      change = { ...change, dx: Math.round((change.dx + dx) * 1e4) / 1e4, dy: Math.round((change.dy + dy) * 1e4) / 1e4 };
      show();
      const about = pivot();
      if (about) host.say(plantPoint(about[0] + change.dx, about[1] + change.dy));
      return true;
    },
    cancel() { const had = grip !== null || !isStill(change) || picked !== null; picked = null; clear(); return had; },
    undoStep() { const had = !isStill(change); clear(); return had; },
    settle: () => undefined,
    underWay: () => grip !== null || !isStill(change),
    hint: () => (selected().length === 0 ? 'transform.select' : 'transform.go'),
    numberField: 'angle',
    fields: () => (['angle', 'factor', 'dx', 'dy'] as const).map((name) => ({ name, value: value(name), fixed: typed.has(name) })),
    setField(name, next) {
      const plain = name === 'factor' ? 1 : 0;
      const given = next ?? plain;
      if (name === 'factor') { if (given > 0) change = { ...change, factor: [given, given] }; } else if (name === 'angle' || name === 'dx' || name === 'dy') change = { ...change, [name]: given };
      typed = new Set(next === null ? [...typed].filter((other) => other !== name) : [...typed, name]);
      show();
    },
    choices: () => [{ name: 'pivot', value: picked ? 'picked' : 'middle', options: ['middle', 'picked'] }],
    choose(name, option) {
      const box = bounds();
      if (name !== 'pivot') return;
      // A picked pivot starts at the frame's lower left corner; from there it is dragged.
      picked = option === 'picked' && box ? plantPoint(box.minX, box.minY) : null;
      show();
    },
    changed() { if (!grip) { picked = null; } },
    scene(): Partial<Scene> {
      const box = bounds();
      const edits = changed();
      const outline = box && edits.length === 0 ? [plantPoint(box.minX, box.minY), plantPoint(box.maxX, box.minY), plantPoint(box.maxX, box.maxY), plantPoint(box.minX, box.maxY)] : [];
      const about = pivot();
      return {
        shapes: edits.map(({ id, rings }) => ({ rings, level: host.zone(id)?.level ?? null, state: 'preview' as const })),
        frame: about ? { outline, handles: edits.length > 0 ? [{ kind: 'pivot', at: about }] : handles() } : null,
      };
    },
  };
}
