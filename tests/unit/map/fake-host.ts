import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { ShapeEdit } from '#shared/geometry/shared-border.ts';
import type { EditorHost, ToolContext } from '../../../renderer/src/editor/editor-host.ts';
import { defaultOptions } from '../../../renderer/src/editor/options.ts';
import type { EditorOptions } from '../../../renderer/src/editor/options.ts';
import type { NumericRequest } from '../../../renderer/src/editor/tool-state.ts';
import type { ZoneApply, ZoneCreate } from '../../../renderer/src/map/map-types.ts';
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

/** What the tools of a fake map have asked of it. */
export interface Asked {
  readonly created: ZoneCreate[];
  readonly committed: (readonly ShapeEdit[])[];
  readonly applied: ZoneApply[];
  readonly invalid: string[];
  readonly told: string[];
  readonly calibrated: PlantPoint[];
  readonly numeric: (NumericRequest | null)[];
  readonly tools: string[];
}

/** A map for the editor's tools: ten pixels a metre, zones and selection held here, everything asked of it written down. */
export function fakeHost(zones: ZoneView[], selection: string[] = [], options: Partial<EditorOptions> = {}): Asked & {
  readonly context: ToolContext; readonly host: EditorHost; hidden(): string[]; selected(): readonly string[]; segments: number[]; ringsOf(id: string): PlantPoint[][] | undefined;
} {
  const asked: Asked = { created: [], committed: [], applied: [], invalid: [], told: [], calibrated: [], numeric: [], tools: [] };
  let hidden: string[] = [];
  let selected: readonly string[] = selection;
  let made = 0;
  const segments: number[] = [];
  const change = (edits: readonly { readonly id: string; readonly rings: readonly (readonly PlantPoint[])[] }[]): void => {
    for (const { id, rings } of edits) zones.splice(zones.findIndex((one) => one.id === id), 1, { ...zones.find((one) => one.id === id) as ZoneView, rings: rings.map((ring) => [...ring]) });
  };
  const host: EditorHost = {
    viewport: () => ({ scale: 10, cos: 1, sin: 0, dx: 500, dy: 500, width: 1000, height: 1000 }),
    theme: () => 'light',
    selection: () => selected,
    zone: (id) => zones.find((one) => one.id === id),
    zonesIn: (box) => zones.filter((one) => boxesMeet(prepareZone(one).box, box)),
    zones: () => zones,
    drawingVertices: () => Promise.resolve(new Float64Array()),
    drawingSegments: () => Promise.resolve(new Float64Array(segments)),
    hide: (ids) => { hidden = [...ids]; },
    setCursor: () => undefined, reveal: () => undefined, say: () => undefined, snapWord: (kind) => kind,
    tell: ({ key }) => { asked.told.push(key); },
    select: (ids) => { selected = ids; },
    chooseTool: (tool) => { asked.tools.push(tool); },
    askNumber: (request) => { asked.numeric.push(request); },
    create: (shape) => { asked.created.push(shape); },
    commit(edits) { asked.committed.push(edits); change(edits); },
    apply(step) {
      asked.applied.push(step);
      change(step.edits);
      for (const id of step.deletedIds) zones.splice(zones.findIndex((one) => one.id === id), 1);
      for (const { rings, ...fields } of step.created) { made += 1; zones.push({ ...zone(`new-${made}`), ...fields, rings: rings.map((ring) => [...ring]) }); }
    },
    invalid: (reason) => { asked.invalid.push(reason); },
    calibrationPoint: (point) => { asked.calibrated.push(point); },
  };
  const all: EditorOptions = { ...defaultOptions, ...options };
  const context: ToolContext = {
    host, reach: () => 1, redraw: () => undefined, options: () => all,
    snap(point, free, { aligned, dragged, from, without }) {
      if (free) return { point, kind: 'free', guides: [] };
      return snapPoint(point, 1, { rings: zones.filter(({ id }) => !without.has(id)).flatMap(({ rings }) => rings), drawing: [], aligned, dragged, from: from ?? null, kinds: all.kinds, gridSize: all.gridSize });
    },
  };
  return { ...asked, context, host, hidden: () => hidden, selected: () => selected, segments, ringsOf: (id) => zones.find((one) => one.id === id)?.rings };
}
