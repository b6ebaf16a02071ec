import { z } from 'zod';
import type { Brand } from '#shared/kernel/brand.ts';

/*
 * Coordinates carry their frame in their type, so that pixels cannot be taken for metres.
 * A point is `[x, y]`. Frames: plant metres (x east, y north of the plant grid), drawing (units of the imported file, y up for
 * vector drawings and y down from the top left corner for images), screen (CSS pixels of the map's container, y down).
 */
export type PlantPoint = Brand<readonly [x: number, y: number], 'plant'>;
export type DrawingPoint = Brand<readonly [x: number, y: number], 'drawing'>;
export type ScreenPoint = Brand<readonly [x: number, y: number], 'screen'>;

export const plantPoint = (x: number, y: number): PlantPoint => [x, y] as unknown as PlantPoint;
export const drawingPoint = (x: number, y: number): DrawingPoint => [x, y] as unknown as DrawingPoint;
export const screenPoint = (x: number, y: number): ScreenPoint => [x, y] as unknown as ScreenPoint;

const finite = z.number().finite().min(-1e8).max(1e8);
/** Plant metres at a boundary: finite and within 10^8 m. */
export const plantPointSchema = z.tuple([finite, finite]).transform(([x, y]) => plantPoint(x, y)) as z.ZodType<PlantPoint, readonly [number, number]>;
/** Drawing units may be millimetres of a national grid: 4·10^10. */
const drawn = z.number().finite().min(-1e12).max(1e12);
export const drawingPointSchema = z.tuple([drawn, drawn]).transform(([x, y]) => drawingPoint(x, y)) as z.ZodType<DrawingPoint, readonly [number, number]>;

/** A ring of plant points, not closed (the first point is not repeated); counter-clockwise outside, clockwise for holes. */
export type PlantRing = readonly PlantPoint[];
export const plantRingSchema = z.array(plantPointSchema).min(3).max(100_000) as z.ZodType<PlantPoint[], readonly (readonly [number, number])[]>;

/** An axis-parallel box in the frame of its corners. */
export interface Box { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }
export const boxSchema = z.object({ minX: z.number(), minY: z.number(), maxX: z.number(), maxY: z.number() });
