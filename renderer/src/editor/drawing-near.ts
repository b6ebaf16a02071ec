import type { Box, PlantPoint } from '#shared/geometry/frames.ts';

/** What the drawing has near the pointer. The worker that knows it answers a little later; until then the last answer counts. */
export interface DrawingNear {
  /** Numbers of the last answer that covers the point and its reach; none before one has come. */
  near(point: PlantPoint, reach: number): Float64Array;
  /** Forgets everything, for another drawing. */
  clear(): void;
}

const nothing: Float64Array = new Float64Array();
/** The box that is asked for reaches so many times as far as the pointer's. */
const wideness = 8;

/** Keeps the answer for a box around the pointer and asks anew when the pointer nears its border; `arrived` is called after each answer. */
export function createDrawingNear(ask: (box: Box) => Promise<Float64Array>, arrived: () => void): DrawingNear {
  let box: Box | null = null;
  let found = nothing;
  let generation = 0;
  const holds = ([x, y]: PlantPoint, reach: number): boolean => box !== null
    && x - reach >= box.minX && x + reach <= box.maxX && y - reach >= box.minY && y + reach <= box.maxY
    // After zooming in the box would be far too large, and what is nearest to its middle not what is near now.
    && box.maxX - box.minX <= reach * wideness * 4;
  return {
    near(point, reach) {
      if (!holds(point, reach)) {
        generation += 1;
        const mine = generation;
        const wide = reach * wideness;
        box = { minX: point[0] - wide, maxX: point[0] + wide, minY: point[1] - wide, maxY: point[1] + wide };
        found = nothing;
        void ask(box).then((answer) => {
          if (mine !== generation) return;
          found = answer;
          arrived();
        });
      }
      return found;
    },
    clear() { generation += 1; box = null; found = nothing; },
  };
}
