import { z } from 'zod';
import { ground, difference } from '#shared/geometry/boolean.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { plantRingSchema } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import type { ErrorCode, MessageParams } from '#shared/kernel/errors.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { ringFaultError } from '#shared/zones/zone-rings.ts';
import { levelOfWord, type ZoneFieldMap, type ZoneRole } from './zone-fields.ts';
import type { FieldValue, FlatRing, ZoneFileLayer, ZoneFileShape } from './zone-file.ts';

/** A zone as a file gives it; `units` are ids, names or `object/unit` paths. `feature` counts from 1. */
export interface ZoneFeature {
  readonly feature: number;
  readonly name: string;
  readonly code: string;
  readonly note: string;
  readonly rings: PlantPoint[][];
  readonly units: readonly string[];
  /** What the file says of its level: null for not assessed, undefined where it says nothing. Levels follow from units; this is for comparing. */
  readonly level?: RiskLevel | null;
  /** Its outline was put right. */
  readonly repaired?: boolean;
}
/** What is wrong with one feature: a key of `shared/text` and its parameters; `at` is a place of it in plant metres. */
export interface FeatureFault { readonly feature: number; readonly message: { readonly key: ErrorCode; readonly params: MessageParams }; readonly at?: PlantPoint; readonly repairable?: boolean }
export interface ReadZones { readonly zones: readonly ZoneFeature[]; readonly errors: readonly FeatureFault[] }

/** How features become zones. */
export interface ZoneReading {
  readonly fields: ZoneFieldMap;
  readonly toPlant: (x: number, y: number) => PlantPoint;
  /** A feature of several polygons becomes as many zones, instead of being refused. */
  readonly split: boolean;
  /** Outlines that cross themselves and the like are put right, instead of being refused. */
  readonly repair: boolean;
  /** What features without a name are called, a number after it; null: they are refused. */
  readonly nameless: string | null;
}

/** More faults than this are not collected: a hopeless file is told as such, soon. */
export const faultLimit = 1_000;

const trimmedText = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const nameSchema = trimmedText.pipe(z.string().min(1).max(500));
const codeSchema = z.union([z.string(), z.number()]).nullable().transform((value) => String(value ?? '').trim()).pipe(z.string().max(100));
const noteSchema = z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(4000)).catch('');
const unitTextSchema = z.string().trim().min(1).max(200_000);
/** A list of names; one text alone is one name, or several with separators between them; nothing is none. */
const unitsSchema = z.union([z.array(unitTextSchema).max(10_000), unitTextSchema.transform((one) => [one]), z.literal('').transform(() => []), z.null().transform(() => [])]);

type Report = (key: ErrorCode, params?: MessageParams, at?: PlantPoint, repairable?: boolean) => void;

/**
 * The zones that the shapes of a layer are in plant metres, on the 0.1 mm grid and sound, with the faults of all others. Every fault of a
 * feature is told, none is half taken.
 */
export function interpretZones(shapes: Iterable<ZoneFileShape>, layers: readonly ZoneFileLayer[], readings: (layer: number) => ZoneReading): ReadZones {
  const zones: ZoneFeature[] = [];
  const errors: FeatureFault[] = [];
  for (const shape of shapes) {
    let faulty = false;
    const { feature } = shape;
    const report: Report = (key, params = {}, at, repairable) => {
      faulty = true;
      if (errors.length < faultLimit) errors.push({ feature, message: { key, params: { feature, ...params } }, ...(at === undefined ? {} : { at }), ...(repairable === undefined ? {} : { repairable }) });
    };
    const found = interpret(shape, layers[shape.layer]?.fields ?? [], readings(shape.layer), report);
    if (!faulty) for (const zone of found) zones.push(zone);
  }
  return { zones, errors };
}

function interpret(shape: ZoneFileShape, fields: readonly string[], reading: ZoneReading, report: Report): ZoneFeature[] {
  const { feature, problem } = shape;
  if (problem?.kind === 'notFeature') {
    report('error.zones.feature.notFeature');
    return [];
  }
  const at = firstPoint(shape, reading);
  const value = (role: ZoneRole): FieldValue => (reading.fields[role] === null ? null : shape.values[fields.indexOf(reading.fields[role])] ?? null);
  const named = nameSchema.safeParse(value('name'));
  if (!named.success && reading.nameless === null) report('error.zones.feature.name', {}, at);
  const name = named.data ?? (reading.nameless === null ? `#${feature}` : `${reading.nameless}${feature}`);
  const code = codeSchema.safeParse(value('code'));
  if (!code.success) report('error.zones.feature.code', { name }, at);
  const units = unitsSchema.safeParse(value('units'));
  if (!units.success) report('error.zones.feature.units', { name }, at);
  if (problem?.kind === 'geometry') report('error.zones.feature.geometry', { name, type: problem.type }, at);
  if (problem?.kind === 'coordinates') report('error.zones.feature.coordinates', { name }, at);
  const { polygons, repaired } = problem === null ? soundPolygons(shape.polygons, name, reading, report) : { polygons: [], repaired: false };
  if (polygons.length > 1 && !reading.split) report('error.zones.feature.parts', { name, count: polygons.length }, at);
  const level = levelText(value('level'));
  const zone = (rings: PlantPoint[][], suffix: string): ZoneFeature => ({
    feature, name: `${name}${suffix}`.slice(0, 500), code: code.data ?? '', note: noteSchema.parse(value('note') ?? ''), rings, units: units.data ?? [],
    ...(level === undefined ? {} : { level }), ...(repaired ? { repaired } : {}),
  });
  return polygons.map((rings, i) => zone(rings, polygons.length > 1 ? ` (${i + 1})` : ''));
}

function levelText(value: FieldValue): RiskLevel | null | undefined {
  return typeof value === 'string' || typeof value === 'number' ? levelOfWord(String(value)) : undefined;
}

function firstPoint({ polygons }: ZoneFileShape, { toPlant }: ZoneReading): PlantPoint | undefined {
  const [x, y] = polygons[0]?.[0] ?? [];
  if (x === undefined || y === undefined) return undefined;
  const point = toPlant(x, y);
  return Number.isFinite(point[0]) && Number.isFinite(point[1]) ? point : undefined;
}

/** The polygons in plant metres; what is wrong with them is reported, or put right where that is asked for. */
function soundPolygons(polygons: ZoneFileShape['polygons'], name: string, reading: ZoneReading, report: Report): { polygons: PlantPoint[][][]; repaired: boolean } {
  let repaired = false;
  // Several polygons are refused anyhow: their outlines need not be looked at.
  if (polygons.length > 1 && !reading.split) return { polygons: polygons.map(() => []), repaired };
  const sound = polygons.flatMap((rings): PlantPoint[][][] => {
    const placed = z.array(plantRingSchema).min(1).max(1000).safeParse(rings.map((ring) => points(ring, reading)));
    if (!placed.success) {
      report('error.zones.feature.coordinates', { name });
      return [];
    }
    const normalised = normaliseRings(placed.data);
    const faults = validateRings(normalised);
    if (faults.length === 0) return [normalised];
    if (reading.repair) {
      const mended = mend(normalised);
      if (mended.length > 0) {
        repaired = true;
        return mended;
      }
    }
    for (const fault of faults) {
      const { code, params } = ringFaultError(name, fault);
      report(code, params, fault.at, fault.kind !== 'fewPoints' && fault.kind !== 'noArea');
    }
    return [];
  });
  return { polygons: sound, repaired };
}

/** The ground inside an outline, less its holes. */
function mend([outer, ...holes]: PlantRings): PlantPoint[][][] {
  if (outer === undefined) return [];
  const whole = ground([[outer]], 'nonZero');
  return holes.length === 0 ? whole : difference(whole, ground(holes.map((hole) => [hole]), 'nonZero'));
}

function points(ring: FlatRing, { toPlant }: ZoneReading): PlantPoint[] {
  const list: PlantPoint[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) list.push(toPlant(ring[i] ?? NaN, ring[i + 1] ?? NaN));
  return list;
}
