import type { Affine } from '#shared/drawing/affine.ts';
import { cubicBezier } from '#shared/drawing/curves.ts';
import type { Box } from '#shared/geometry/frames.ts';

/** A run of points x, y, x, y … on the page; a closed one does not repeat its first point. */
export interface Run { readonly points: number[]; readonly closed: boolean }

/** What pdf.js packs paths and letters with. */
const drawOps = { moveTo: 0, lineTo: 1, curveTo: 2, quadraticCurveTo: 3, closePath: 4 } as const;

/**
 * Runs of a packed path, mapped to the page and flattened so that no chord is further than `tolerance` from its curve. Points that are no
 * numbers, or beyond all paper, end the reading: the path is damaged.
 */
export function runsOf(data: ArrayLike<number>, map: Affine, tolerance: number): Run[] {
  const runs: Run[] = [];
  let points: number[] = [];
  let startX = 0, startY = 0, lastX = 0, lastY = 0;
  const keep = (closed: boolean): void => {
    if (points.length >= 4 || (closed && points.length === 2)) runs.push({ points, closed });
    points = [];
  };
  const add = (x: number, y: number): void => { points.push(x, y); lastX = x; lastY = y; };
  const number = (index: number): number => data[index] ?? NaN;
  for (let i = 0; i < data.length;) {
    const op = number(i);
    i += 1;
    if (op === drawOps.closePath) {
      keep(true);
      lastX = startX; lastY = startY;
      continue;
    }
    const count = op === drawOps.curveTo ? 6 : op === drawOps.quadraticCurveTo ? 4 : 2;
    const at = i;
    i += count;
    const x = (k: number): number => map.a * number(at + k) + map.c * number(at + k + 1) + map.e;
    const y = (k: number): number => map.b * number(at + k) + map.d * number(at + k + 1) + map.f;
    const endX = x(count - 2), endY = y(count - 2);
    if (!(Math.abs(endX) < 1e9 && Math.abs(endY) < 1e9)) break;
    if (op === drawOps.moveTo) {
      keep(false);
      startX = endX; startY = endY;
      add(endX, endY);
      continue;
    }
    // After a closed run the next one starts where that one did.
    if (points.length === 0) points.push(lastX, lastY);
    if (op === drawOps.lineTo) add(endX, endY);
    else if (op === drawOps.curveTo) cubicBezier(lastX, lastY, x(0), y(0), x(2), y(2), endX, endY, tolerance, add);
    else {
      const cx = x(0), cy = y(0), fromX = lastX, fromY = lastY;
      cubicBezier(fromX, fromY, fromX + (2 / 3) * (cx - fromX), fromY + (2 / 3) * (cy - fromY), endX + (2 / 3) * (cx - endX), endY + (2 / 3) * (cy - endY), endX, endY, tolerance, add);
    }
  }
  keep(false);
  return runs;
}

/** The runs moved by a map: letters are flattened once and placed often. */
export function placed(runs: readonly Run[], map: Affine): Run[] {
  return runs.map(({ points, closed }) => {
    const moved = new Array<number>(points.length);
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] ?? 0, y = points[i + 1] ?? 0;
      moved[i] = map.a * x + map.c * y + map.e;
      moved[i + 1] = map.b * x + map.d * y + map.f;
    }
    return { points: moved, closed };
  });
}

export function boxOf(runs: readonly Run[]): Box {
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (const { points } of runs) {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] ?? 0, y = points[i + 1] ?? 0;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return { minX, minY, maxX, maxY };
}

/** Twice the signed area of a ring; positive counter-clockwise. */
export function doubledArea(points: readonly number[]): number {
  let sum = 0;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    sum += (points[j] ?? 0) * (points[i + 1] ?? 0) - (points[i] ?? 0) * (points[j + 1] ?? 0);
  }
  return sum;
}

/** How often a ring turns round itself: ±1 for a plain one, more or less for one that crosses itself so that fill rules differ. */
export function turns(points: readonly number[]): number {
  const count = points.length / 2;
  let sum = 0;
  let angle = NaN, first = NaN;
  for (let i = 0; i < count; i += 1) {
    const j = (i + 1) % count;
    const dx = (points[2 * j] ?? 0) - (points[2 * i] ?? 0), dy = (points[2 * j + 1] ?? 0) - (points[2 * i + 1] ?? 0);
    if (dx === 0 && dy === 0) continue;
    const next = Math.atan2(dy, dx);
    if (Number.isNaN(first)) first = next;
    else sum += turn(angle, next);
    angle = next;
  }
  return Math.round((sum + turn(angle, first)) / (2 * Math.PI));
}

function turn(from: number, to: number): number {
  const angle = to - from;
  return angle > Math.PI ? angle - 2 * Math.PI : angle <= -Math.PI ? angle + 2 * Math.PI : angle;
}
