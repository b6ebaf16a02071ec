import type { Box } from '#shared/geometry/frames.ts';
import { areasWithin, linesWithin, nonZeroRings, ringsOf } from './outlines.ts';
import { boxOf, doubledArea, turns, type Run } from './rings.ts';

/** Areas with more points than this clip by their bounds only. */
const mostClipPoints = 20_000;

/** Where may be drawn: a convex ring, counter-clockwise, and, where a clip is not convex, areas within it. Empty ring: nowhere. */
export class Clip {
  readonly ring: readonly number[];
  readonly box: Box;
  readonly #areas: number[][] | null;
  /** Whether the ring is an upright rectangle, so that its box is all there is to look at. */
  readonly #upright: boolean;

  private constructor(ring: readonly number[], areas: number[][] | null) {
    this.ring = ring;
    this.box = boxOf([{ points: [...ring], closed: true }]);
    this.#areas = areas;
    this.#upright = ring.length === 8 && Math.abs(doubledArea(ring) / 2 - (this.box.maxX - this.box.minX) * (this.box.maxY - this.box.minY)) < 1e-6;
  }

  static rectangle({ minX, minY, maxX, maxY }: Box): Clip {
    return new Clip([minX, minY, maxX, minY, maxX, maxY, minX, maxY], null);
  }

  get empty(): boolean { return this.ring.length === 0; }

  /** This clip within a path. `exact` is false where the path was too intricate and its bounds were taken. */
  within(runs: readonly Run[], evenOdd: boolean): { readonly clip: Clip; readonly exact: boolean } {
    const rings = ringsOf(runs);
    const only = rings.length === 1 ? rings[0] : undefined;
    if (rings.length === 0) return { clip: new Clip([], null), exact: true };
    if (only !== undefined && isConvex(only)) return { clip: new Clip(ringWithin(this.ring, only), this.#areas), exact: true };
    const { minX, minY, maxX, maxY } = boxOf(runs);
    const bounds = ringWithin(this.ring, [minX, minY, maxX, minY, maxX, maxY, minX, maxY]);
    if (rings.reduce((sum, ring) => sum + ring.length, 0) > 2 * mostClipPoints) return { clip: new Clip(bounds, this.#areas), exact: false };
    const filled = evenOdd ? rings : nonZeroRings(rings);
    const areas = this.#areas === null ? filled : areasWithin(this.#areas, filled);
    return { clip: new Clip(areas.length === 0 ? [] : bounds, areas), exact: true };
  }

  /** 'in' where a box lies wholly within, 'out' where it lies outside, 'cut' where that must be looked at. */
  test(box: Box): 'in' | 'out' | 'cut' {
    const own = this.box;
    if (this.empty || box.minX > own.maxX || box.maxX < own.minX || box.minY > own.maxY || box.maxY < own.minY) return 'out';
    const inBox = box.minX >= own.minX && box.maxX <= own.maxX && box.minY >= own.minY && box.maxY <= own.maxY;
    return inBox && this.#upright && this.#areas === null ? 'in' : 'cut';
  }

  /** The parts of lines that lie within. */
  lines(runs: readonly Run[]): Run[] {
    const parts: Run[] = [];
    for (const { points, closed } of runs) {
      const open = closed ? [...points, points[0] ?? 0, points[1] ?? 0] : points;
      cutLine(open, this.ring, parts);
    }
    if (this.#areas === null || parts.length === 0) return parts;
    return linesWithin(parts.map(({ points, closed }) => (closed ? [...points, points[0] ?? 0, points[1] ?? 0] : points)), this.#areas).map((points) => ({ points, closed: false }));
  }

  /** The parts of areas that lie within, for the even-odd rule. */
  areas(rings: readonly number[][]): number[][] {
    const cut = rings.map((ring) => ringWithin(ring, this.ring)).filter((ring) => ring.length >= 6);
    return this.#areas === null || cut.length === 0 ? cut : areasWithin(cut, this.#areas);
  }
}

function isConvex(points: readonly number[]): boolean {
  if (points.length > 200 || Math.abs(turns(points)) !== 1) return false;
  let sign = 0;
  const count = points.length / 2;
  for (let i = 0; i < count; i += 1) {
    const at = (k: number): readonly [number, number] => { const index = ((i + k) % count) * 2; return [points[index] ?? 0, points[index + 1] ?? 0]; };
    const [ax, ay] = at(0), [bx, by] = at(1), [cx, cy] = at(2);
    const cross = (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
    if (Math.abs(cross) < 1e-9) continue;
    if (sign !== 0 && Math.sign(cross) !== sign) return false;
    sign = Math.sign(cross);
  }
  return sign !== 0;
}

/** The part of a ring within a convex ring (Sutherland and Hodgman); parts that fall apart stay joined along the border, which fills nothing. */
function ringWithin(ring: readonly number[], convex: readonly number[]): number[] {
  let points = [...ring];
  const left = doubledArea(convex) >= 0 ? 1 : -1;
  for (let i = 0, j = convex.length - 2; i < convex.length && points.length > 0; j = i, i += 2) {
    const ax = convex[j] ?? 0, ay = convex[j + 1] ?? 0, ex = ((convex[i] ?? 0) - ax) * left, ey = ((convex[i + 1] ?? 0) - ay) * left;
    const kept: number[] = [];
    let fromX = points[points.length - 2] ?? 0, fromY = points[points.length - 1] ?? 0;
    let from = ex * (fromY - ay) - ey * (fromX - ax);
    for (let p = 0; p < points.length; p += 2) {
      const x = points[p] ?? 0, y = points[p + 1] ?? 0;
      const side = ex * (y - ay) - ey * (x - ax);
      if ((side >= 0) !== (from >= 0)) {
        const t = from / (from - side);
        kept.push(fromX + (x - fromX) * t, fromY + (y - fromY) * t);
      }
      if (side >= 0) kept.push(x, y);
      fromX = x; fromY = y; from = side;
    }
    points = kept;
  }
  return points;
}

/** The parts of a line within a convex ring, segment by segment (Cyrus and Beck). */
function cutLine(line: readonly number[], convex: readonly number[], into: Run[]): void {
  const left = doubledArea(convex) >= 0 ? 1 : -1;
  let part: number[] = [];
  const end = (): void => { if (part.length >= 4) into.push({ points: part, closed: false }); part = []; };
  for (let p = 2; p < line.length; p += 2) {
    const ax = line[p - 2] ?? 0, ay = line[p - 1] ?? 0, bx = line[p] ?? 0, by = line[p + 1] ?? 0;
    let enter = 0, leave = 1;
    for (let i = 0, j = convex.length - 2; i < convex.length && enter <= leave; j = i, i += 2) {
      const ox = convex[j] ?? 0, oy = convex[j + 1] ?? 0, ex = ((convex[i] ?? 0) - ox) * left, ey = ((convex[i + 1] ?? 0) - oy) * left;
      const from = ex * (ay - oy) - ey * (ax - ox), to = ex * (by - oy) - ey * (bx - ox);
      if (from < 0 && to < 0) leave = -1;
      else if (from < 0) enter = Math.max(enter, from / (from - to));
      else if (to < 0) leave = Math.min(leave, from / (from - to));
    }
    if (enter > leave || convex.length === 0) { end(); continue; }
    if (part.length === 0) part.push(ax + (bx - ax) * enter, ay + (by - ay) * enter);
    part.push(ax + (bx - ax) * leave, ay + (by - ay) * leave);
    if (leave < 1) end();
  }
  end();
}
