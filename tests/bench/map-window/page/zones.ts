import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';

/** Metres between the centres of neighbouring zones. */
const pitch = 20;
const columns = 100;
const levels = [1, 2, 3, 4, null] as const;

/** The same zones every time, 100 in a row: a grid of blobs, their radius waving by a third, all levels, each with a name. */
export function benchZones(vertices = 40, rows = 50): ZoneView[] {
  return Array.from({ length: columns * rows }, (_, i) => {
    const x = (i % columns) * pitch, y = Math.floor(i / columns) * pitch;
    const ring: PlantPoint[] = Array.from({ length: vertices }, (_unused, k) => {
      const angle = (k / vertices) * 2 * Math.PI;
      const radius = pitch * 0.45 * (1 + 0.33 * Math.sin(angle * (3 + (i % 4)) + i));
      return plantPoint(Math.round((x + radius * Math.cos(angle)) * 1e4) / 1e4, Math.round((y + radius * Math.sin(angle)) * 1e4) / 1e4);
    });
    return zoneOf(i, ring);
  });
}

/** 5,000 squares of 20 m, 100 in a row, that share every corner with their neighbours. */
export function meshZones(): ZoneView[] {
  return Array.from({ length: columns * 50 }, (_, i) => {
    const x = (i % columns) * pitch, y = Math.floor(i / columns) * pitch;
    return zoneOf(i, [plantPoint(x, y), plantPoint(x + pitch, y), plantPoint(x + pitch, y + pitch), plantPoint(x, y + pitch)]);
  });
}

function zoneOf(i: number, ring: PlantPoint[]): ZoneView {
  return {
    id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`, layoutId: '00000000-0000-7000-8000-000000000000', name: `分区 ${i + 1}`, code: '',
    rings: [ring], unitIds: [], note: '', level: levels[i % levels.length] ?? null, unassessedUnits: i % 7 === 0 ? 1 : 0, majorHazard: false, majorHazardLevel: null,
  };
}
