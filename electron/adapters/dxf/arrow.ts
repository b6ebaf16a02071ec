import type { Painter, Surroundings } from './painter.ts';
import type { DxfRecord } from './record.ts';

/** A filled arrow head of `length` at (x, y), coming from another point, in the painter's frame; none where the way is shorter than two heads. */
export function arrowHead(painter: Painter, record: DxfRecord, around: Surroundings, fromX: number, fromY: number, x: number, y: number, length: number): void {
  const way = Math.hypot(x - fromX, y - fromY);
  if (!(way >= 2 * length) || !(length > 0)) return;
  const dx = ((x - fromX) / way) * length, dy = ((y - fromY) / way) * length;
  painter.builder.begin(painter.fill(record, around), painter.builder.newGroup());
  painter.point(x, y);
  // A third as wide as it is long, as the standard arrow head is.
  painter.point(x - dx - dy / 6, y - dy + dx / 6);
  painter.point(x - dx + dy / 6, y - dy - dx / 6);
  painter.builder.end(true);
}
