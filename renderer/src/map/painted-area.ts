/** A rectangle in CSS pixels of a canvas. */
export interface PixelRect { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const rectOf = (left: number, top: number, right: number, bottom: number): PixelRect => ({ x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) });
export const isEmptyRect = ({ width, height }: PixelRect): boolean => width <= 0 || height <= 0;
export const areaOf = ({ width, height }: PixelRect): number => width * height;

export const grown = ({ x, y, width, height }: PixelRect, across: number, down: number): PixelRect => ({ x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down });

export function meet(a: PixelRect, b: PixelRect): PixelRect {
  return rectOf(Math.max(a.x, b.x), Math.max(a.y, b.y), Math.min(a.x + a.width, b.x + b.width), Math.min(a.y + a.height, b.y + b.height));
}

export function around(a: PixelRect, b: PixelRect): PixelRect {
  if (isEmptyRect(a)) return b;
  if (isEmptyRect(b)) return a;
  return rectOf(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height));
}

export const holds = (outer: PixelRect, inner: PixelRect): boolean =>
  isEmptyRect(inner) || (outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height);

/** What `wanted` has and `painted` has not, as up to four strips; `painted` lies inside `wanted`. */
export function stripsBetween(painted: PixelRect, wanted: PixelRect): PixelRect[] {
  if (isEmptyRect(painted)) return isEmptyRect(wanted) ? [] : [wanted];
  const right = painted.x + painted.width, bottom = painted.y + painted.height, wantedRight = wanted.x + wanted.width, wantedBottom = wanted.y + wanted.height;
  return [
    rectOf(wanted.x, wanted.y, wantedRight, painted.y), rectOf(wanted.x, bottom, wantedRight, wantedBottom),
    rectOf(wanted.x, painted.y, painted.x, bottom), rectOf(right, painted.y, wantedRight, bottom),
  ].filter((strip) => !isEmptyRect(strip));
}

/** The rectangle whose borders lie on whole device pixels around `rect`, so that a clip along it leaves no seam. */
export function onDevicePixels({ x, y, width, height }: PixelRect, ratio: number): PixelRect {
  return rectOf(Math.floor(x * ratio) / ratio, Math.floor(y * ratio) / ratio, Math.ceil((x + width) * ratio) / ratio, Math.ceil((y + height) * ratio) / ratio);
}

/** Rectangles that overlap become one, so that nothing is painted twice: dirty parts of a canvas are few and small. */
export function mergeRects(rects: readonly PixelRect[]): PixelRect[] {
  const merged: PixelRect[] = [];
  for (const rect of rects) {
    let whole = rect;
    for (let i = merged.length - 1; i >= 0; i -= 1) {
      const other = merged[i] as PixelRect; // i is below the length
      const union = around(whole, other);
      // Two that lie close together cost less as one than apart, but a long thin cross would cost far more.
      if (isEmptyRect(meet(whole, other)) && areaOf(union) > areaOf(whole) + areaOf(other)) continue;
      whole = union;
      merged.splice(i, 1);
      i = merged.length;
    }
    merged.push(whole);
  }
  return merged;
}
