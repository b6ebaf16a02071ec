import type { DrawingGeometry, DrawingLayer, DrawingStyle, DrawingText } from './drawing.ts';
import { layersOfStyles } from './layers.ts';

/*
 * The packed form of a drawing, as it is kept in a workspace and handed to windows and workers. All numbers little-endian.
 *
 *   0  8 bytes   "RADRAW1\0": magic and format version
 *   8  uint32    length of the description, in bytes
 *  12  uint32    number of points P
 *  16  uint32    number of paths N
 *  20  uint32    bytes of a coordinate: 8, or 4 (older packs: 0)
 *  24  float64   origin x, origin y, bounds minX, minY, maxX, maxY
 *  72  float32   2·P coordinates, relative to the origin (float64 where a coordinate has 8 bytes)
 *      uint32    N + 1 path starts, in points
 *      uint32    N path groups
 *      uint16    N path styles, padded to a multiple of four bytes
 *      UTF-8     the description: JSON {styles, texts, layers}; older packs have no layers
 *
 * The arrays are aligned, so that reading makes views on the same bytes and copies nothing.
 */
const magic = [0x52, 0x41, 0x44, 0x52, 0x41, 0x57, 0x31, 0x00] as const;
const headBytes = 72;

/** Media type of packed drawings. */
export const packedDrawingType = 'application/vnd.riskatlas.drawing';

interface Description { readonly styles: readonly DrawingStyle[]; readonly texts: readonly DrawingText[]; readonly layers: readonly DrawingLayer[] }

/** Where each part lies, by the counts in the head. */
function places(points: number, paths: number, width: number): { readonly starts: number; readonly groups: number; readonly styles: number; readonly text: number } {
  const starts = headBytes + points * 2 * width;
  const groups = starts + (paths + 1) * 4;
  const styles = groups + paths * 4;
  return { starts, groups, styles, text: styles + Math.ceil(paths / 2) * 4 };
}

/** Packs a drawing into bytes (layout: head of this file). */
export function packDrawing(drawing: DrawingGeometry): Uint8Array {
  const description: Description = { styles: drawing.styles, texts: drawing.texts, layers: drawing.layers };
  const text = new TextEncoder().encode(JSON.stringify(description));
  const points = drawing.coordinates.length / 2;
  const paths = drawing.pathStyle.length;
  const width = drawing.coordinates.BYTES_PER_ELEMENT;
  const at = places(points, paths, width);
  const bytes = new Uint8Array(at.text + text.length);
  bytes.set(magic, 0);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, text.length, true);
  view.setUint32(12, points, true);
  view.setUint32(16, paths, true);
  view.setUint32(20, width, true);
  const { bounds, origin } = drawing;
  [origin[0], origin[1], bounds.minX, bounds.minY, bounds.maxX, bounds.maxY].forEach((value, index) => view.setFloat64(24 + index * 8, value, true));
  (width === 8 ? new Float64Array(bytes.buffer, headBytes, points * 2) : new Float32Array(bytes.buffer, headBytes, points * 2)).set(drawing.coordinates);
  new Uint32Array(bytes.buffer, at.starts, paths + 1).set(drawing.pathStart);
  new Uint32Array(bytes.buffer, at.groups, paths).set(drawing.pathGroup);
  new Uint16Array(bytes.buffer, at.styles, paths).set(drawing.pathStyle);
  bytes.set(text, at.text);
  return bytes;
}

/**
 * Opens packed bytes. The arrays are views on `packed` (a copy is made only where it starts at an odd place of its buffer).
 * @throws Error saying what is wrong, for bytes that are not a packed drawing or whose parts do not fit together.
 */
export function unpackDrawing(packed: Uint8Array): DrawingGeometry {
  const bytes = packed.byteOffset % 8 === 0 ? packed : packed.slice();
  if (bytes.length < headBytes || magic.some((value, index) => bytes[index] !== value)) throw new Error('packed drawing: wrong magic or version');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textLength = view.getUint32(8, true);
  const points = view.getUint32(12, true);
  const paths = view.getUint32(16, true);
  const width = view.getUint32(20, true) === 8 ? 8 : 4;
  const at = places(points, paths, width);
  if (at.text + textLength !== bytes.length) throw new Error('packed drawing: its length does not fit its counts');
  const number = (index: number): number => view.getFloat64(24 + index * 8, true);
  const base = bytes.byteOffset;
  const pathStart = new Uint32Array(bytes.buffer, base + at.starts, paths + 1);
  const pathStyle = new Uint16Array(bytes.buffer, base + at.styles, paths);
  const description = readDescription(bytes.subarray(at.text));
  checkOrder(pathStart, points);
  const styles = description.styles.length;
  if (pathStyle.some((style) => style >= styles) || description.texts.some((text) => !(text.style >= 0 && text.style < styles))) {
    throw new Error('packed drawing: a style that is not there');
  }
  return {
    origin: [number(0), number(1)],
    coordinates: width === 8 ? new Float64Array(bytes.buffer, base + headBytes, points * 2) : new Float32Array(bytes.buffer, base + headBytes, points * 2),
    pathStart,
    pathStyle,
    pathGroup: new Uint32Array(bytes.buffer, base + at.groups, paths),
    styles: description.styles,
    layers: description.layers,
    texts: description.texts,
    bounds: { minX: number(2), minY: number(3), maxX: number(4), maxY: number(5) },
  };
}

function readDescription(bytes: Uint8Array): Description {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (typeof value !== 'object' || value === null || !('styles' in value) || !('texts' in value) || !Array.isArray(value.styles) || !Array.isArray(value.texts)) {
    throw new Error('packed drawing: no styles or texts');
  }
  const { styles, texts } = value as Description;
  if ('layers' in value && !(Array.isArray(value.layers) && value.layers.every(isLayer))) throw new Error('packed drawing: layers that are none');
  return { styles, texts, layers: 'layers' in value ? value.layers as DrawingLayer[] : layersOfStyles(styles) };
}

const isLayer = (value: unknown): value is DrawingLayer => typeof value === 'object' && value !== null
  && 'name' in value && typeof value.name === 'string' && 'visible' in value && typeof value.visible === 'boolean'
  && 'colour' in value && (value.colour === null || typeof value.colour === 'string');

function checkOrder(pathStart: Uint32Array, points: number): void {
  let last = 0;
  for (const start of pathStart) {
    if (start < last) throw new Error('packed drawing: path starts out of order');
    last = start;
  }
  if (pathStart[0] !== 0 || last !== points) throw new Error('packed drawing: path starts do not cover the points');
}
