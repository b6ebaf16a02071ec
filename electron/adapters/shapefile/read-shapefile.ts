import { basename, extname } from 'node:path';
import type { ParsedDrawing, Placement, Progress } from '#shared/contract/ports.ts';
import { DrawingBuilder, DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import { frameOfText, systemName, type FileFrame } from '#shared/exchange/well-known-text.ts';
import { guessFields } from '#shared/exchange/zone-fields.ts';
import { inDegreeRange, localMetres, looksLikeDegrees } from '#shared/geometry/crs/local-metres.ts';
import { coordinateSystem } from '#shared/geometry/crs/systems.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';
import { openShapefile, textOf } from './open-shapefile.ts';
import { readDbf, type DbfTable } from './read-dbf.ts';
import { readShp, type ShpRecord } from './read-shp.ts';
import { ShapefileError } from './shapefile-error.ts';

export interface ShapefileOptions { readonly fileName: string; readonly path: string; readonly onProgress: (progress: Progress) => void }

/** Beyond 10^9 km a number is a fault of the file. */
const maxCoordinate = 1e12;
/** Size of the cross of a point, and of names, against the drawing's diagonal. */
const crossPart = 1 / 300;
const textPart = 1 / 150;

/**
 * A shapefile, given by its .shp or by a zip, as a drawing: lines and outlines, points as small crosses with their names, each on the layer that a field
 * names. Coordinates of a known system are told for placing the drawing; degrees become metres of the zone that fits them.
 * @throws AppError error.shapefile.…, error.layout.empty, error.layout.tooComplex
 */
export async function readShapefile(bytes: Uint8Array, { fileName, path, onProgress }: ShapefileOptions): Promise<ParsedDrawing> {
  const files = await openShapefile(bytes, path);
  onProgress({ phase: 'progress.readDrawing', done: 0, total: 0 });
  try {
    const table = files.dbf === null ? null : readDbf(files.dbf, textOf(files.cpg));
    const records = [...readShp(files.shp, maxDrawingPoints)];
    const frame = frameOfText(textOf(files.prj));
    return drawingOf(records, table, frame, fileName);
  } catch (thrown) {
    if (thrown instanceof ShapefileError) throw new AppError('error.shapefile.damaged', { file: fileName, part: thrown.part, where: thrown.where });
    if (thrown instanceof DrawingTooLarge) throw new AppError('error.layout.tooComplex', { file: fileName, limit: maxDrawingPoints / 1_000_000 });
    throw thrown;
  }
}

function drawingOf(records: readonly ShpRecord[], table: DbfTable | null, frame: FileFrame, fileName: string): ParsedDrawing {
  const usable = records.map((record) => ({ record, sound: record.parts.length > 0 && record.parts.every((part) => part.every((value) => Math.abs(value) <= maxCoordinate)) }));
  const box = boundsOfParts(usable.filter(({ sound }) => sound).flatMap(({ record }) => record.parts));
  if (box === null) throw new AppError('error.layout.empty', { file: fileName });
  const { toMetres, isMetres, placement, remark } = wayToMetres(frame, box);
  const builder = new DrawingBuilder();
  const [low, high] = [toMetres(box.minX, box.minY), toMetres(box.maxX, box.maxY)];
  const diagonal = Math.hypot(high[0] - low[0], high[1] - low[1]) || 100;
  const layerField = table?.fields.findIndex((name) => /^(layer|图层|tc)$/i.test(name)) ?? -1;
  const nameField = table?.fields.indexOf(guessFields(table.fields).name ?? '') ?? -1;
  const ownLayer = basename(fileName, extname(fileName)).slice(0, 255);
  const notShown = new Map<string, number>();
  const skip = (reason: string): void => { notShown.set(reason, (notShown.get(reason) ?? 0) + 1); };
  for (const { record, sound } of usable) {
    if (!sound || record.kind === 'patch') { skip(record.kind === 'patch' ? 'notShown.solid' : record.parts.length === 0 ? 'notShown.noCoordinates' : 'notShown.damaged'); continue; }
    const values = table?.row(record.index) ?? [];
    const layer = String(values[layerField] ?? '').slice(0, 255) || ownLayer;
    const style = builder.style(layer, null, 0, false);
    if (record.kind === 'point' || record.kind === 'points') crosses(builder, record, style, toMetres, diagonal, String(values[nameField] ?? ''));
    else {
      for (const part of record.parts) {
        builder.begin(style);
        for (let i = 0; i + 1 < part.length; i += 2) builder.point(...toMetres(part[i] ?? 0, part[i + 1] ?? 0));
        builder.end(record.kind === 'area');
      }
    }
  }
  if (builder.empty) throw new AppError('error.layout.empty', { file: fileName });
  const drawing = builder.finish();
  const left = [...notShown].map(([reason, count]): NotShown => ({ type: 'Shape', count, reason }));
  const skipped = left.reduce((sum, { count }) => sum + count, 0);
  if (remark !== null) left.push(remark);
  return {
    format: 'shp', encoding: table?.encoding ?? '', derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(drawing), bounds: drawing.bounds, metresPerUnit: isMetres ? 1 : null,
    entities: records.length, drawn: records.length - skipped, notShown: left, ...(placement === null ? {} : { placement }),
  };
}

type ToMetres = (x: number, y: number) => [number, number];
const asTheyAre: ToMetres = (x, y) => [x, y];

/** `isMetres`: degrees of a system that cannot be converted never become metres. */
interface WayToMetres { readonly toMetres: ToMetres; readonly isMetres: boolean; readonly placement: Placement | null; readonly remark: NotShown | null }
type Corners = NonNullable<ReturnType<typeof boundsOfParts>>;
const plain: WayToMetres = { toMetres: asTheyAre, isMetres: true, placement: null, remark: null };

/** What the numbers of a file mean. Without a .prj small numbers close together are degrees, all others plant metres. */
function wayToMetres(frame: FileFrame, box: Corners): WayToMetres {
  const system = frame.kind === 'epsg' ? coordinateSystem(frame.epsg) : null;
  if (frame.kind === 'epsg' && system?.kind === 'projected') return { ...plain, placement: { toWorld: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, epsg: frame.epsg, unit: 'metres' } };
  if (frame.kind === 'plant') return plain;
  if (frame.kind === 'other' || (frame.kind === 'epsg' && system === null)) {
    const type = frame.kind === 'epsg' ? systemName(frame.epsg) : frame.name.slice(0, 200);
    return looksLikeDegrees(box) ? { ...plain, isMetres: false, remark: { type, count: 1, reason: 'notShown.otherSystem' } } : { ...plain, remark: { type, count: 1, reason: 'notShown.otherReference' } };
  }
  return (system === null ? looksLikeDegrees(box) : inDegreeRange(box)) ? projectedWay(box) : plain;
}

function projectedWay(box: Corners): WayToMetres {
  const local = localMetres(box);
  if (local === null) return plain;
  const { system, east, north, toMetres } = local;
  return {
    toMetres, isMetres: true, placement: { toWorld: { a: 1, b: 0, c: east, d: 0, e: 1, f: north }, epsg: system.epsg, unit: 'metres' },
    remark: { type: system.name, count: 1, reason: 'notShown.projected' },
  };
}

function crosses(builder: DrawingBuilder, { parts }: ShpRecord, style: number, toMetres: ToMetres, diagonal: number, name: string): void {
  const arm = diagonal * crossPart;
  for (const part of parts) {
    for (let i = 0; i + 1 < part.length; i += 2) {
      const [x, y] = toMetres(part[i] ?? 0, part[i + 1] ?? 0);
      for (const [dx, dy] of [[arm, 0], [0, arm]] as const) {
        builder.begin(style);
        builder.point(x - dx, y - dy);
        builder.point(x + dx, y + dy);
        builder.end();
      }
      if (name.trim() !== '') builder.text({ x: x + arm, y: y + arm, height: diagonal * textPart, rotation: 0, text: name.trim().slice(0, 200), align: 'left', baseline: 'alphabetic', style });
    }
  }
}

function boundsOfParts(parts: readonly Float64Array[]): { minX: number; minY: number; maxX: number; maxY: number } | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i + 1 < part.length; i += 2) {
      const [x = 0, y = 0] = [part[i], part[i + 1]];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : null;
}
