import type { LevelStyle } from '#shared/risk/level-style.ts';
import type { Box } from '#shared/geometry/frames.ts';
import type { Paint } from './page.ts';

/** The pattern of a level as paint; `unit` scales it with the paper (1 on A3), mm. */
export function hatchPaint(hatch: LevelStyle['hatch'], colour: string, unit: number): Paint {
  switch (hatch) {
    case 'cross': return { kind: 'hatch', colour, spacing: 2.6 * unit, width: 0.2 * unit, angles: [45, -45] };
    case 'diagonal-dense': return { kind: 'hatch', colour, spacing: 1.7 * unit, width: 0.18 * unit, angles: [45] };
    case 'diagonal-open': return { kind: 'hatch', colour, spacing: 4.2 * unit, width: 0.2 * unit, angles: [45] };
    case 'dots': return { kind: 'dots', colour, spacing: 2.8 * unit, radius: 0.28 * unit };
    case 'horizontal': return { kind: 'hatch', colour, spacing: 2 * unit, width: 0.22 * unit, angles: [0] };
  }
}

/**
 * Parallel lines that cover `area`, as x1, y1, x2, y2 … in mm. They lie on one grid through the page's origin, so that the
 * hatch runs on from one area to the next. `angle` in degrees, counter-clockwise on paper.
 */
export function hatchLines(area: Box, angle: number, spacing: number): number[] {
  const radians = (-angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(radians), Math.sin(radians)];
  // Normal and direction coordinates of the area's corners bound the lines.
  const corners = [[area.minX, area.minY], [area.maxX, area.minY], [area.maxX, area.maxY], [area.minX, area.maxY]] as const;
  const across = corners.map(([x, y]) => -dy * x + dx * y);
  const along = corners.map(([x, y]) => dx * x + dy * y);
  const [from, to] = [Math.min(...along), Math.max(...along)];
  const last = Math.max(...across);
  const lines: number[] = [];
  for (let index = Math.ceil(Math.min(...across) / spacing); index * spacing <= last; index++) {
    const offset = index * spacing;
    lines.push(dx * from - dy * offset, dy * from + dx * offset, dx * to - dy * offset, dy * to + dx * offset);
  }
  return lines;
}

/** Centres of a staggered dot pattern that cover `area`, as x, y … in mm, on one grid through the page's origin. */
export function dotCentres(area: Box, spacing: number): number[] {
  const rise = spacing / 2;
  const centres: number[] = [];
  for (let row = Math.ceil(area.minY / rise); row * rise <= area.maxY; row++) {
    const shift = row % 2 === 0 ? 0 : spacing / 2;
    for (let column = Math.ceil((area.minX - shift) / spacing); column * spacing + shift <= area.maxX; column++) {
      centres.push(column * spacing + shift, row * rise);
    }
  }
  return centres;
}

/** Bounds of rings of x, y …; null where there is no point. */
export function ringBounds(rings: readonly (readonly number[])[]): Box | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let index = 0; index + 1 < ring.length; index += 2) {
      const x = ring[index] ?? 0;
      const y = ring[index + 1] ?? 0;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : null;
}
