import { canonicalJson } from '#shared/changes/canonical.ts';
import type { Change } from '#shared/changes/change.ts';
import { importFrames, type ZoneChoices, type ZoneCounts } from '#shared/contract/zones-import.ts';
import { interpretZones, type FeatureFault, type ZoneFeature, type ZoneReading } from '#shared/exchange/interpret-zones.ts';
import { guessFields } from '#shared/exchange/zone-fields.ts';
import type { ParsedZones, ZoneFileLayer } from '#shared/exchange/zone-file.ts';
import { frameToRead, type FrameQuestion } from '#shared/exchange/zone-frames.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { PlantLayout } from '#shared/model/plant-layout.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { rollUp } from '#shared/risk/roll-up.ts';
import { UnitFinder } from '#shared/zones/unit-finder.ts';
import type { HostServices } from '../services.ts';
import { createChange, newRow, positionAfter, updateChange } from '../stamp.ts';

type Frame = ZoneChoices['frame'];
/** A feature with its units found, and what it comes to. */
export interface PlannedZone { readonly feature: ZoneFeature; readonly unitIds: readonly Id[]; readonly state: 'new' | 'present' | 'relinked' }
export interface ZonesPlan {
  /** What was chosen, with what was worked out where nothing was. */
  readonly choices: ZoneChoices;
  readonly fields: readonly string[];
  readonly frames: readonly Frame[];
  readonly question: FrameQuestion | null;
  readonly counts: ZoneCounts;
  readonly faults: readonly FeatureFault[];
  readonly zones: readonly PlannedZone[];
  readonly changes: readonly Change[];
}

/** What a file of zones comes to on a layout, with these choices. Nothing is written. */
export function planZones(services: HostServices, parsed: ParsedZones, layout: PlantLayout, chosen: Partial<ZoneChoices>): ZonesPlan {
  const workspace = services.workspace();
  const reference = workspace.all('enterprise')[0]?.geoReference ?? null;
  const layerNames = chosen.layers ?? defaultLayers(parsed);
  const layers = new Set(layerNames);
  const isChosen = parsed.layers.map(({ name }) => layers.has(name));
  const chosenLayers = parsed.layers.filter((_, i) => isChosen[i]);
  const fields = [...new Set(chosenLayers.flatMap((layer) => layer.fields))];
  // Where the file's own coordinates are plant metres, that is no second choice.
  const isPlant = chosenLayers.every(({ frame: { kind }, metresPerUnit }) => kind === 'plant' || (kind === 'none' && metresPerUnit === 1));
  const frames = importFrames.filter((frame) => (frame === 'drawing' ? drawingFrame(layout) !== null : frame === 'file' || !isPlant));
  const frame = chosen.frame ?? defaultFrame(parsed, chosenLayers, layout, reference);
  const choices: ZoneChoices = {
    layers: [...layerNames], fields: chosen.fields ?? guessFields(fields), frame, split: chosen.split ?? false, repair: chosen.repair ?? false, nameless: chosen.nameless ?? null,
  };
  const ways = parsed.layers.map((layer) => wayToPlant(layer, frame, layout, reference));
  const question = ways.map((way, i) => (isChosen[i] === true && 'question' in way ? way.question : null)).find((found) => found !== null) ?? null;
  const chosenShapes = parsed.shapes.filter(({ layer }) => isChosen[layer]);
  const shapes = question === null ? chosenShapes : [];
  const readings = ways.map((way): ZoneReading => ({ fields: choices.fields, split: choices.split, repair: choices.repair, nameless: choices.nameless, toPlant: 'toPlant' in way ? way.toPlant : plantPoint }));
  const read = interpretZones(shapes, parsed.layers, (layer) => readings[layer] ?? { ...choices, toPlant: plantPoint });
  const placed = placeUnits(read.zones, new UnitFinder(workspace.all('object'), workspace.all('unit')));
  const faults = [...read.errors, ...placed.errors].sort((a, b) => a.feature - b.feature);
  const made = changesFor(services, layout.id, placed.placed);
  const faultyFeatures = new Map<number, FeatureFault[]>();
  for (const fault of faults) faultyFeatures.set(fault.feature, [...(faultyFeatures.get(fault.feature) ?? []), fault]);
  const all = (found: readonly FeatureFault[], is: (fault: FeatureFault) => boolean): boolean => found.some(is);
  const count = (is: (fault: FeatureFault) => boolean): number => [...faultyFeatures.values()].filter((found) => all(found, is)).length;
  const levels = services.levels();
  return {
    choices, fields, frames, question, faults, zones: made.zones, changes: made.changes,
    counts: {
      features: chosenShapes.length, created: made.created, present: made.zones.filter(({ state }) => state === 'present').length, relinked: made.zones.filter(({ state }) => state === 'relinked').length,
      linked: made.linked, faulty: faultyFeatures.size,
      repairable: count(({ repairable }) => repairable === true), severalParts: count(({ message }) => message.key === 'error.zones.feature.parts'),
      nameless: count(({ message }) => message.key === 'error.zones.feature.name'), repaired: placed.placed.filter(({ feature }) => feature.repaired === true).length,
      levelsDiffer: placed.placed.filter(({ feature, unitIds }) => feature.level !== undefined && feature.level !== rollUp(unitIds.map((id) => levels.unit(id).level)).level).length,
    },
  };
}

/** Of a file of ours its zones; of a drawing the layers that are named after zones, where there are any; else those that have polygons. */
function defaultLayers(parsed: ParsedZones): string[] {
  const own = parsed.format === 'gpkg' ? parsed.layers.filter(({ name }) => parsed.own && name === 'risk_zones') : [];
  const withAreas = parsed.layers.filter(({ areas }) => areas > 0);
  const named = parsed.format === 'dxf' && !parsed.own ? withAreas.filter(({ name }) => /分区|区域|四色|风险|zone|risk/i.test(name)) : [];
  if (named.length > 0) return named.map(({ name }) => name);
  return (own.length > 0 ? own : withAreas.length > 0 ? withAreas : parsed.layers).map(({ name }) => name);
}

/** The way from the layout's drawing to the plant; null where the drawing is a picture or has no scale. */
function drawingFrame(layout: PlantLayout): ((x: number, y: number) => PlantPoint) | null {
  const { calibration, derivedKind } = layout;
  if (calibration === null || derivedKind !== 'vector') return null;
  return (x, y) => applyAffine(calibration.toPlant, drawingPoint(x, y));
}

function wayToPlant(layer: ZoneFileLayer, frame: Frame, layout: PlantLayout, reference: GeoReference | null): ReturnType<typeof frameToRead> {
  if (frame === 'plant') return { toPlant: plantPoint };
  if (frame === 'drawing') return { toPlant: drawingFrame(layout) ?? plantPoint };
  const { metresPerUnit } = layer;
  if (layer.frame.kind === 'none' && metresPerUnit !== 1) return { toPlant: (x, y) => plantPoint(x * metresPerUnit, y * metresPerUnit) };
  return frameToRead(layer.frame, reference);
}

/**
 * What the file says, unless the layout's drawing is the better answer: zones drawn in CAD lie where the drawing lies, and a file in the
 * drawing's own coordinate system needs no place on the earth.
 */
function defaultFrame(parsed: ParsedZones, layers: readonly ZoneFileLayer[], layout: PlantLayout, reference: GeoReference | null): Frame {
  const [layer] = layers;
  if (layer === undefined || drawingFrame(layout) === null) return 'file';
  const fromCad = parsed.format === 'dxf' && layer.frame.kind === 'none' && (layout.format === 'dxf' || layout.format === 'dwg');
  const sameSystem = reference === null && layer.frame.kind === 'epsg' && layer.frame.epsg === layout.epsg;
  return fromCad || sameSystem ? 'drawing' : 'file';
}

function changesFor(services: HostServices, layoutId: Id, placed: readonly { readonly feature: ZoneFeature; readonly unitIds: readonly Id[] }[]): { zones: PlannedZone[]; changes: Change[]; created: number; linked: number } {
  const siblings = services.workspace().children('zone', layoutId);
  const present = new Map(siblings.map((zone) => [sameness(zone), zone]));
  let position = positionAfter(siblings);
  let [created, linked] = [0, 0];
  const changes: Change[] = [];
  const zones = placed.map(({ feature, unitIds }): PlannedZone => {
    const { name, code, note, rings } = feature;
    const key = sameness({ name, code, rings });
    const zone = present.get(key);
    if (zone === undefined) {
      const row = newRow(services, 'zone', { layoutId, name, code, note, rings, unitIds: [...unitIds], position: position++ });
      present.set(key, row);
      changes.push(createChange('zone', row));
      created += 1;
      linked += unitIds.length;
      return { feature, unitIds, state: 'new' };
    }
    linked += unitIds.filter((id) => !zone.unitIds.includes(id)).length;
    const change = updateChange('zone', zone, { unitIds: [...unitIds] }, services);
    if (change === null) return { feature, unitIds, state: 'present' };
    // The same zone twice in one file: the second is built on the first.
    changes.push(change);
    present.set(key, { ...zone, ...change.after });
    return { feature, unitIds, state: 'relinked' };
  });
  return { zones, changes, created, linked };
}

/** What makes two zones of a layout the same. */
const sameness = ({ name, code, rings }: Pick<RiskZone, 'name' | 'code' | 'rings'>): string => canonicalJson([name, code, rings]);

function placeUnits(zones: readonly ZoneFeature[], finder: UnitFinder): { placed: { feature: ZoneFeature; unitIds: Id[] }[]; errors: FeatureFault[] } {
  const placed: { feature: ZoneFeature; unitIds: Id[] }[] = [];
  const errors: FeatureFault[] = [];
  for (const feature of zones) {
    const ids = new Set<Id>();
    let faulty = false;
    for (const unit of feature.units.flatMap((text) => separated(text, finder))) {
      const found = finder.find(unit);
      if (found.found === 'unit') {
        ids.add(found.id);
        continue;
      }
      faulty = true;
      const params = { feature: feature.feature, name: feature.name, unit: unit.slice(0, 200) };
      const at = feature.rings[0]?.[0];
      const message = found.found === 'none' ? { key: 'error.zones.feature.unitUnknown' as const, params }
        : found.example === null ? { key: 'error.zones.feature.unitAmbiguousPath' as const, params: { ...params, count: found.count } }
          : { key: 'error.zones.feature.unitAmbiguous' as const, params: { ...params, count: found.count, example: found.example } };
      errors.push({ feature: feature.feature, message, ...(at === undefined ? {} : { at }) });
    }
    if (!faulty) placed.push({ feature, unitIds: [...ids] });
  }
  return { placed, errors };
}

/** The names in a text: it is one name where there is such a unit, else what stands between line ends and separators. */
function separated(text: string, finder: UnitFinder): string[] {
  if (finder.find(text).found !== 'none') return [text];
  for (const separator of [/\r?\n/, /[;；|]/, /[、,，]/]) {
    const parts = text.split(separator).map((part) => part.trim()).filter((part) => part !== '');
    if (parts.length > 1) return parts.flatMap((part) => separated(part, finder));
  }
  return [text];
}
