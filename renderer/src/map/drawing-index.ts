import Flatbush from 'flatbush';
import { textWidth } from '#shared/drawing/builder.ts';
import type { DrawingGeometry, DrawingText } from '#shared/drawing/drawing.ts';

/** A drawing with spatial indexes over its paths and texts. Frame: drawing units relative to the geometry's origin. */
export interface DrawingIndex {
  readonly geometry: DrawingGeometry;
  /** Bounds of path i at 4·i: minX, minY, maxX, maxY. */
  readonly pathBoxes: Float32Array;
  readonly paths: Flatbush | null;
  readonly texts: Flatbush | null;
}

export function indexDrawing(geometry: DrawingGeometry): DrawingIndex {
  const { coordinates, pathStart, texts } = geometry;
  const count = geometry.pathStyle.length;
  const pathBoxes = new Float32Array(count * 4);
  const paths = count > 0 ? new Flatbush(count, 16, Float32Array) : null;
  for (let i = 0; i < count; i += 1) {
    let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
    const to = pathStart[i + 1] as number; // path starts are one more than paths
    for (let p = pathStart[i] as number; p < to; p += 1) {
      const x = coordinates[2 * p] as number, y = coordinates[2 * p + 1] as number; // starts cover the points
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    pathBoxes[4 * i] = minX; pathBoxes[4 * i + 1] = minY; pathBoxes[4 * i + 2] = maxX; pathBoxes[4 * i + 3] = maxY;
    paths?.add(minX, minY, maxX, maxY);
  }
  paths?.finish();
  const textIndex = texts.length > 0 ? new Flatbush(texts.length, 16, Float32Array) : null;
  for (const text of texts) {
    const around = textReach(text);
    textIndex?.add(text.x - around, text.y - around, text.x + around, text.y + around);
  }
  textIndex?.finish();
  return { geometry, pathBoxes, paths, texts: textIndex };
}

/** No letter of the text lies farther from its anchor than this, whatever way it is turned. */
const textReach = (text: DrawingText): number => Math.max(1, textWidth(text.text) * (text.widthFactor ?? 1)) * text.height * 1.3;
