import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { canonicalJson } from '#shared/changes/canonical.ts';
import type { CallOutput, CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import { readZonesGeoJson, type FeatureFault, type ZoneFeature } from '#shared/exchange/geojson-zones.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { UnitFinder } from '#shared/zones/unit-finder.ts';
import type { CallContext, HostServices } from '../services.ts';
import { createChange, newRow, positionAfter, updateChange } from '../stamp.ts';
import { needScaledLayout } from './zone-checks.ts';

/** Megabytes of a zones file; a plant of 5,000 zones has about 5. */
const megabyteLimit = 64;

type Imported = CallOutput<HostCalls['zones/import']>;
/** A feature with its units found. */
interface Placed { readonly feature: ZoneFeature; readonly unitIds: readonly Id[] }

/**
 * Takes the zones of a GeoJSON file: all of them, or with any error none. A zone that is already there (same name, code and shape on that
 * layout) is not made again; its links become the file's. `linked` counts the links to units that are new.
 * @throws AppError error.zones.import.… and error.file.… where the file as a whole cannot be read
 */
export async function importZones(services: HostServices, { path, layoutId }: CallParsedInput<HostCalls['zones/import']>, context: CallContext): Promise<Imported> {
  const workspace = services.workspace();
  needScaledLayout(workspace, layoutId);
  const file = basename(path);
  context.progress('progress.zones.read', 0, 0);
  const read = readZonesGeoJson(parse(await readText(path, file), file), file);
  context.progress('progress.zones.check', 0, read.zones.length);
  if (context.signal.aborted) throw new AppError('error.cancelled');
  // Once more: while the file was read, others may have worked.
  needScaledLayout(workspace, layoutId);
  const { placed, errors } = placeUnits(read.zones, new UnitFinder(workspace.all('object'), workspace.all('unit')));
  const allErrors = [...read.errors, ...errors].sort((a, b) => a.feature - b.feature);
  if (allErrors.length > 0) return { created: 0, linked: 0, errors: allErrors };

  const present = new Map(workspace.children('zone', layoutId).map((zone) => [sameness(zone), zone]));
  let position = positionAfter([...present.values()]);
  const result: Imported = { created: 0, linked: 0, errors: [] };
  const changes: Change[] = [];
  for (const { feature: { name, code, note, rings }, unitIds } of placed) {
    const key = sameness({ name, code, rings });
    const zone = present.get(key);
    if (zone === undefined) {
      const row = newRow(services, 'zone', { layoutId, name, code, note, rings, unitIds: [...unitIds], position: position++ });
      present.set(key, row);
      changes.push(createChange('zone', row));
      result.created++;
      result.linked += unitIds.length;
    } else {
      const change = updateChange('zone', zone, { unitIds: [...unitIds] }, services);
      // The same zone twice in one file: the second is built on the first.
      if (change !== null) {
        changes.push(change);
        present.set(key, { ...zone, ...change.after });
      }
      result.linked += unitIds.filter((id) => !zone.unitIds.includes(id)).length;
    }
  }
  if (changes.length > 0) workspace.commit({ command: 'zones/import', label: { key: 'change.zones.import', params: { file } } }, changes);
  return result;
}

/** What makes two zones of a layout the same. */
const sameness = ({ name, code, rings }: Pick<RiskZone, 'name' | 'code' | 'rings'>): string => canonicalJson([name, code, rings]);

function placeUnits(zones: readonly ZoneFeature[], finder: UnitFinder): { placed: Placed[]; errors: FeatureFault[] } {
  const placed: Placed[] = [];
  const errors: FeatureFault[] = [];
  for (const zone of zones) {
    const { feature, name } = zone;
    const ids = new Set<Id>();
    for (const text of zone.units) {
      const unit = finder.find(text);
      if (unit.found === 'unit') ids.add(unit.id);
      else if (unit.found === 'none') errors.push({ feature, message: { key: 'error.zones.feature.unitUnknown', params: { feature, name, unit: text } } });
      else if (unit.example === null) errors.push({ feature, message: { key: 'error.zones.feature.unitAmbiguousPath', params: { feature, name, unit: text, count: unit.count } } });
      else errors.push({ feature, message: { key: 'error.zones.feature.unitAmbiguous', params: { feature, name, unit: text, count: unit.count, example: unit.example } } });
    }
    placed.push({ feature: zone, unitIds: [...ids] });
  }
  return { placed, errors };
}

async function readText(path: string, file: string): Promise<string> {
  const bytes = await stat(path).then(async ({ size }) => {
    if (size > megabyteLimit * 2 ** 20) throw new AppError('error.file.tooLarge', { file, size: Math.ceil(size / 2 ** 20), limit: megabyteLimit });
    return readFile(path);
  }).catch((thrown: unknown) => {
    if (thrown instanceof AppError) throw thrown;
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    throw new AppError(reason === 'ENOENT' ? 'error.file.notFound' : 'error.file.unreadable', { file, reason });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Chinese desktop programs write names in GBK although GeoJSON is UTF-8.
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new AppError('error.zones.import.notJson', { file, detail: thrown instanceof Error ? thrown.message.slice(0, 200) : '' });
  }
}
