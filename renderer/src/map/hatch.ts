import { levelStyle } from '#shared/risk/level-style.ts';
import type { LevelStyle } from '#shared/risk/level-style.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { levelPaint } from './map-palette.ts';
import type { MapTheme } from './map-types.ts';

/** Side of the pattern's square in CSS pixels; a multiple of every spacing, so that lines meet at its borders. */
export const hatchTile = 24;

const spacing: Readonly<Record<LevelStyle['hatch'], number>> = { cross: 12, 'diagonal-dense': 6, 'diagonal-open': 12, dots: 8, horizontal: 6 };

/** Makes (and keeps) the canvas patterns of the level hatches, one a level, theme and pixel ratio. */
export function createHatches(): { pattern(context: CanvasRenderingContext2D, level: RiskLevel | null, theme: MapTheme, ratio: number): CanvasPattern | null } {
  const cache = new Map<string, CanvasPattern | null>();
  return {
    pattern(context, level, theme, ratio) {
      const key = `${level ?? 'none'} ${theme} ${ratio}`;
      let pattern = cache.get(key);
      if (pattern === undefined) {
        pattern = context.createPattern(hatchPicture(level, theme, ratio), 'repeat');
        cache.set(key, pattern);
      }
      return pattern;
    },
  };
}

function hatchPicture(level: RiskLevel | null, theme: MapTheme, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(hatchTile * ratio);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(canvas.width / hatchTile, canvas.height / hatchTile);
  const { hatch } = levelStyle(level);
  const step = spacing[hatch];
  context.strokeStyle = context.fillStyle = levelPaint(level, theme).hatch;
  context.lineWidth = 1;
  context.beginPath();
  if (hatch === 'dots') {
    for (let x = step / 2; x < hatchTile; x += step) for (let y = step / 2; y < hatchTile; y += step) { context.moveTo(x + 1.1, y); context.arc(x, y, 1.1, 0, 7); }
    context.fill();
    return canvas;
  }
  if (hatch === 'horizontal') {
    for (let y = step / 2; y < hatchTile; y += step) { context.moveTo(0, y); context.lineTo(hatchTile, y); }
  } else {
    for (let at = -hatchTile; at <= hatchTile; at += step) { context.moveTo(at, hatchTile); context.lineTo(at + hatchTile, 0); }
    if (hatch === 'cross') for (let at = -hatchTile; at <= hatchTile; at += step) { context.moveTo(at, 0); context.lineTo(at + hatchTile, hatchTile); }
  }
  context.stroke();
  return canvas;
}
