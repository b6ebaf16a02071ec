import { z } from 'zod';
import { boxSchema, drawingPointSchema, plantPointSchema } from '#shared/geometry/frames.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape } from './entity.ts';

export const layoutFormats = ['dxf', 'png', 'jpg', 'pdf', 'svg', 'geojson'] as const;
export type LayoutFormat = (typeof layoutFormats)[number];

/** One thing of a drawing that is not shown, how often, and why. `reason` is a key of `shared/text` (`notShown.…`). */
export const notShownSchema = z.object({ type: z.string(), count: z.number().int().positive(), reason: z.string() });
export type NotShown = z.infer<typeof notShownSchema>;

export const controlPointSchema = z.object({ drawing: drawingPointSchema, plant: plantPointSchema });
export type ControlPoint = z.infer<typeof controlPointSchema>;

/** Drawing to plant metres: `X = a·x + b·y + c`, `Y = d·x + e·y + f`. */
export const affineSchema = z.object({
  a: z.number(), b: z.number(), c: z.number(), d: z.number(), e: z.number(), f: z.number(),
});

/**
 * How a drawing lies in the plant. `source` says where it comes from: the file's own unit, two or more control points,
 * or a factor that a person gave.
 */
export const calibrationSchema = z.object({
  source: z.enum(['file-unit', 'scale', 'control-points']),
  toPlant: affineSchema,
  points: z.array(controlPointSchema),
});
export type Calibration = z.infer<typeof calibrationSchema>;

export const plantLayoutSchema = z.object({
  ...rowBaseShape,
  name: nameSchema,
  fileName: z.string().min(1).max(255),
  format: z.enum(layoutFormats),
  /** Text encoding that was found in the file (`utf-8`, `gbk` …); empty for formats without one. */
  encoding: z.string(),
  /** SHA-256 (hex) of the original file's bytes, which are kept in the table `content`. */
  originalHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 (hex) of the derived geometry (docs/file-format.md) or picture, kept in the table `content`. */
  derivedHash: z.string().regex(/^[0-9a-f]{64}$/),
  derivedKind: z.enum(['vector', 'picture']),
  /** Bounds of what is drawn, in drawing units (pixels for pictures, y down). */
  bounds: boxSchema,
  /** Entities of the drawing and how many of them are drawn. */
  entities: z.number().int().min(0),
  drawn: z.number().int().min(0),
  notShown: z.array(notShownSchema),
  /** null while the drawing has no scale: then it can be looked at, not drawn on. */
  calibration: calibrationSchema.nullable(),
  position: positionSchema,
});
/** 平面布置图: an imported drawing with its calibration. */
export type PlantLayout = z.infer<typeof plantLayoutSchema>;

export const plantLayoutDefinition = defineEntity({
  kind: 'layout',
  table: 'plant_layout',
  schema: plantLayoutSchema,
  columns: {
    name: 'text', fileName: 'text', format: 'text', encoding: 'text', originalHash: 'text', derivedHash: 'text', derivedKind: 'text',
    bounds: 'json', entities: 'integer', drawn: 'integer', notShown: 'json', calibration: 'json', position: 'real',
  },
  parent: null,
  nameField: 'name',
});
