import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';

/** Vertices of the drawing near the pointer. The worker that has them answers a little later; until then those of the last answer count. */
export interface DrawingVertices {
  near(point: PlantPoint, reach: number): readonly PlantPoint[];
  /** Forgets everything, for another drawing. */
  clear(): void;
}

/** Keeps the vertices of a box around the pointer and asks anew when the pointer nears its border; `arrived` is called after each answer. */
export function createDrawingVertices(ask: (box: Box) => Promise<Float64Array>, arrived: () => void): DrawingVertices {
  let box: Box | null = null;
  let points: PlantPoint[] = [];
  let generation = 0;
  const holds = ([x, y]: PlantPoint, reach: number): boolean => box !== null
    && x - reach >= box.minX && x + reach <= box.maxX && y - reach >= box.minY && y + reach <= box.maxY
    // After zooming in the box would be far too large, and its nearest vertices not those that are near now.
    && box.maxX - box.minX <= reach * 30;
  return {
    near(point, reach) {
      if (!holds(point, reach)) {
        generation += 1;
        const mine = generation;
        const wide = reach * 8;
        box = { minX: point[0] - wide, maxX: point[0] + wide, minY: point[1] - wide, maxY: point[1] + wide };
        points = [];
        void ask(box).then((found) => {
          if (mine !== generation) return;
          points = [];
          for (let i = 0; i + 1 < found.length; i += 2) points.push(plantPoint(found[i] as number, found[i + 1] as number)); // i + 1 is below the length
          arrived();
        });
      }
      return points;
    },
    clear() { generation += 1; box = null; points = []; },
  };
}
