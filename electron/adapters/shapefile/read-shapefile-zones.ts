import { frameOfText, plantSystemText } from '#shared/exchange/well-known-text.ts';
import { featureLimit, pointLimit, type ParsedZones, type ZoneFileShape } from '#shared/exchange/zone-file.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { openShapefile, textOf } from './open-shapefile.ts';
import { readDbf } from './read-dbf.ts';
import { polygonsOfParts, readShp } from './read-shp.ts';
import { ShapefileError } from './shapefile-error.ts';

/**
 * The polygons of a shapefile, given by its .shp or by a zip, with the fields of its table.
 * @throws AppError error.shapefile.…, error.zones.import.…, error.file.tooLarge
 */
export async function readShapefileZones(bytes: Uint8Array, path: string, fileName: string): Promise<ParsedZones> {
  const files = await openShapefile(bytes, path);
  try {
    const table = files.dbf === null ? null : readDbf(files.dbf, textOf(files.cpg));
    const shapes: ZoneFileShape[] = [];
    let areas = 0;
    for (const { index, kind, parts } of readShp(files.shp, pointLimit)) {
      if (index >= featureLimit) throw new AppError('error.zones.import.tooMany', { file: fileName, count: index + 1, limit: featureLimit });
      const polygons = kind === 'area' ? polygonsOfParts(parts) : [];
      if (polygons.length > 0) areas += 1;
      shapes.push({
        feature: index + 1, layer: 0, values: table?.row(index) ?? [], polygons,
        problem: polygons.length > 0 ? null : kind === 'area' ? { kind: 'coordinates' } : { kind: 'geometry', type: { none: 'null', point: 'Point', points: 'MultiPoint', line: 'LineString', patch: 'MultiPatch' }[kind] },
      });
    }
    if (shapes.length === 0) throw new AppError('error.zones.import.empty', { file: fileName });
    const prj = textOf(files.prj);
    return {
      format: 'shp', encoding: table?.encoding ?? '', own: prj === plantSystemText, shapes,
      layers: [{ name: '', fields: table?.fields ?? [], frame: frameOfText(prj), metresPerUnit: 1, areas }],
    };
  } catch (thrown) {
    if (thrown instanceof ShapefileError) throw new AppError('error.shapefile.damaged', { file: fileName, part: thrown.part, where: thrown.where });
    throw thrown;
  }
}
