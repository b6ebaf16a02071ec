import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import { cutHole } from '#shared/geometry/merge.ts';
import { areaOf, boundsOf } from '#shared/geometry/polygon.ts';
import type { ZoneApply } from '../../map/map-types.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { largestFirst, neighbourCorners } from '../fit.ts';
import { copyName, newZone } from '../new-zones.ts';
import { createOutlineTool } from './polygon.ts';

/** Less ground taken than this, in m², is no cut. */
const leastCut = 1e-3;

/** What is left of a zone without some ground, the largest part first; null where nothing is taken away from it. */
export function remainders(zone: ZoneView, away: readonly PlantRing[]): PlantPoint[][][] | null {
  let left: PlantPoint[][][] = [zone.rings.map((ring) => [...ring])];
  for (const hole of away) left = left.flatMap((rings) => cutHole(rings, hole));
  const rest = left.reduce((sum, rings) => sum + areaOf(rings), 0);
  return areaOf(zone.rings) - rest < leastCut ? null : largestFirst(left);
}

/** The change that takes ground away from a zone; null where nothing would be left of it. Parts that come off are zones of their own. */
export function cutChange(context: ToolContext, zone: ZoneView, parts: readonly PlantPoint[][][]): ZoneApply | null {
  const [largest, ...others] = parts;
  if (!largest) return null;
  const names = new Set(context.host.zones().map(({ name }) => name));
  return {
    operation: 'cut', created: others.map((rings) => newZone(zone, rings, copyName(zone.name, names))),
    edits: [{ id: zone.id, rings: largest }, ...neighbourCorners(context, parts, new Set([zone.id]))], deletedIds: [],
    notice: { key: 'editor.cut.done', params: { name: zone.name, area: Math.round((areaOf(zone.rings) - parts.reduce((sum, rings) => sum + areaOf(rings), 0)) * 100) / 100 } },
  };
}

/** Draws an outline and takes its ground away from a zone: the selected one, else the smallest that it meets. */
export function createCutTool(context: ToolContext): EditorTool {
  const { host } = context;
  return createOutlineTool(context, {
    hint: 'cut',
    take(rings) {
      const [outline] = rings;
      const box = outline && boundsOf(outline);
      if (!outline || !box) return false;
      const selected = new Set(host.selection());
      const near = host.zonesIn(box).filter(({ id }) => selected.size === 0 || selected.has(id)).toSorted((a, b) => areaOf(a.rings) - areaOf(b.rings));
      for (const zone of near) {
        const parts = remainders(zone, [outline]);
        if (!parts) continue;
        const change = cutChange(context, zone, parts);
        if (!change) { host.tell({ key: 'editor.cut.gone', params: { name: zone.name } }, true); return false; }
        host.apply(change);
        host.chooseTool('select');
        return true;
      }
      host.tell({ key: selected.size > 0 ? 'editor.cut.missedSelected' : 'editor.cut.missed', params: {} }, true);
      return false;
    },
  });
}
