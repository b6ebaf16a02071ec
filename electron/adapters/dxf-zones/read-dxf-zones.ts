import { dxfApplication } from '#shared/exchange/dxf-zones.ts';
import type { FileFrame } from '#shared/exchange/well-known-text.ts';
import { featureLimit, pointLimit, type FieldValue, type FlatRing, type ParsedZones } from '#shared/exchange/zone-file.ts';
import { levelOfWord } from '#shared/exchange/zone-fields.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { DxfZonesError, isBinaryDxf, readObjects, type DxfObject } from './dxf-objects.ts';
import { namesInside, outlinesAsPolygons, type Outline, type PlacedText } from './gather.ts';
import { circle, first, hatchRings, lightPolyline, numberOf, oldPolyline } from './outlines.ts';

/** Metres per unit by $INSUNITS; 1 where the drawing does not say it. */
const metresPerUnit: Readonly<Record<number, number>> = { 1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1, 7: 1000, 10: 0.9144, 14: 0.1 };
const fields = ['name', 'code', 'units', 'level', 'note', 'layer'] as const;

/** What extended data of ours says of an outline. */
interface OwnData { readonly zone: string; readonly ring: number; readonly frame: string; readonly values: Readonly<Record<'name' | 'code' | 'level' | 'note', string>>; readonly units: readonly string[] }

/**
 * The closed outlines and hatches of a DXF's model space as zones, a layer each layer: closed polylines with arcs, circles and hatches with their holes.
 * A text inside an outline is its name; an outline within another of its layer is a hole unless it has a name of its own. What is in blocks is not looked at.
 * @throws AppError error.zones.import.dxf…, error.zones.import.tooMany, tooManyPoints, empty
 */
export function readDxfZones(bytes: Uint8Array, fileName: string): ParsedZones {
  if (isBinaryDxf(bytes)) throw new AppError('error.zones.import.dxfBinary', { file: fileName });
  const outlines: Outline[] = [];
  const own = new Map<string, { readonly data: OwnData; readonly layer: string; readonly rings: FlatRing[] }>();
  const holes: { readonly zone: string; readonly ring: FlatRing }[] = [];
  const texts: PlacedText[] = [];
  let [encoding, units, points] = ['', 1, 0];
  const take = (rings: FlatRing[] | null, { tags }: DxfObject): void => {
    if (rings === null || rings.length === 0) return;
    points += rings.reduce((sum, ring) => sum + ring.length / 2, 0);
    if (points > pointLimit) throw new AppError('error.zones.import.tooManyPoints', { file: fileName, limit: pointLimit });
    if (outlines.length + own.size >= featureLimit) throw new AppError('error.zones.import.tooMany', { file: fileName, count: featureLimit + 1, limit: featureLimit });
    const data = ownData(tags);
    const layer = first(tags, 8)?.trim() ?? '0';
    const [ring] = rings;
    if (data === null || ring === undefined) outlines.push({ layer, rings, hatch: rings.length > 1 });
    else if (data.ring === 0) own.set(data.zone, { data, layer, rings: [ring] });
    else holes.push({ zone: data.zone, ring });
  };
  try {
    let polyline: { head: DxfObject; vertices: DxfObject[] } | null = null;
    for (const object of readObjects(bytes)) {
      ({ encoding } = object);
      const { type, tags } = object;
      if (object.section === 'HEADER') {
        units = metresPerUnit[unitOf(tags)] ?? 1;
        continue;
      }
      // 67: on the paper.
      if (numberOf(tags, 67) === 1) continue;
      if (type === 'VERTEX') polyline?.vertices.push(object);
      else if (type === 'POLYLINE') polyline = { head: object, vertices: [] };
      else if (type === 'SEQEND' && polyline !== null) {
        const ring = oldPolyline(polyline.head, polyline.vertices);
        take(ring === null ? null : [ring], polyline.head);
        polyline = null;
      } else if (type === 'LWPOLYLINE' || type === 'CIRCLE') {
        const ring = type === 'CIRCLE' ? circle(object) : lightPolyline(object);
        take(ring === null ? null : [ring], object);
      } else if (type === 'HATCH' || type === 'MPOLYGON') {
        const rings = hatchRings(object);
        if (rings !== null && rings.length > 0) outlines.push({ layer: first(tags, 8)?.trim() ?? '0', rings, hatch: true });
      } else if (type === 'TEXT' || type === 'MTEXT') {
        const text = textOf(object);
        if (text !== null) texts.push(text);
      }
    }
  } catch (thrown) {
    if (thrown instanceof DxfZonesError) throw new AppError('error.zones.import.dxfBroken', { file: fileName, line: thrown.line });
    throw thrown;
  }
  for (const { zone, ring } of holes) own.get(zone)?.rings.push(ring);
  const ownPolygons = [...own.values()].map(({ data, layer, rings }) => ({ layer, rings, values: [data.values.name, data.values.code, data.units, data.values.level, data.values.note, layer] as FieldValue[] }));
  const others = outlinesAsPolygons(outlines, ownPolygons.map(({ rings }) => rings), texts);
  const names = namesInside(others, texts);
  const found = [
    ...ownPolygons,
    ...others.map(({ layer, rings }, i) => ({ layer, rings, values: [names[i] ?? null, null, null, levelOfLayer(layer), null, layer] as FieldValue[] })),
  ];
  if (found.length === 0) throw new AppError('error.zones.import.dxfEmpty', { file: fileName });
  const layerNames = [...new Set(found.map(({ layer }) => layer))];
  const [firstOwn] = own.values();
  const frame: FileFrame = firstOwn === undefined ? { kind: 'none' } : frameOf(firstOwn.data.frame);
  return {
    format: 'dxf', encoding, own: own.size > 0,
    layers: layerNames.map((name) => ({ name, fields, frame, metresPerUnit: units, areas: found.filter(({ layer }) => layer === name).length })),
    shapes: found.map(({ layer, rings, values }, i) => ({ feature: i + 1, layer: layerNames.indexOf(layer), values, polygons: [rings], problem: null })),
  };
}

function unitOf(tags: DxfObject['tags']): number {
  const at = tags.findIndex(([code, value]) => code === 9 && value.trim() === '$INSUNITS');
  return at < 0 ? 0 : Number(tags[at + 1]?.[1] ?? 0);
}

function frameOf(text: string): FileFrame {
  const epsg = /^EPSG:(\d{4,6})$/.exec(text)?.[1];
  return epsg === undefined ? { kind: 'plant' } : { kind: 'epsg', epsg: Number(epsg) };
}

/** A layer may be named after a level, as ours are; null where it is not. */
function levelOfLayer(name: string): string | null {
  const word = name.split(/[-_ ]/).at(-1) ?? '';
  return word !== '' && levelOfWord(word) !== undefined ? word : null;
}

/** The extended data that files of ours have on outlines (shared/exchange/dxf-zones.ts). */
function ownData(tags: DxfObject['tags']): OwnData | null {
  const at = tags.findIndex(([code, value]) => code === 1001 && value === dxfApplication);
  if (at < 0) return null;
  const values = { zone: '', ring: '', frame: '', name: '', code: '', level: '', note: '' };
  const units: string[] = [];
  let unit = '';
  for (const [code, text] of tags.slice(at + 1)) {
    if (code === 1001) break;
    if (code !== 1000) continue;
    const split = text.indexOf('=');
    const [key, value] = [text.slice(0, split), text.slice(split + 1)];
    if (key === 'unit') unit += value;
    else if (key === 'end') { units.push(unit); unit = ''; } else if (Object.hasOwn(values, key)) values[key as keyof typeof values] += value;
  }
  const ring = Number(values.ring);
  return values.zone === '' || !Number.isInteger(ring) ? null : { zone: values.zone, ring, frame: values.frame, values, units };
}

/** A text and where it is: the point that it is aligned to. */
function textOf({ type, tags }: DxfObject): PlacedText | null {
  const aligned = type === 'TEXT' && (numberOf(tags, 72) !== 0 || numberOf(tags, 73) !== 0) && first(tags, 11) !== null;
  const [x, y] = aligned ? [numberOf(tags, 11, NaN), numberOf(tags, 21, NaN)] : [numberOf(tags, 10, NaN), numberOf(tags, 20, NaN)];
  const raw = type === 'MTEXT' ? tags.filter(([code]) => code === 3 || code === 1).map(([, value]) => value).join('') : first(tags, 1) ?? '';
  const text = (type === 'MTEXT' ? plainMtext(raw) : raw.replace(/%%[uok]/gi, '').replace(/%%c/gi, '⌀').replace(/%%d/gi, '°').replace(/%%p/gi, '±')).replace(/\s+/g, ' ').trim();
  return text === '' || !Number.isFinite(x) || !Number.isFinite(y) ? null : { x, y, text: text.slice(0, 500), height: numberOf(tags, 40) };
}

/** An MTEXT's letters without its formatting codes. */
function plainMtext(text: string): string {
  return text.replace(/\\[PN]/g, ' ').replace(/\\~/g, ' ').replace(/\\S([^;^#/]*)[\^#/]([^;]*);/g, '$1/$2').replace(/\\[ACFHQTWacfhqtwp][^;\\{}]*;/g, '').replace(/\\[LlOoKk]/g, '')
    .replace(/(?<!\\)[{}]/g, '').replace(/\\([\\{}])/g, '$1');
}
