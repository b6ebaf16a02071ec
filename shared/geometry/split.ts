import type { Polygons } from './boolean.ts';
import type { PlantPoint } from './frames.ts';
import { groundOf } from './ground.ts';
import { nodeSegments, type DirectedSegment } from './noding.ts';
import type { PlantRings } from './polygon.ts';
import { bordersOf, originOf, pointToSteps, toPlantPolygons, type StepOrigin } from './step-rings.ts';

/**
 * A zone divided by a line (plant metres, at least two points) into two or more; null where the line does not lead through it. Pieces
 * share the cut's corners exactly. Where the line crosses the border, the border gets a corner: give it to the neighbours with `shareCorners`.
 */
export function splitByLine(rings: PlantRings, line: readonly PlantPoint[]): Polygons | null {
  const origin = originOf(rings[0]?.[0]);
  // A sound zone's borders do not meet one another: only the line is to be looked at.
  const pieces = toPlantPolygons(groundOf(nodeSegments([...bordersOf(rings, origin, true), ...lineSegments(line, origin)]), 'nonZero'), origin);
  return pieces.length > 1 ? pieces : null;
}

function lineSegments(line: readonly PlantPoint[], origin: StepOrigin): DirectedSegment[] {
  return line.slice(1).map((point, i) => {
    const [[ax, ay], [bx, by]] = [pointToSteps(line[i] ?? point, origin), pointToSteps(point, origin)];
    return { ax, ay, bx, by, turn: 0 };
  });
}
