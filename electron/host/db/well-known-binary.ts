import type { FlatRing } from '#shared/exchange/zone-file.ts';

/** Thrown where a geometry is not whole. */
export class WellKnownBinaryError extends Error {}

/** Bytes of the envelope by its kind (GeoPackage 1.3, 2.1.3): none, x and y, with z, with m, with both. */
const envelopeBytes = [0, 32, 48, 48, 64] as const;
const typeNames: Readonly<Record<number, string>> = {
  1: 'Point', 2: 'LineString', 3: 'Polygon', 4: 'MultiPoint', 5: 'MultiLineString', 6: 'MultiPolygon', 7: 'GeometryCollection', 8: 'CircularString', 9: 'CompoundCurve', 10: 'CurvePolygon',
  11: 'MultiCurve', 12: 'MultiSurface', 15: 'PolyhedralSurface', 16: 'TIN', 17: 'Triangle',
};

/**
 * The polygons of a geometry in GeoPackage binary form; none, and the name of its type, where it is of another kind or empty. Counts are checked against
 * the bytes that are left before anything is made of them.
 * @throws WellKnownBinaryError
 */
export function readPolygons(blob: Uint8Array, pointLimit: number): { readonly polygons: FlatRing[][]; readonly type: string } {
  const flags = blob[3] ?? 0;
  const envelope = envelopeBytes[(flags >> 1) & 7];
  if (blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50 || envelope === undefined) throw new WellKnownBinaryError('head');
  if ((flags & 0x20) !== 0) return { polygons: [], type: 'extended' };
  const cursor = new Cursor(blob, 8 + envelope, pointLimit);
  const polygons = cursor.polygons();
  return { polygons: polygons.filter((rings) => rings.length > 0), type: cursor.typeName };
}

class Cursor {
  typeName = 'null';
  readonly #view: DataView;
  #at: number;
  #pointsLeft: number;

  constructor(bytes: Uint8Array, at: number, pointLimit: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#at = at;
    this.#pointsLeft = pointLimit;
  }

  polygons(): FlatRing[][] {
    const { kind, little, ordinates } = this.#head();
    this.typeName = typeNames[kind] ?? `type ${kind}`;
    if (kind === 3) return [this.#polygon(little, ordinates)];
    if (kind !== 6) return [];
    // A polygon has nine bytes at least.
    return Array.from({ length: this.#count(little, 9) }, () => {
      const part = this.#head();
      if (part.kind !== 3) throw new WellKnownBinaryError('part');
      return this.#polygon(part.little, part.ordinates);
    });
  }

  /** Byte order and type: ISO numbers (1003: with z) or flags in the high bits. */
  #head(): { kind: number; little: boolean; ordinates: number } {
    this.#need(5);
    const little = this.#view.getUint8(this.#at) === 1;
    const type = this.#view.getUint32(this.#at + 1, little);
    this.#at += 5;
    if ((type & 0x20000000) !== 0) this.#at += 4;
    const plain = type & 0x0fffffff;
    const dimension = Math.floor(plain / 1000);
    const hasZ = (type & 0x80000000) !== 0 || dimension === 1 || dimension === 3;
    const hasM = (type & 0x40000000) !== 0 || dimension === 2 || dimension === 3;
    return { kind: plain % 1000, little, ordinates: 2 + Number(hasZ) + Number(hasM) };
  }

  #polygon(little: boolean, ordinates: number): FlatRing[] {
    return Array.from({ length: this.#count(little, 4) }, () => {
      const points = this.#count(little, ordinates * 8);
      this.#pointsLeft -= points;
      if (this.#pointsLeft < 0) throw new WellKnownBinaryError('points');
      const ring = new Float64Array(points * 2);
      for (let i = 0; i < points; i += 1) {
        ring[i * 2] = this.#view.getFloat64(this.#at, little);
        ring[i * 2 + 1] = this.#view.getFloat64(this.#at + 8, little);
        this.#at += ordinates * 8;
      }
      return ring;
    });
  }

  /** A count of things of at least `size` bytes each, which must be there. */
  #count(little: boolean, size: number): number {
    this.#need(4);
    const count = this.#view.getUint32(this.#at, little);
    this.#at += 4;
    this.#need(count * size);
    return count;
  }

  #need(bytes: number): void {
    if (this.#at + bytes > this.#view.byteLength) throw new WellKnownBinaryError('cut');
  }
}
