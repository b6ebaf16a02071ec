import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { ShapeEdit } from '#shared/geometry/shared-border.ts';
import type { EditorHost, ToolContext } from '../../../renderer/src/editor/editor-host.ts';
import { snapPoint } from '../../../renderer/src/editor/snapping.ts';
import type { PointerPlace } from '../../../renderer/src/map/pointer.ts';
import { boxesMeet } from '../../../renderer/src/map/viewport.ts';
import { prepareZone } from '../../../renderer/src/map/zone-store.ts';

export const p = plantPoint;
export const points = (...flat: number[]): PlantPoint[] => Array.from({ length: flat.length / 2 }, (_, i) => p(flat[2 * i] ?? NaN, flat[2 * i + 1] ?? NaN));

export function zone(id: string, ...flat: number[]): ZoneView {
  return { id, layoutId: 'layout', name: id, code: '', rings: [points(...flat)], unitIds: [], note: '', level: 2, unassessedUnits: 0, majorHazard: false, majorHazardLevel: null };
}

export const hand = (more: Partial<PointerPlace> = {}): PointerPlace => ({ x: 0, y: 0, shift: false, ctrl: false, alt: false, ...more });

/** A map for the editor's tools: ten pixels a metre, zones and selection held here, everything asked of it written down. */
export function fakeHost(zones: ZoneView[], selection: string[] = []): {
  context: ToolContext; created: PlantPoint[][][]; committed: (readonly ShapeEdit[])[]; invalid: string[]; calibrated: PlantPoint[]; hidden: () => string[];
} {
  const created: PlantPoint[][][] = [], committed: (readonly ShapeEdit[])[] = [], invalid: string[] = [], calibrated: PlantPoint[] = [];
  let hidden: string[] = [];
  const host: EditorHost = {
    viewport: () => ({ scale: 10, cos: 1, sin: 0, dx: 500, dy: 500, width: 1000, height: 1000 }),
    theme: () => 'light',
    selection: () => selection,
    zone: (id) => zones.find((one) => one.id === id),
    zonesIn: (box) => zones.filter((one) => boxesMeet(prepareZone(one).box, box)),
    drawingVertices: () => Promise.resolve(new Float64Array()),
    drawingSegments: () => Promise.resolve(new Float64Array()),
    hide: (ids) => { hidden = [...ids]; },
    setCursor: () => undefined, reveal: () => undefined, say: () => undefined, chooseTool: () => undefined,
    create: (rings) => { created.push(rings.map((ring) => [...ring])); },
    commit(edits) {
      committed.push(edits);
      for (const { id, rings } of edits) zones.splice(zones.findIndex((one) => one.id === id), 1, { ...zones.find((one) => one.id === id) as ZoneView, rings });
    },
    invalid: (reason) => { invalid.push(reason); },
    calibrationPoint: (point) => { calibrated.push(point); },
  };
  const context: ToolContext = {
    host, reach: () => 1, redraw: () => undefined,
    snap(point, free, { aligned, dragged, without }) {
      if (free) return { point, kind: 'free', guides: [] };
      return snapPoint(point, 1, { rings: zones.filter(({ id }) => !without.has(id)).flatMap(({ rings }) => rings), drawing: [], aligned, dragged });
    },
  };
  return { context, created, committed, invalid, calibrated, hidden: () => hidden };
}
