import type { Box } from '#shared/geometry/frames.ts';
import type { Rect } from './paper.ts';

/** Scales that every engineer expects, and those that drawing practice allows where they would waste the paper. */
const preferred = [1, 2, 2.5, 5];
const allowed = [1, 1.5, 2, 2.5, 3, 4, 5, 6];

function nextOf(series: readonly number[], least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  for (const step of [...series, 10]) {
    // A hair of tolerance, so that what fits exactly is not pushed to the next scale by rounding.
    if (step * power >= least * (1 - 1e-9)) return Number((step * power).toPrecision(6));
  }
  return 10 * power;
}

/**
 * The denominator of the largest round scale at which `content` (plant metres) fits into `window` (mm on paper): 100, 200, 250,
 * 500, 1000 …; 150, 300, 400, 600 … only where the former would use less than seven tenths of the window's length.
 */
export function fitScale(content: Box, window: Rect): number {
  const least = Math.max(((content.maxX - content.minX) * 1000) / window.width, ((content.maxY - content.minY) * 1000) / window.height, 1e-3);
  const first = nextOf(preferred, least);
  return least / first >= 0.7 ? first : nextOf(allowed, least);
}

/** Plant metres to paper: north up, `content`'s middle in the window's middle. */
export interface MapView {
  readonly denominator: number;
  readonly millimetresPerMetre: number;
  x(plantX: number): number;
  y(plantY: number): number;
}

export function mapView(content: Box, window: Rect, denominator: number): MapView {
  const factor = 1000 / denominator;
  const [plantX, plantY] = [(content.minX + content.maxX) / 2, (content.minY + content.maxY) / 2];
  const [paperX, paperY] = [window.x + window.width / 2, window.y + window.height / 2];
  return {
    denominator,
    millimetresPerMetre: factor,
    x: (x) => paperX + (x - plantX) * factor,
    y: (y) => paperY - (y - plantY) * factor,
  };
}

/** A length of 1, 2 or 5 times a power of ten that is at most `limit` and close to it. */
export function roundLength(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = [5, 2, 1].find((candidate) => candidate * power <= limit * (1 + 1e-9)) ?? 1;
  return Number((step * power).toPrecision(6));
}

/** `1:500`, in full digits. */
export function scaleText(denominator: number): string {
  return `1:${Number(denominator.toPrecision(6))}`;
}
