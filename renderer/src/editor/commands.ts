import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { side, toSteps } from '#shared/geometry/grid.ts';
import { mergeZones } from '#shared/geometry/merge.ts';
import { areaOf, boundsOf } from '#shared/geometry/polygon.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import { moveRings } from '#shared/geometry/transform.ts';
import type { EditorCommand } from './actions.ts';
import { checkShape } from './check-shape.ts';
import type { ToolContext } from './editor-host.ts';
import { neighbourCorners, withNeighbourCorners } from './fit.ts';
import { copyName, newZone } from './new-zones.ts';
import { roundLength } from '../map/scale-bar.ts';
import { cutChange, remainders } from './tools/cut.ts';

/** Zones that lie no farther apart than this, in metres, are drawn together when they are merged. */
const mergeGap = 0.25;
/** A copy lies beside its original by this many pixels, put on a round number of metres. */
const copyPixels = 24;
/** Whether more selected zones than this touch one another is only found out when they are merged. */
const mostTested = 60;

/**
 * Rings without the corners in the middle of a straight line where a border between the parts ended. Corners that only one part had stay: a
 * person may have set them.
 */
export function withoutSeams(rings: PlantRings, parts: readonly PlantRings[]): PlantPoint[][] {
  const times = new Map<string, number>();
  const key = ([x, y]: PlantPoint): string => `${x},${y}`;
  for (const part of parts) for (const corner of new Set(part.flat().map(key))) times.set(corner, (times.get(corner) ?? 0) + 1);
  const straight = (a: PlantPoint, b: PlantPoint, c: PlantPoint): boolean => side(toSteps(a[0]), toSteps(a[1]), toSteps(c[0]), toSteps(c[1]), toSteps(b[0]), toSteps(b[1])) === 0;
  return rings.map((ring) => ring.filter((corner, i) => {
    const [before = corner, after = corner] = [ring[(i + ring.length - 1) % ring.length], ring[(i + 1) % ring.length]];
    return (times.get(key(corner)) ?? 0) < 2 || !straight(before, corner, after);
  }));
}

/** What the editor does without a tool. */
export interface Commands { run(command: EditorCommand): void; copied(): number; touching(): boolean }

export function createCommands(context: ToolContext): Commands {
  const { host } = context;
  let clipboard: readonly ZoneView[] = [];
  let pasted = 0;
  const selected = (): ZoneView[] => host.selection().flatMap((id) => host.zone(id) ?? []);
  const bySize = (zones: readonly ZoneView[]): ZoneView[] => zones.toSorted((a, b) => areaOf(b.rings) - areaOf(a.rings));

  function copies(zones: readonly ZoneView[], times: number): void {
    const layoutId = host.zones()[0]?.layoutId ?? zones[0]?.layoutId;
    if (zones.length === 0 || layoutId === undefined) return;
    const step = roundLength(copyPixels / host.viewport().scale) * times;
    const names = new Set(host.zones().map(({ name }) => name));
    const created = zones.map((zone) => ({ ...newZone(zone, moveRings(zone.rings, step, -step), names.has(zone.name) ? copyName(zone.name, names) : zone.name), layoutId }));
    host.apply({ operation: 'copy', created, edits: [], deletedIds: [] });
  }
  function merge(): void {
    const zones = selected();
    const [largest, ...others] = bySize(zones);
    if (!largest || others.length === 0) return;
    const merged = mergeZones(zones.map(({ rings }) => rings), mergeGap);
    if (!merged) { host.tell({ key: 'editor.no.apart', params: {} }, true); return; }
    const without = new Set(zones.map(({ id }) => id));
    const rings = withNeighbourCorners(context, withoutSeams(merged, zones.map((zone) => zone.rings)), without);
    const checked = checkShape(rings);
    if (checked.fault) { host.invalid(checked.fault); return; }
    const unitIds = [...new Set([...largest.unitIds, ...others.flatMap((zone) => zone.unitIds)])];
    host.apply({
      operation: 'merge', created: [], edits: [{ id: largest.id, rings: checked.rings, unitIds }, ...neighbourCorners(context, [checked.rings], without)], deletedIds: others.map(({ id }) => id),
      notice: { key: 'editor.merge.done', params: { name: largest.name, n: zones.length, units: unitIds.length } },
    });
  }
  /** Takes the ground of the smaller selected zones away from the largest. */
  function subtract(): void {
    const [largest, ...others] = bySize(selected());
    if (!largest || others.length === 0) return;
    const parts = remainders(largest, others.flatMap(({ rings }) => rings.slice(0, 1)));
    const change = parts && cutChange(context, largest, parts);
    if (!parts) host.tell({ key: 'editor.cut.missedSelected', params: {} }, true);
    else if (!change) host.tell({ key: 'editor.cut.gone', params: { name: largest.name } }, true);
    else host.apply(change);
  }
  const commands: Readonly<Record<EditorCommand, () => void>> = {
    merge, subtract,
    duplicate() { copies(selected(), 1); },
    copy() {
      clipboard = selected();
      pasted = 0;
      if (clipboard.length > 0) host.tell({ key: 'editor.copied', params: { n: clipboard.length } }, true);
    },
    paste() { pasted += 1; copies(clipboard, pasted); },
    selectAll() { host.select(host.zones().map(({ id }) => id)); },
  };
  return {
    run(command) { commands[command](); },
    copied: () => clipboard.length,
    touching() {
      const zones = selected();
      if (zones.length < 2) return false;
      return zones.length > mostTested || (zones.every(({ rings }) => boundsOf(rings[0] ?? []) !== null) && mergeZones(zones.map(({ rings }) => rings), mergeGap) !== null);
    },
  };
}
