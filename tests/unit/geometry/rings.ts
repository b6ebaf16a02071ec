import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';

/** A ring from `x, y, x, y …`. */
export function ring(...numbers: number[]): PlantPoint[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => plantPoint(numbers[2 * i] ?? NaN, numbers[2 * i + 1] ?? NaN));
}
/** A rectangle, counter-clockwise from its lower left corner. */
export const rectangle = (minX: number, minY: number, maxX: number, maxY: number): PlantPoint[] => ring(minX, minY, maxX, minY, maxX, maxY, minX, maxY);
