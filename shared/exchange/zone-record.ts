import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';

/** A zone as files of other programs carry it. `rings` are in the frame of the file, not closed, the outer one counter-clockwise and first. */
export interface ZoneRecord {
  readonly id: Id;
  readonly name: string;
  readonly code: string;
  readonly note: string;
  /** 1 (highest) to 4; null is not assessed, which is written as such and never as 4. */
  readonly level: RiskLevel | null;
  /** The level in words, 未评估 among them. */
  readonly levelName: string;
  readonly unassessedUnits: number;
  /** Texts by which `UnitFinder` finds the units again: the name, `object/unit` where several have it, else the id. */
  readonly units: readonly string[];
  readonly rings: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** Which coordinates a file of zones is written in. */
export const zoneFrames = ['plant', 'projected', 'wgs84', 'gcj02'] as const;
export type ZoneFrameName = (typeof zoneFrames)[number];

/** The frame of a file that is written: its EPSG code (null for plant metres and GCJ-02) and the way there from plant metres. */
export interface ZoneFrame {
  readonly name: ZoneFrameName;
  readonly epsg: number | null;
  readonly of: (point: PlantPoint) => readonly [x: number, y: number];
}

/** Plant metres as they are. */
export const plantFrame: ZoneFrame = { name: 'plant', epsg: null, of: ([x, y]) => [x, y] };

/** Bounds of records or rings; of nothing it is the origin. */
export function boundsOfRings(rings: Iterable<readonly (readonly [number, number])[]>): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : { minX: 0, minY: 0, maxX: 0, maxY: 0 };
}
