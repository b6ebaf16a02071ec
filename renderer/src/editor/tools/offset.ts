import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { offsetRings } from '#shared/geometry/offset.ts';
import { edgesOf, nearestOnSegment, placeInPolygon } from '#shared/geometry/polygon.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { fitEdits, largestFirst } from '../fit.ts';
import { copyName, newZone } from '../new-zones.ts';

const none: ReadonlySet<Id> = new Set();
const results = ['replace', 'new'] as const;
const joins = ['round', 'miter'] as const;

/**
 * Widens (outwards, above 0) or narrows (inwards) the selected zones: the distance follows the pointer from the border of the zone that is
 * nearest, or is typed. The result takes the zone's place or is a new zone.
 */
export function createOffsetTool(context: ToolContext): EditorTool {
  const { host } = context;
  let typed: number | null = null;
  let pointed: number | null = null;
  let result: (typeof results)[number] = 'replace';
  let join: (typeof joins)[number] = 'miter';
  const selected = (): ZoneView[] => host.selection().flatMap((id) => host.zone(id) ?? []);
  const distance = (): number | null => typed ?? pointed;
  const made = (): { readonly zone: ZoneView; readonly shapes: PlantPoint[][][] }[] => {
    const metres = distance();
    return metres === null || metres === 0 ? [] : selected().map((zone) => ({ zone, shapes: largestFirst(offsetRings(zone.rings, metres, join)) }));
  };
  const clear = (): void => { typed = null; pointed = null; host.hide(none); context.redraw(); };
  const finish = (): boolean => {
    const all = made();
    if (all.length === 0) return false;
    const gone = all.find(({ shapes }) => shapes.length === 0);
    if (gone) { host.tell({ key: 'editor.offset.gone', params: { name: gone.zone.name } }, true); return true; }
    const names = new Set(host.zones().map(({ name }) => name));
    const parts = all.flatMap(({ zone, shapes }) => shapes.map((rings, index) => ({ zone, rings, index })));
    const fresh = parts.filter(({ index }) => result === 'new' || index > 0).map(({ zone, rings }) => newZone(zone, rings, copyName(zone.name, names)));
    // A widened zone stops at its neighbours, as a moved one does.
    const edits = result === 'new' ? [] : fitEdits(context, parts.filter(({ index }) => index === 0).map(({ zone, rings }) => ({ id: zone.id, rings })), selected());
    clear();
    if (!edits) { host.tell({ key: 'editor.fit.covered', params: {} }, true); return true; }
    host.apply({ operation: 'offset', created: fresh, edits, deletedIds: [] });
    host.chooseTool('select');
    return true;
  };
  return {
    ...idleTool,
    press: () => true,
    move(at) {
      pointed = typed === null ? signedDistance(selected(), at) : pointed;
      host.setCursor('crosshair');
      if (result === 'replace') host.hide(new Set(made().map(({ zone }) => zone.id)));
      context.redraw();
    },
    release(_at, _place, _click, cancelled) { if (!cancelled) finish(); return true; },
    doubleClick: () => true,
    enter: () => finish(),
    finish,
    nudge(dx, dy) {
      typed = Math.round(((distance() ?? 0) + dx + dy) * 1e4) / 1e4;
      context.redraw();
      return true;
    },
    cancel() { const had = typed !== null; clear(); return had; },
    undoStep() { const had = typed !== null; clear(); return had; },
    underWay: () => distance() !== null,
    hint: () => (selected().length === 0 ? 'offset.select' : 'offset.go'),
    numberField: 'distance',
    fields: () => [{ name: 'distance', value: distance(), fixed: typed !== null }],
    setField(name, value) { if (name === 'distance') { typed = value; context.redraw(); } },
    choices: () => [{ name: 'result', value: result, options: results }, { name: 'join', value: join, options: joins }],
    choose(name, value) {
      if (name === 'result') result = results.find((option) => option === value) ?? result;
      if (name === 'join') join = joins.find((option) => option === value) ?? join;
      host.hide(none);
      context.redraw();
    },
    changed: () => { pointed = null; },
    scene: () => ({ shapes: made().flatMap(({ zone, shapes }) => shapes.map((rings) => ({ rings, level: zone.level, state: 'preview' as const }))) }),
  };
}

/** How far a point is from the nearest border of zones, in metres: above 0 outside of it, below inside. */
function signedDistance(zones: readonly ZoneView[], at: PlantPoint): number | null {
  let best: number | null = null;
  for (const { rings } of zones) {
    let away = Infinity;
    for (const ring of rings) for (const [a, b] of edgesOf(ring)) {
      const [x, y] = nearestOnSegment(at, a, b);
      away = Math.min(away, Math.hypot(x - at[0], y - at[1]));
    }
    const signed = placeInPolygon(at, rings) === 'inside' ? -away : away;
    if (best === null || away < Math.abs(best)) best = signed;
  }
  return best;
}
