/**
 * Whether a rectangle (centre, half width, half height) lies inside the rings: its centre does, and no edge touches it. The rectangle is
 * upright on a display that is turned by `turn`.
 */
export function rectangleInside(coordinates: Float64Array, starts: readonly number[], cx: number, cy: number, halfWidth: number, halfHeight: number, turn: { readonly cos: number; readonly sin: number } = { cos: 1, sin: 0 }): boolean {
  const { cos, sin } = turn;
  let inside = false;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    for (let i = from, j = to - 1; i < to; j = i, i += 1) {
      const iX = (coordinates[2 * i] as number) - cx, iY = (coordinates[2 * i + 1] as number) - cy; // starts index the coordinates
      const jX = (coordinates[2 * j] as number) - cx, jY = (coordinates[2 * j + 1] as number) - cy;
      const ax = iX * cos - iY * sin, ay = iX * sin + iY * cos, bx = jX * cos - jY * sin, by = jX * sin + jY * cos;
      if (ay > 0 !== by > 0 && 0 < ((bx - ax) * -ay) / (by - ay) + ax) inside = !inside;
      if (segmentMeetsBox(ax, ay, bx, by, halfWidth, halfHeight)) return false;
    }
  }
  return inside;
}

/** Whether such a rectangle has any point in common with the area inside the rings. */
export function rectangleTouches(coordinates: Float64Array, starts: readonly number[], cx: number, cy: number, halfWidth: number, halfHeight: number, { cos, sin }: { readonly cos: number; readonly sin: number }): boolean {
  let inside = false;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    for (let i = from, j = to - 1; i < to; j = i, i += 1) {
      const iX = (coordinates[2 * i] as number) - cx, iY = (coordinates[2 * i + 1] as number) - cy; // starts index the coordinates
      const jX = (coordinates[2 * j] as number) - cx, jY = (coordinates[2 * j + 1] as number) - cy;
      const ax = iX * cos - iY * sin, ay = iX * sin + iY * cos, bx = jX * cos - jY * sin, by = jX * sin + jY * cos;
      if (segmentMeetsBox(ax, ay, bx, by, halfWidth, halfHeight)) return true;
      if (ay > 0 !== by > 0 && 0 < ((bx - ax) * -ay) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** Whether a segment touches the box |x| ≤ w, |y| ≤ h (separating axes: the box's two and the segment's normal). */
function segmentMeetsBox(ax: number, ay: number, bx: number, by: number, w: number, h: number): boolean {
  if (Math.min(ax, bx) > w || Math.max(ax, bx) < -w || Math.min(ay, by) > h || Math.max(ay, by) < -h) return false;
  const dx = bx - ax, dy = by - ay;
  return Math.abs(ax * dy - ay * dx) <= w * Math.abs(dy) + h * Math.abs(dx);
}
