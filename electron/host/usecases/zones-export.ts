import { basename, dirname, extname, join } from 'node:path';
import { zipSync } from 'fflate';
import { framesOfFormat, type ZoneFormat } from '#shared/contract/exchange.ts';
import { writeZonesDxf } from '#shared/exchange/dxf-zones.ts';
import { writeZonesGeoJson, type ZoneToWrite } from '#shared/exchange/geojson-zones.ts';
import { writeShapefile } from '#shared/exchange/shapefile-write.ts';
import { frameToWrite } from '#shared/exchange/zone-frames.ts';
import type { ZoneFrame, ZoneFrameName, ZoneRecord } from '#shared/exchange/zone-record.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { formatMessage, type Language } from '#shared/text/index.ts';
import { UnitFinder } from '#shared/zones/unit-finder.ts';
import { geoPackageBytes } from '../db/gpkg.ts';
import type { HostServices } from '../services.ts';

/** What is wanted of an export; `out` ends with `.shp` where a shapefile is to be its files beside each other instead of one zip. */
export interface ZonesExport { readonly format: ZoneFormat; readonly frame: ZoneFrameName; readonly language: Language; readonly layoutId?: Id | undefined; readonly out: string }
export interface ZoneFiles {
  /** Every file with its path; the one that was asked for is last, so that it is there only when all are. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly zones: readonly ZoneToWrite[];
}

/** The oldest date a zip can hold, so that the same zones give the same bytes. */
const zipDate = new Date(1980, 0, 1);

/**
 * The zones as data for other programs.
 * @throws AppError error.map.noZones, error.map.frameOfFormat, error.map.noGeoReference, error.map.shapefileText
 */
export function zoneFiles(services: HostServices, { format, frame: frameName, language, layoutId, out }: ZonesExport): ZoneFiles {
  const workspace = services.workspace();
  if (!(framesOfFormat[format] as readonly string[]).includes(frameName)) throw new AppError('error.map.frameOfFormat', { format, frame: `frame.${frameName}` });
  const zones = zonesToWrite(services, layoutId, language);
  if (zones.length === 0) throw new AppError('error.map.noZones', { format });
  const frame = frameToWrite(frameName, workspace.all('enterprise')[0]?.geoReference ?? null);
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const whole = (bytes: Uint8Array): ZoneFiles => ({ files: [{ path: out, bytes }], zones });
  if (format === 'geojson') return whole(text(`${JSON.stringify(writeZonesGeoJson(zones, frame), null, 1)}\n`));
  const records = recordsOf(services, zones, frame);
  if (format === 'gpkg') return whole(geoPackageBytes(records, frame, services.clock()));
  if (format === 'dxf') {
    return whole(writeZonesDxf(records, frame, {
      layer: (level) => formatMessage(language, 'zones.dxf.layer', { level: `level.${level === 0 ? 'none' : level}` }), labels: formatMessage(language, 'zones.dxf.labels'),
    }));
  }
  const parts = Object.entries(writeShapefile(records, frame, services.clock())).filter(([, bytes]) => bytes.length > 0);
  const stem = basename(out, extname(out));
  if (extname(out).toLowerCase() === '.shp') {
    const files = parts.map(([ending, bytes]) => ({ path: ending === 'shp' ? out : join(dirname(out), `${stem}.${ending}`), bytes }));
    return { files: files.toSorted((a, b) => Number(a.path === out) - Number(b.path === out)), zones };
  }
  return whole(zipSync(Object.fromEntries(parts.map(([ending, bytes]) => [`${stem}.${ending}`, [bytes, { level: 6, mtime: zipDate }]]))));
}

function zonesToWrite(services: HostServices, layoutId: Id | undefined, language: Language): ZoneToWrite[] {
  const workspace = services.workspace();
  if (layoutId !== undefined) workspace.need('layout', layoutId);
  const zones = layoutId === undefined ? workspace.all('zone') : workspace.children('zone', layoutId);
  const names = new Map(workspace.all('unit').map((unit) => [unit.id, unit.name]));
  const levels = services.levels();
  return zones.map((zone) => {
    const { level, unassessed } = levels.zone(zone.id);
    return { zone, level, levelName: formatMessage(language, `level.${level ?? 'none'}`), unassessedUnits: unassessed, unitNames: zone.unitIds.flatMap((id) => names.get(id) ?? []) };
  });
}

function recordsOf(services: HostServices, zones: readonly ZoneToWrite[], frame: ZoneFrame): ZoneRecord[] {
  const workspace = services.workspace();
  const units = workspace.all('unit');
  const finder = new UnitFinder(workspace.all('object'), units);
  const texts = new Map(units.map(({ id }) => [id, finder.textFor(id)]));
  return zones.map(({ zone: { id, name, code, note, rings, unitIds }, level, levelName = '', unassessedUnits }) => ({
    id, name, code, note, level, levelName, unassessedUnits, units: unitIds.flatMap((unit) => texts.get(unit) ?? []), rings: rings.map((ring) => ring.map(frame.of)),
  }));
}
