import { compose, invert, type Affine } from '#shared/drawing/affine.ts';
import { unescapeText } from './encoding.ts';
import { DxfRecord, isKeptObject, readRecord } from './record.ts';
import { DxfSyntaxError, type TagReader } from './tags.ts';

/** What an insert shows of its block: the part within a polygon, in the block's coordinates. */
export interface BlockClip { readonly xs: readonly number[]; readonly ys: readonly number[] }

export interface DxfPaperLayout { readonly name: string; readonly order: number; readonly blockHandle: string }

/** What entities point to in the OBJECTS section. */
export interface DxfObjects {
  /** Clips by the handle of their insert. */
  readonly clips: ReadonlyMap<string, BlockClip>;
  /** Files of pictures by the handle of their definition. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Sheets in paper space, in the order of their tabs. */
  readonly papers: readonly DxfPaperLayout[];
  /** Where the section begins, if it was read to its end and needs no second look; else -1. */
  readonly wholeFrom: number;
}

export const noObjects: DxfObjects = { clips: new Map(), pictures: new Map(), papers: [], wholeFrom: -1 };

/** Where the OBJECTS section's content begins; -1 where there is none. */
export function findObjects(bytes: Uint8Array, isBinary: boolean): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const mark = isBinary ? 'OBJECTS\0' : 'OBJECTS';
  for (let at = buffer.lastIndexOf(mark, undefined, 'latin1'); at > 0; at = buffer.lastIndexOf(mark, at - 1, 'latin1')) {
    const before = buffer.toString('latin1', Math.max(0, at - 24), at);
    if (isBinary ? /SECTION\0\x02\0?$/.test(before) : /SECTION\s*\n\s*2\s*\n\s*$/.test(before)) {
      return isBinary ? at + mark.length : at + mark.length + (buffer[at + mark.length] === 13 ? 2 : 1);
    }
  }
  return -1;
}

/** Reads the OBJECTS section, the reader standing before its first tag. What is broken there is left out: the drawing itself does not hang on it. */
export function readObjects(reader: TagReader): DxfObjects {
  const owners = new Map<string, string>();
  const filters: { readonly owner: string; readonly clip: BlockClip }[] = [];
  const pictures = new Map<string, string>();
  const papers: DxfPaperLayout[] = [];
  const start = reader.position;
  let wholeFrom = -1;
  const record = new DxfRecord();
  try {
    let more = reader.next();
    while (more && reader.code === 0) {
      const type = reader.type();
      if (type === 'ENDSEC') { wholeFrom = start; break; }
      if (!isKeptObject(type)) {
        while ((more = reader.next()) && reader.code !== 0);
        continue;
      }
      more = readRecord(reader, record);
      switch (record.type) {
        case 'DICTIONARY': owners.set(record.text(5), record.lastText(330)); break;
        case 'IMAGEDEF': pictures.set(record.text(5), unescapeText(record.text(1))); break;
        case 'LAYOUT': papers.push({ name: unescapeText(record.lastText(1)), order: record.all(71).pop() ?? 0, blockHandle: record.lastText(330) }); break;
        case 'SPATIAL_FILTER': { const clip = clipOf(record); if (clip) filters.push({ owner: record.lastText(330), clip }); break; }
        default:
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof DxfSyntaxError)) throw thrown;
  }
  const clips = new Map<string, BlockClip>();
  // A filter lies in the dictionary ACAD_FILTER of the extension dictionary of its insert.
  for (const { owner, clip } of filters) clips.set(owners.get(owners.get(owner) ?? '') ?? '', clip);
  return { clips, pictures, papers: papers.sort((a, b) => a.order - b.order), wholeFrom };
}

/** The polygon of a SPATIAL_FILTER in its block's coordinates; null where it is switched off or not whole. */
function clipOf(record: DxfRecord): BlockClip | null {
  const xs = record.all(10), ys = record.all(20);
  const values = record.all(40).slice(record.number(72) === 1 ? 1 : 0);
  if (xs.length < 2 || xs.length !== ys.length || values.length < 24 || record.number(71, 1) === 0 || ![...xs, ...ys, ...values].every(Number.isFinite)) return null;
  if (xs.length === 2) {
    const [x1 = 0, x2 = 0] = xs, [y1 = 0, y2 = 0] = ys;
    xs.splice(0, 2, x1, x2, x2, x1);
    ys.splice(0, 2, y1, y1, y2, y2);
  }
  // Two matrices of three rows by four: drawing to block, drawing to the plane of the polygon. Before them the distance of a front plane.
  const toBlock = planeMatrix(values, 0), fromPolygon = invert(planeMatrix(values, 12));
  if (fromPolygon === null) return null;
  const { a, b, c, d, e, f } = compose(toBlock, fromPolygon);
  return { xs: xs.map((x, i) => a * x + c * (ys[i] ?? 0) + e), ys: xs.map((x, i) => b * x + d * (ys[i] ?? 0) + f) };
}

/** The part of a 4 × 3 matrix that acts in the plane. */
function planeMatrix(values: readonly number[], at: number): Affine {
  const value = (index: number): number => values[at + index] ?? 0;
  return { a: value(0), c: value(1), e: value(3), b: value(4), d: value(5), f: value(7) };
}
