import { z } from 'zod';
import { DrawingBuilder, DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';
import { chooseFrame, type Frame } from './frame.ts';

interface GeoJsonOptions { readonly fileName: string; readonly onProgress: (progress: Progress) => void }

type Position = readonly number[];
/** A run of positions: a line, or the rings of one area. */
interface Piece { readonly kind: 'line' | 'area'; readonly parts: readonly (readonly Position[])[]; readonly feature: FeatureLook }
interface FeatureLook { readonly layer: string; readonly stroke: string | null; readonly fill: string | null }

const objectSchema = z.looseObject({ type: z.string() });
type GeoObject = z.infer<typeof objectSchema>;
/** 10^9 km: beyond it a number is a fault of the file, and 32-bit coordinates would end. */
const maxCoordinate = 1e12;
const positionSchema = z.array(z.number().min(-maxCoordinate).max(maxCoordinate)).min(2);
const lineSchema = z.array(positionSchema);
const areaSchema = z.array(lineSchema);
const areasSchema = z.array(areaSchema);

/** Geometry collections within geometry collections deeper than this are an attack. */
const maxDepth = 16;

/**
 * Reads lines and areas of a GeoJSON as a drawing in metres: plant metres and projected coordinates as they are, longitude and latitude
 * projected (frame.ts).
 * @throws AppError error.layout.geojsonBroken naming the feature; error.layout.empty, error.layout.tooComplex
 */
export function readGeoJson(bytes: Uint8Array, { fileName, onProgress }: GeoJsonOptions): ParsedDrawing {
  const { root, encoding } = parseText(bytes, fileName);
  const collected = new Collector(fileName);
  collected.object(root, 'FeatureCollection', { layer: '', stroke: null, fill: null }, 0);
  onProgress({ phase: 'progress.readDrawing', done: 1, total: 2 });
  if (collected.pieces.length === 0) throw new AppError('error.layout.empty', { file: fileName });
  const frame = chooseFrame(root, collected.pieces.flatMap(({ parts }) => parts));
  const drawing = build(collected.pieces, frame, fileName);
  const notShown: NotShown[] = [...collected.skipped].map(([reason, count]) => ({ type: reason === 'notShown.point' ? 'Point' : 'Feature', count, reason }));
  for (const reason of frame.remarks) notShown.push({ type: frame.name, count: collected.pieces.length, reason });
  return {
    format: 'geojson', encoding, derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(drawing), bounds: drawing.bounds, metresPerUnit: frame.isMetres ? 1 : null,
    entities: collected.entities, drawn: collected.entities - [...collected.skipped.values()].reduce((sum, count) => sum + count, 0), notShown,
    ...(frame.placement === null ? {} : { placement: frame.placement }),
  };
}

function parseText(bytes: Uint8Array, file: string): { root: GeoObject; encoding: string } {
  let encoding = 'utf-8';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    encoding = 'gbk';
    text = new TextDecoder('gb18030').decode(bytes);
  }
  try {
    return { root: objectSchema.parse(JSON.parse(text)), encoding };
  } catch (thrown) {
    const reason = thrown instanceof SyntaxError ? thrown.message : 'type';
    throw new AppError('error.layout.geojsonBroken', { file, where: '', reason });
  }
}

/** Takes the lines and areas out of features, geometries and collections. */
class Collector {
  readonly pieces: Piece[] = [];
  readonly skipped = new Map<string, number>();
  entities = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  object(object: GeoObject, where: string, look: FeatureLook, depth: number): void {
    if (depth > maxDepth) throw this.#broken(where, 'depth');
    switch (object.type) {
      case 'FeatureCollection': this.#list(object['features'], where, 'features', look, depth); return;
      case 'Feature': this.#feature(object, where, depth); return;
      case 'GeometryCollection': this.#list(object['geometries'], where, 'geometries', look, depth); return;
      default: this.#geometry(object, where, look);
    }
  }

  #list(value: unknown, where: string, field: string, look: FeatureLook, depth: number): void {
    if (!Array.isArray(value)) throw this.#broken(where, field);
    value.forEach((item: unknown, index) => {
      const place = `${field}[${index}]`;
      const checked = objectSchema.safeParse(item);
      if (!checked.success) throw this.#broken(place, 'type');
      this.object(checked.data, place, look, depth + 1);
    });
  }

  #feature(feature: GeoObject, where: string, depth: number): void {
    const geometry = feature['geometry'];
    if (geometry === null || geometry === undefined) { this.#skip('notShown.noCoordinates'); return; }
    const checked = objectSchema.safeParse(geometry);
    if (!checked.success) throw this.#broken(where, 'geometry');
    this.object(checked.data, where, lookOf(feature['properties']), depth + 1);
  }

  #geometry(geometry: GeoObject, where: string, feature: FeatureLook): void {
    const coordinates = geometry['coordinates'];
    const check = <Value>(schema: z.ZodType<Value>): Value => {
      const checked = schema.safeParse(coordinates);
      if (!checked.success) throw this.#broken(where, ['coordinates', ...(checked.error.issues[0]?.path ?? [])].join('.'));
      return checked.data;
    };
    const add = (kind: Piece['kind'], parts: readonly (readonly Position[])[]): void => {
      this.entities += 1;
      this.pieces.push({ kind, parts, feature });
    };
    switch (geometry.type) {
      case 'Point':
      case 'MultiPoint': this.#skip('notShown.point'); return;
      case 'LineString': add('line', [check(lineSchema)]); return;
      case 'MultiLineString': add('line', check(areaSchema)); return;
      case 'Polygon': add('area', check(areaSchema)); return;
      case 'MultiPolygon': add('area', check(areasSchema).flat()); return;
      default: throw this.#broken(where, `type "${geometry.type.slice(0, 40)}"`);
    }
  }

  #skip(reason: string): void {
    this.entities += 1;
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  #broken(where: string, reason: string): AppError {
    return new AppError('error.layout.geojsonBroken', { file: this.#file, where, reason });
  }
}

/** Layer and colours (simplestyle names) of a feature. */
function lookOf(properties: unknown): FeatureLook {
  const record = typeof properties === 'object' && properties !== null ? properties as Record<string, unknown> : {};
  const text = (...keys: string[]): string | null => {
    for (const key of keys) { const value = record[key]; if (typeof value === 'string') return value; }
    return null;
  };
  const colour = (value: string | null): string | null => (value !== null && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null);
  return { layer: text('layer', 'Layer', '图层') ?? '', stroke: colour(text('stroke')), fill: colour(text('fill')) };
}

function build(pieces: readonly Piece[], frame: Frame, file: string): ReturnType<DrawingBuilder['finish']> {
  const builder = new DrawingBuilder();
  const trace = (positions: readonly Position[], style: number, group: number, close: boolean): void => {
    builder.begin(style, group);
    for (const position of positions) builder.point(...frame.toMetres(position[0] ?? 0, position[1] ?? 0));
    builder.end(close);
  };
  try {
    for (const { kind, parts, feature } of pieces) {
      if (kind === 'area' && feature.fill !== null) {
        const group = builder.newGroup();
        for (const part of parts) trace(part, builder.style(feature.layer, feature.fill, 0, true), group, true);
      }
      for (const part of parts) trace(part, builder.style(feature.layer, feature.stroke, 0, false), 0, kind === 'area');
    }
  } catch (thrown) {
    if (thrown instanceof DrawingTooLarge) throw new AppError('error.layout.tooComplex', { file, limit: maxDrawingPoints / 1_000_000 });
    throw thrown;
  }
  if (builder.empty) throw new AppError('error.layout.empty', { file });
  return builder.finish();
}
