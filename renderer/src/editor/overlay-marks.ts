import { plantPoint } from '#shared/geometry/frames.ts';
import { toMap, toPixel } from '../map/viewport.ts';
import { at, dot, polyline, square, stroke, strokeCased, word } from './overlay-pen.ts';
import type { Painter } from './overlay-pen.ts';
import type { Scene } from './scene.ts';
import type { SnapResult } from './snapping.ts';

/** How each kind of snapped point is marked, as CAD programs do it: a path around the pixel x, y. */
const markers: Readonly<Record<string, (context: Painter['context'], x: number, y: number) => void>> = {
  vertex(context, x, y) { context.rect(x - 8, y - 8, 16, 16); },
  drawing(context, x, y) { context.arc(x, y, 8, 0, Math.PI * 2); },
  crossing(context, x, y) { context.moveTo(x - 7, y - 7); context.lineTo(x + 7, y + 7); context.moveTo(x - 7, y + 7); context.lineTo(x + 7, y - 7); },
  middle(context, x, y) { context.moveTo(x, y - 9); context.lineTo(x + 9, y + 6); context.lineTo(x - 9, y + 6); context.closePath(); },
  perpendicular(context, x, y) { context.moveTo(x - 7, y - 8); context.lineTo(x - 7, y + 7); context.lineTo(x + 8, y + 7); context.moveTo(x - 7, y); context.lineTo(x, y); context.lineTo(x, y + 7); },
  // An hourglass.
  edge(context, x, y) { context.moveTo(x - 7, y - 8); context.lineTo(x + 7, y - 8); context.lineTo(x - 7, y + 8); context.lineTo(x + 7, y + 8); context.closePath(); },
  grid(context, x, y) { context.moveTo(x - 8, y); context.lineTo(x + 8, y); context.moveTo(x, y - 8); context.lineTo(x, y + 8); },
};

/** Guides as dashed lines, the marker of the kind and its word beside the pointer. */
export function paintSnap(painter: Painter, snap: SnapResult): void {
  if (snap.kind === 'free') return;
  const { context, palette } = painter;
  const [x, y] = at(painter, snap.point);
  context.setLineDash([4, 4]);
  for (const guide of snap.guides) { polyline(painter, guide); stroke(painter, palette.guide, 1.5); }
  context.setLineDash([]);
  const marker = markers[snap.kind];
  if (marker) {
    context.beginPath();
    marker(context, x, y);
    strokeCased(painter, palette.guide, 2);
  }
  const text = painter.snapWord(snap.kind);
  if (text !== '') word(painter, text, x + 14, y + 18, palette.guide);
}

/** The box that chooses: solid for what lies in it, dashed for what it touches. Upright on the screen however the display is turned. */
export function paintBox(painter: Painter, { from, to, crossing }: NonNullable<Scene['box']>): void {
  const { context, palette } = painter;
  const [ax, ay] = at(painter, from), [bx, by] = at(painter, to);
  const ink = crossing ? palette.guide : palette.accent;
  context.beginPath();
  context.rect(Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay));
  context.setAttr('globalAlpha', 0.12);
  context.setAttr('fillStyle', ink);
  context.fill();
  context.setAttr('globalAlpha', 1);
  if (crossing) context.setLineDash([6, 4]);
  strokeCased(painter, ink, 1.5);
  context.setLineDash([]);
}

/** The frame around the selection with its handles: squares scale, the ring above turns, the ringed cross is what it turns about. */
export function paintFrame(painter: Painter, { outline, handles }: NonNullable<Scene['frame']>): void {
  const { context, palette, view } = painter;
  if (outline.length > 0) {
    polyline(painter, outline);
    context.closePath();
    context.setLineDash([6, 4]);
    strokeCased(painter, palette.accent, 1.5);
    context.setLineDash([]);
  }
  for (const { kind, at: place } of handles) {
    if (kind === 'pivot') {
      const [x, y] = toPixel(view, place[0], place[1]);
      dot(painter, place, 7, 'transparent', palette.casing, 4);
      dot(painter, place, 7, 'transparent', palette.accent, 2);
      const [a, b, c, d] = [[x - 11, y], [x + 11, y], [x, y - 11], [x, y + 11]].map(([px = 0, py = 0]) => toMap(view, px, py));
      for (const [p, q] of [[a, b], [c, d]] as const) { polyline(painter, [p ?? plantPoint(0, 0), q ?? plantPoint(0, 0)]); stroke(painter, palette.accent, 1.5); }
    } else if (kind === 'rotate') dot(painter, place, 6.5, palette.casing, palette.accent, 2.5);
    else {
      square(painter, place, kind === 'corner' ? 5.5 : 4.5);
      context.setAttr('fillStyle', kind === 'corner' ? palette.casing : palette.accent);
      context.fill();
      stroke(painter, kind === 'corner' ? palette.accent : palette.casing, 2);
    }
  }
}
