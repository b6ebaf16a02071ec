import type { LayoutSummary } from '#shared/contract/layout.ts';

/** Width and height of a layout in plant metres; null while it has no calibration. Rotation is seen to: the box around the turned corners. */
export function layoutSize(layout: LayoutSummary): { readonly width: number; readonly height: number } | null {
  if (layout.calibration === null) return null;
  const { a, b, d, e } = layout.calibration.toPlant;
  const dx = layout.bounds.maxX - layout.bounds.minX;
  const dy = layout.bounds.maxY - layout.bounds.minY;
  return { width: Math.abs(a * dx) + Math.abs(b * dy), height: Math.abs(d * dx) + Math.abs(e * dy) };
}
