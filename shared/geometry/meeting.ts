import { side } from './grid.ts';

/** A segment in whole grid steps. */
export interface Segment { readonly ax: number; readonly ay: number; readonly bx: number; readonly by: number }

/** How two segments meet, and where, in whole grid steps (a crossing is rounded to the grid); `corner`: in a point that both have for an end. */
export interface Meeting { readonly kind: 'cross' | 'touch' | 'overlap'; readonly corner: boolean; readonly x: number; readonly y: number }

/** How two segments meet, worked out exactly; null where they do not. */
export function meetingOf(p: Segment, q: Segment): Meeting | null {
  const a = Math.sign(side(p.ax, p.ay, p.bx, p.by, q.ax, q.ay));
  const b = Math.sign(side(p.ax, p.ay, p.bx, p.by, q.bx, q.by));
  // Both ends of one on the same side of the other: most pairs whose boxes meet.
  if (a * b > 0) return null;
  const c = Math.sign(side(q.ax, q.ay, q.bx, q.by, p.ax, p.ay));
  const d = Math.sign(side(q.ax, q.ay, q.bx, q.by, p.bx, p.by));
  if (a === 0 && b === 0) return alongOneLine(p, q);
  if (a * b < 0 && c * d < 0) {
    const t = Math.abs(side(q.ax, q.ay, q.bx, q.by, p.ax, p.ay)) / Math.abs((p.bx - p.ax) * (q.by - q.ay) - (p.by - p.ay) * (q.bx - q.ax));
    return { kind: 'cross', corner: false, x: Math.round(p.ax + t * (p.bx - p.ax)) + 0, y: Math.round(p.ay + t * (p.by - p.ay)) + 0 };
  }
  // An end of one on the other: its box says whether within.
  if (a === 0 && c * d <= 0 && within(p, q.ax, q.ay)) return { kind: 'touch', corner: isEnd(p, q.ax, q.ay), x: q.ax, y: q.ay };
  if (b === 0 && c * d <= 0 && within(p, q.bx, q.by)) return { kind: 'touch', corner: isEnd(p, q.bx, q.by), x: q.bx, y: q.by };
  if (c === 0 && a * b <= 0 && within(q, p.ax, p.ay)) return { kind: 'touch', corner: isEnd(q, p.ax, p.ay), x: p.ax, y: p.ay };
  if (d === 0 && a * b <= 0 && within(q, p.bx, p.by)) return { kind: 'touch', corner: isEnd(q, p.bx, p.by), x: p.bx, y: p.by };
  return null;
}

function alongOneLine(p: Segment, q: Segment): Meeting | null {
  const along = Math.abs(p.bx - p.ax) >= Math.abs(p.by - p.ay) ? 'x' : 'y';
  const span = (e: Segment): [number, number] => (along === 'x' ? [Math.min(e.ax, e.bx), Math.max(e.ax, e.bx)] : [Math.min(e.ay, e.by), Math.max(e.ay, e.by)]);
  const [[p0, p1], [q0, q1]] = [span(p), span(q)];
  const [from, to] = [Math.max(p0, q0), Math.min(p1, q1)];
  if (from > to) return null;
  const ends: (readonly [number, number])[] = [[p.ax, p.ay], [p.bx, p.by], [q.ax, q.ay], [q.bx, q.by]];
  const [x, y] = ends.find((end) => end[along === 'x' ? 0 : 1] === from) ?? [p.ax, p.ay];
  return { kind: from < to ? 'overlap' : 'touch', corner: from === to, x, y };
}

/** Whether a point of a segment's line lies between its ends or on them. */
export const within = (e: Segment, x: number, y: number): boolean =>
  x >= Math.min(e.ax, e.bx) && x <= Math.max(e.ax, e.bx) && y >= Math.min(e.ay, e.by) && y <= Math.max(e.ay, e.by);
const isEnd = (e: Segment, x: number, y: number): boolean => (x === e.ax && y === e.ay) || (x === e.bx && y === e.by);
