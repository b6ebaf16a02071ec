import { labelPoint } from '#shared/geometry/label-point.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { levelStyle } from '#shared/risk/level-style.ts';
import { encodeGbk, inGbk } from './gbk.ts';
import { boundsOfRings, type ZoneFrame, type ZoneRecord } from './zone-record.ts';

/** Name of the application whose extended data holds a zone's fields (docs/file-format.md). */
export const dxfApplication = 'RISKATLAS';
/** A string of extended data holds 255 bytes, its field's name among them; this is in bytes. */
const extendedPiece = 240;
/** An object holds 16 KB of extended data; programs count decoded characters, at most 3 bytes each. */
const extendedLimit = 5_000;

/** Nearest colours of the AutoCAD colour index, for programs that know no true colours. */
const indexColours: Readonly<Record<RiskLevel | 0, number>> = { 1: 1, 2: 30, 3: 2, 4: 5, 0: 8 };

/** Words of the drawing in the language of its reader. */
export interface DxfWords {
  /** Name of the layer of a level, 0 for not assessed; and of the layer of labels. */
  readonly layer: (level: RiskLevel | 0) => string;
  readonly labels: string;
}

const levels = [1, 2, 3, 4, 0] as const;

/**
 * Zones as a DXF drawing in metres, version AC1018 (AutoCAD 2004, the oldest with true colours) with texts in GBK and its code page in the header: what Chinese
 * CAD programs write themselves, and the one encoding of Chinese that AutoCAD, GDAL and their like all read unasked (UTF-8, which later versions
 * prescribe, GDAL takes for the code page). Characters that GBK lacks are written as `\U+XXXX`. Each zone is a solid hatch with its holes and a closed polyline a ring, on a layer of its level
 * and colour, and its code and name as a text inside it. Extended data on the outer polyline holds all fields.
 */
export function writeZonesDxf(records: readonly ZoneRecord[], frame: ZoneFrame, words: DxfWords): Uint8Array {
  const out = new DxfText();
  const box = boundsOfRings(records.flatMap(({ rings }) => rings));
  header(out, box);
  tables(out, words, box);
  blocks(out);
  out.section('ENTITIES');
  const ordered = [...records].sort((a, b) => rank(b.level) - rank(a.level));
  for (const record of ordered) hatch(out, record, words);
  for (const record of ordered) outlines(out, record, frame, words);
  for (const record of ordered) label(out, record, words);
  out.end();
  out.section('OBJECTS').add(0, 'DICTIONARY').add(5, 'C').add(330, '0').add(100, 'AcDbDictionary').add(281, 1).add(3, 'ACAD_GROUP').add(350, 'D');
  out.add(0, 'DICTIONARY').add(5, 'D').add(330, 'C').add(100, 'AcDbDictionary').add(281, 1).end();
  return encodeGbk(out.add(0, 'EOF').text());
}

/** Worst last, so that it lies on top; not assessed above low, as on the map and on paper. */
const rank = (level: RiskLevel | null): number => level ?? 3.5;

/** Collects group codes and values. Handles of its own are given from 0x100 on. */
class DxfText {
  readonly #lines: string[] = [];
  #handle = 0x100;

  add(code: number, value: string | number): this {
    this.#lines.push(String(code), typeof value === 'number' ? numberText(code, value) : value);
    return this;
  }

  point(code: number, x: number, y: number, z: number | null = 0): this {
    this.add(code, x).add(code + 10, y);
    return z === null ? this : this.add(code + 20, z);
  }

  section(name: string): this { return this.add(0, 'SECTION').add(2, name); }
  end(): this { return this.add(0, 'ENDSEC'); }
  handle(): string { this.#handle += 1; return this.#handle.toString(16).toUpperCase(); }

  /** Head of an entity in the model space. */
  entity(type: string, layer: string, subclass: string): this {
    return this.add(0, type).add(5, this.handle()).add(330, '1F').add(100, 'AcDbEntity').add(8, layer).add(100, subclass);
  }

  /** Lines end as AutoCAD writes them. */
  text(): string { return `${this.#lines.join('\r\n')}\r\n`.replaceAll('$HANDSEED_VALUE', (this.#handle + 1).toString(16).toUpperCase()); }
}

/** Reals keep all their digits and a point; whole numbers (flags, counts) have none. */
function numberText(code: number, value: number): string {
  const isReal = (code >= 10 && code <= 59) || (code >= 140 && code <= 149) || (code >= 1010 && code <= 1059);
  if (!isReal) return String(value);
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Text of a DXF value: characters that GBK lacks, that cannot stand in a line or have a meaning of their own as UTF-16 units in `\U+XXXX`. */
export function dxfText(text: string): string {
  return text.replace(/[^\u0020-\u007e]|[\\^]/g, (unit) => unit >= '\u0080' && inGbk(unit) ? unit : `\\U+${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** A name of a layer: without the characters that AutoCAD refuses in names. */
const layerName = (name: string): string => dxfText(name.replace(/[<>/\\":;?*|=`,^]/g, '_').slice(0, 60));

function header(out: DxfText, { minX, minY, maxX, maxY }: ReturnType<typeof boundsOfRings>): void {
  out.section('HEADER').add(9, '$ACADVER').add(1, 'AC1018').add(9, '$DWGCODEPAGE').add(3, 'ANSI_936').add(9, '$HANDSEED').add(5, '$HANDSEED_VALUE');
  out.add(9, '$INSUNITS').add(70, 6).add(9, '$MEASUREMENT').add(70, 1);
  out.add(9, '$EXTMIN').point(10, minX, minY).add(9, '$EXTMAX').point(10, maxX, maxY);
  out.add(9, '$LIMMIN').point(10, minX, minY, null).add(9, '$LIMMAX').point(10, maxX, maxY, null).end();
  out.section('CLASSES').end();
}

/** Handles of the fixed part are fixed too, below 0x100. */
function tables(out: DxfText, words: DxfWords, { minX, minY, maxX, maxY }: ReturnType<typeof boundsOfRings>): void {
  out.section('TABLES');
  const table = (name: string, handle: string, count: number): DxfText => out.add(0, 'TABLE').add(2, name).add(5, handle).add(330, '0').add(100, 'AcDbSymbolTable').add(70, count);
  const entry = (type: string, handle: string, owner: string, subclass: string): DxfText => out.add(0, type).add(5, handle).add(330, owner).add(100, 'AcDbSymbolTableRecord').add(100, subclass);

  table('VPORT', '8', 1);
  const [width, height] = [Math.max(1, maxX - minX), Math.max(1, maxY - minY)];
  entry('VPORT', '29', '8', 'AcDbViewportTableRecord').add(2, '*ACTIVE').add(70, 0).point(10, 0, 0, null).point(11, 1, 1, null)
    .point(12, (minX + maxX) / 2, (minY + maxY) / 2, null).point(13, 0, 0, null).point(14, 10, 10, null).point(15, 10, 10, null).point(16, 0, 0, 1).point(17, 0, 0, 0)
    .add(40, height * 1.1).add(41, width / height).add(42, 50);
  out.add(0, 'ENDTAB');

  table('LTYPE', '5', 3);
  for (const [name, handle] of [['BYBLOCK', '14'], ['BYLAYER', '15'], ['CONTINUOUS', '16']] as const) {
    entry('LTYPE', handle, '5', 'AcDbLinetypeTableRecord').add(2, name).add(70, 0).add(3, '').add(72, 65).add(73, 0).add(40, 0);
  }
  out.add(0, 'ENDTAB');

  table('LAYER', '2', levels.length + 2);
  const layer = (name: string, handle: string, colour: number, fill: string | null): void => {
    entry('LAYER', handle, '2', 'AcDbLayerTableRecord').add(2, name).add(70, 0).add(62, colour).add(6, 'CONTINUOUS');
    if (fill !== null) out.add(420, Number.parseInt(fill.slice(1), 16));
    out.add(370, -3);
  };
  layer('0', '10', 7, null);
  for (const [i, level] of levels.entries()) layer(layerName(words.layer(level)), (0x40 + i).toString(16).toUpperCase(), indexColours[level], levelStyle(level === 0 ? null : level).fill);
  layer(layerName(words.labels), '4A', 7, null);
  out.add(0, 'ENDTAB');

  table('STYLE', '3', 1);
  entry('STYLE', '11', '3', 'AcDbTextStyleTableRecord').add(2, 'STANDARD').add(70, 0).add(40, 0).add(41, 1).add(50, 0).add(71, 0).add(42, 2.5).add(3, 'simhei.ttf').add(4, '');
  out.add(0, 'ENDTAB');
  table('VIEW', '6', 0).add(0, 'ENDTAB');
  table('UCS', '7', 0).add(0, 'ENDTAB');
  table('APPID', '9', 2);
  entry('APPID', '12', '9', 'AcDbRegAppTableRecord').add(2, 'ACAD').add(70, 0);
  entry('APPID', '13', '9', 'AcDbRegAppTableRecord').add(2, dxfApplication).add(70, 0);
  out.add(0, 'ENDTAB');
  table('DIMSTYLE', 'A', 1).add(100, 'AcDbDimStyleTable').add(71, 1);
  out.add(0, 'DIMSTYLE').add(105, '27').add(330, 'A').add(100, 'AcDbSymbolTableRecord').add(100, 'AcDbDimStyleTableRecord').add(2, 'STANDARD').add(70, 0).add(0, 'ENDTAB');
  table('BLOCK_RECORD', '1', 2);
  for (const [name, handle] of [['*MODEL_SPACE', '1F'], ['*PAPER_SPACE', '1B']] as const) entry('BLOCK_RECORD', handle, '1', 'AcDbBlockTableRecord').add(2, name);
  out.add(0, 'ENDTAB').end();
}

function blocks(out: DxfText): void {
  out.section('BLOCKS');
  for (const [name, owner, begin, end] of [['*MODEL_SPACE', '1F', '20', '21'], ['*PAPER_SPACE', '1B', '1C', '1D']] as const) {
    out.add(0, 'BLOCK').add(5, begin).add(330, owner).add(100, 'AcDbEntity').add(8, '0').add(100, 'AcDbBlockBegin').add(2, name).add(70, 0).point(10, 0, 0).add(3, name).add(1, '');
    out.add(0, 'ENDBLK').add(5, end).add(330, owner).add(100, 'AcDbEntity').add(8, '0').add(100, 'AcDbBlockEnd');
  }
  out.end();
}

const layerOf = ({ level }: ZoneRecord, words: DxfWords): string => layerName(words.layer(level ?? 0));

function hatch(out: DxfText, record: ZoneRecord, words: DxfWords): void {
  out.entity('HATCH', layerOf(record, words), 'AcDbHatch').point(10, 0, 0).point(210, 0, 0, 1).add(2, 'SOLID').add(70, 1).add(71, 0).add(91, record.rings.length);
  for (const [i, ring] of record.rings.entries()) {
    // 1: outer boundary, 2: given as a polyline, 16: outermost.
    out.add(92, i === 0 ? 3 : 18).add(72, 0).add(73, 1).add(93, ring.length);
    for (const [x, y] of ring) out.point(10, x, y, null);
    out.add(97, 0);
  }
  out.add(75, 0).add(76, 1).add(98, 0);
}

function outlines(out: DxfText, record: ZoneRecord, frame: ZoneFrame, words: DxfWords): void {
  for (const [i, ring] of record.rings.entries()) {
    out.entity('LWPOLYLINE', layerOf(record, words), 'AcDbPolyline').add(90, ring.length).add(70, 1).add(43, 0);
    for (const [x, y] of ring) out.point(10, x, y, null);
    extendedData(out, record, frame, i);
  }
}

/** `ring` 0 holds the fields; holes name their zone, so that they are known for holes. */
function extendedData(out: DxfText, record: ZoneRecord, frame: ZoneFrame, ring: number): void {
  out.add(1001, dxfApplication);
  const string = (name: string, value: string): void => {
    let piece = '';
    for (const character of value) {
      const next = dxfText(character);
      if (encodeGbk(piece + next).length > extendedPiece) {
        out.add(1000, `${name}=${piece}`);
        piece = '';
      }
      piece += next;
    }
    out.add(1000, `${name}=${piece}`);
  };
  string('zone', record.id);
  string('ring', String(ring));
  if (ring > 0) return;
  string('frame', frame.epsg === null ? 'plant' : `EPSG:${frame.epsg}`);
  string('name', record.name);
  string('code', record.code);
  string('level', record.level === null ? '' : String(record.level));
  let left = extendedLimit - record.name.length - record.code.length;
  for (const unit of record.units) {
    left -= unit.length + 6;
    if (left < 0) break;
    string('unit', unit);
    // Ends the name: longer ones take several strings.
    string('end', '');
  }
  if (record.note !== '' && record.note.length <= left) string('note', record.note);
}

function label(out: DxfText, record: ZoneRecord, words: DxfWords): void {
  const rings = record.rings.map((ring) => ring.map(([x, y]): PlantPoint => plantPoint(x, y)));
  const at = labelPoint(rings);
  const text = [record.code, record.name].filter((part) => part !== '').join(' ').replace(/\s+/g, ' ');
  const height = labelHeight(record, text);
  out.entity('TEXT', layerName(words.labels), 'AcDbText').point(10, at[0], at[1]).add(40, height).add(1, dxfText(text)).add(7, 'STANDARD').add(72, 1).point(11, at[0], at[1])
    .add(100, 'AcDbText').add(73, 2);
}

/** Metres: an eighth of the zone's smaller side, less where the text would be wider than the zone, between 0.5 and 5. */
function labelHeight({ rings }: ZoneRecord, text: string): number {
  const { minX, minY, maxX, maxY } = boundsOfRings(rings);
  const characters = [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.6), 0);
  const fitting = Math.min(Math.min(maxX - minX, maxY - minY) / 8, (0.8 * (maxX - minX)) / Math.max(1, characters));
  return Math.round(Math.min(5, Math.max(0.5, fitting)) * 100) / 100;
}
