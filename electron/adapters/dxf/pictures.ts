import type { DxfRecord } from './record.ts';
import type { Shape } from './shapes.ts';

/** Corners of a picture, or of the part of it that is shown, in the drawing. */
function corners(record: DxfRecord): { readonly xs: number[]; readonly ys: number[] } {
  const width = record.number(13), height = record.number(23);
  let across = [0, width, width, 0], down = [0, 0, height, height];
  // The clip is counted in pixels from the middle of the first one, downwards.
  const clipX = record.all(14).map((x) => x + 0.5), clipY = record.all(24).map((y) => y + 0.5);
  if (record.number(280) === 1 && clipX.length === clipY.length && clipX.length >= 2) {
    const [x1 = 0, x2 = 0] = clipX, [y1 = 0, y2 = 0] = clipY;
    [across, down] = record.number(71, 1) === 1 ? [[x1, x2, x2, x1], [y1, y1, y2, y2]] : [clipX, clipY];
  }
  const xs = across.map((x, i) => record.number(10) + record.number(11) * x + record.number(12) * (height - (down[i] ?? 0)));
  const ys = across.map((x, i) => record.number(20) + record.number(21) * x + record.number(22) * (height - (down[i] ?? 0)));
  return { xs, ys };
}

/** A picture as its frame: the file of the picture is not in the DXF. */
export const pictureFrame: Shape = (painter, record, around) => {
  const { xs, ys } = corners(record);
  painter.enter(around);
  painter.builder.begin(painter.line(record, around));
  xs.forEach((x, i) => painter.point(x, ys[i] ?? NaN));
  return painter.builder.end(true);
};
