import { ClipperOffset, EndType, JoinType, type Paths64 } from 'clipper2-ts';
import { pathsOf, soundPolygons, type Polygons } from './boolean.ts';
import { plantPoint, type PlantPoint } from './frames.ts';
import { onGrid, stepsPerMetre } from './grid.ts';
import type { PlantRings } from './polygon.ts';
import { originOf, pointToSteps, toPlantPolygons } from './step-rings.ts';

/** How an outline goes round a corner when it is moved outwards: in an arc, or on to a point (cut off where it would be longer than twice the distance). */
export type OffsetJoin = 'round' | 'miter';

/**
 * A zone widened by `metres` on all sides, or narrowed where negative; narrowed it may come apart, or be gone. Arcs differ from true
 * ones by at most `arcTolerance` metres.
 */
export function offsetRings(rings: PlantRings, metres: number, join: OffsetJoin = 'round', arcTolerance = 0.05): Polygons {
  const origin = originOf(rings[0]?.[0]);
  const paths = pathsOf(rings, origin);
  return widened(paths, metres, arcTolerance, join === 'round' ? JoinType.Round : JoinType.Miter, EndType.Polygon, origin);
}

/** The ground within `metres` of a line, its ends round. */
export function bufferLine(points: readonly PlantPoint[], metres: number, arcTolerance = 0.05): Polygons {
  const origin = originOf(points[0]);
  const path = points.map((point) => pointToSteps(point, origin)).map(([x, y]) => ({ x, y }));
  return widened([path], Math.abs(metres), arcTolerance, JoinType.Round, EndType.Round, origin);
}

/** A circle as a ring with so many corners on it, the first in the east, counter-clockwise. */
export function circleRing(centre: PlantPoint, radius: number, vertices = 64): PlantPoint[] {
  const count = Math.max(3, Math.round(vertices));
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return onGrid(plantPoint(centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)));
  });
}

/** A circle round a point as a zone; its area is a little below the true circle's: by 0.16 % with 64 segments. */
export function bufferPoint(centre: PlantPoint, radius: number, segments = 64): PlantPoint[][] {
  return [circleRing(centre, radius, segments)];
}

function widened(paths: Paths64, metres: number, arcTolerance: number, join: JoinType, end: EndType, origin: { x: number; y: number }): Polygons {
  // The longest point of a mitre, as a multiple of the distance; the clipper's own default.
  const offset = new ClipperOffset(2, arcTolerance * stepsPerMetre);
  offset.addPaths(paths, join, end);
  const solution: Paths64 = [];
  offset.execute(metres * stepsPerMetre, solution);
  return toPlantPolygons(soundPolygons(solution), origin);
}
