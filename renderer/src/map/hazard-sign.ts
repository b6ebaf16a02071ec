import type { MapPalette } from './map-palette.ts';

/** Side of the sign of a 重大危险源 on the map, in CSS pixels. */
export const hazardSize = 18;

/** Roman numerals of the levels of a 重大危险源: Ⅰ is the highest. */
export const hazardMark = (level: number | null): string => (level === null ? '' : ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'][level - 1] ?? '');

/** A hexagon on a point around (x, y): none of the shapes that drawings and levels use. */
export const hexagon = (x: number, y: number, radius: number): readonly (readonly [x: number, y: number])[] =>
  Array.from({ length: 6 }, (_, i) => { const angle = (i * Math.PI) / 3 + Math.PI / 6; return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const; });

/** Paints the sign of a 重大危险源 with its level, or a dot where the level is not known. */
export function paintHazard(context: CanvasRenderingContext2D, x: number, y: number, mark: string, palette: Pick<MapPalette, 'text' | 'halo'>, font: string): void {
  context.beginPath();
  hexagon(x, y, hazardSize / 2 + 0.5).forEach(([px, py], index) => { if (index === 0) context.moveTo(px, py); else context.lineTo(px, py); });
  context.closePath();
  context.fillStyle = palette.text;
  context.fill();
  context.strokeStyle = palette.halo;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = palette.halo;
  if (mark === '') {
    context.beginPath();
    context.arc(x, y, 3, 0, 7);
    context.fill();
    return;
  }
  context.font = font;
  context.textAlign = 'center';
  context.fillText(mark, x, y + 0.5);
}
