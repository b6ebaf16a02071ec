import { plantPoint, type PlantPoint } from './frames.ts';
import { boundsOf, centroid, distance, edgesOf, nearestOnSegment, placeInPolygon, type PlantRings } from './polygon.ts';

/** A square that may hold a better place: its centre, half its side, and how good any point of it could be at most. */
interface Cell { readonly centre: PlantPoint; readonly half: number; readonly clearance: number; readonly best: number }

/** Distance from the nearest edge in metres: positive inside, negative outside. */
export function clearanceAt(point: PlantPoint, rings: PlantRings): number {
  let nearest = Infinity;
  for (const ring of rings) for (const [a, b] of edgesOf(ring)) nearest = Math.min(nearest, distance(point, nearestOnSegment(point, a, b)));
  return placeInPolygon(point, rings) === 'inside' ? nearest : -nearest;
}

function cellAt(x: number, y: number, half: number, rings: PlantRings): Cell {
  const centre = plantPoint(x, y);
  const clearance = clearanceAt(centre, rings);
  return { centre, half, clearance, best: clearance + half * Math.SQRT2 };
}

/** Cells looked at before the best place so far is taken: fewer the more points there are, so that no ring takes long. */
const cellLimit = (rings: PlantRings): number => Math.min(2_000, Math.max(64, Math.ceil(2e6 / rings.reduce((points, ring) => points + ring.length, 1))));

/**
 * Where a label stands best: the place inside the polygon that is farthest from its edges (pole of inaccessibility), found by
 * dividing squares, to within `precision` metres (default: a hundredth of the polygon's shorter side). Always inside a polygon that has an area.
 */
export function labelPoint(rings: PlantRings, precision?: number): PlantPoint {
  const box = boundsOf(rings[0] ?? []);
  if (box === null) throw new Error('a polygon without points has no label point');
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  const side = Math.min(width, height);
  if (side === 0) return centroid(rings);
  const enough = precision ?? side / 100;

  const middle = centroid(rings);
  // The centre of area wins ties: it is where a person would put the label of a plain shape.
  let best = cellAt(middle[0], middle[1], 0, rings);
  const open = new CellHeap();
  // At most 16 first squares along the longer side, also for a strip.
  const half = Math.max(side, Math.max(width, height) / 16) / 2;
  for (let x = box.minX; x < box.maxX; x += 2 * half) for (let y = box.minY; y < box.maxY; y += 2 * half) open.push(cellAt(x + half, y + half, half, rings));
  const limit = cellLimit(rings);
  for (let seen = 0; ; seen++) {
    const cell = open.pop();
    // Goes on past the limit only while nothing inside has been found.
    if (cell === undefined || (seen > limit && best.clearance > 0) || seen > 50 * limit) break;
    if (cell.clearance > best.clearance) best = cell;
    if (cell.best - best.clearance <= enough && best.clearance > 0) break;
    const quarter = cell.half / 2;
    for (const [sx, sy] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const) {
      const part = cellAt(cell.centre[0] + sx * quarter, cell.centre[1] + sy * quarter, quarter, rings);
      if (part.best > best.clearance) open.push(part);
    }
  }
  return best.centre;
}

/** A binary heap: the cell with the highest bound comes out first. */
class CellHeap {
  readonly #cells: Cell[] = [];

  push(cell: Cell): void {
    const cells = this.#cells;
    let at = cells.length;
    cells.push(cell);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = cells[above];
      if (parent === undefined || parent.best >= cell.best) break;
      cells[at] = parent;
      at = above;
    }
    cells[at] = cell;
  }

  pop(): Cell | undefined {
    const cells = this.#cells;
    const top = cells[0];
    const last = cells.pop();
    if (last === undefined || cells.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = cells[below];
      const right = cells[below + 1];
      if (child !== undefined && right !== undefined && right.best > child.best) {
        below += 1;
        child = right;
      }
      if (child === undefined || child.best <= last.best) break;
      cells[at] = child;
      at = below;
    }
    cells[at] = last;
    return top;
  }
}
