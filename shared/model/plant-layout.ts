import { z } from 'zod';
import { boxSchema, drawingPointSchema, plantPointSchema, plantRingSchema } from '#shared/geometry/frames.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape } from './entity.ts';

export const layoutFormats = ['dxf', 'dwg', 'png', 'jpg', 'webp', 'tiff', 'pdf', 'svg', 'geojson', 'shp'] as const;
export type LayoutFormat = (typeof layoutFormats)[number];

/**
 * One thing of a drawing that is not shown, how often, and why. `reason` is a key of `shared/text` (`notShown.…`); `places` are the first
 * few places where it is, in drawing units, for going there.
 */
export const notShownSchema = z.object({
  type: z.string(), count: z.number().int().positive(), reason: z.string(), places: z.array(drawingPointSchema).max(50).optional(),
});
export type NotShown = z.infer<typeof notShownSchema>;

/** `off`: kept, but left out of the fit. */
export const controlPointSchema = z.object({ drawing: drawingPointSchema, plant: plantPointSchema, off: z.boolean().optional() });
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
  source: z.enum(['file-unit', 'scale', 'control-points', 'geo-reference']),
  /** How control points were fitted; absent means similarity. */
  fit: z.enum(['similarity', 'affine']).optional(),
  toPlant: affineSchema,
  points: z.array(controlPointSchema),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** How a drawing's content is kept: packed geometry, one picture, or a pyramid of picture tiles (docs/file-format.md). */
export const derivedKinds = ['vector', 'picture', 'tiles'] as const;
export type DerivedKind = (typeof derivedKinds)[number];

/** What a person set for a layer of the drawing, by its name; layers that are not listed are shown as the file has them. */
export const layerStateSchema = z.object({ name: z.string().max(255), visible: z.boolean(), opacity: z.number().min(0).max(1) });
export type LayerState = z.infer<typeof layerStateSchema>;

/** The drawing that a newer revision took the place of. */
export const previousDrawingSchema = z.object({
  fileName: z.string(), derivedHash: z.string(), derivedKind: z.enum(derivedKinds), bounds: boxSchema, calibration: calibrationSchema.nullable(), replacedAt: z.string(),
});

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
  derivedKind: z.enum(derivedKinds),
  /** Bounds of what is drawn, in drawing units (pixels for pictures, y down). */
  bounds: boxSchema,
  /** Entities of the drawing and how many of them are drawn. */
  entities: z.number().int().min(0),
  drawn: z.number().int().min(0),
  notShown: z.array(notShownSchema),
  /** null while the drawing has no scale: then it can be looked at, not drawn on. */
  calibration: calibrationSchema.nullable(),
  position: positionSchema,
  layers: z.array(layerStateSchema).max(10_000),
  /** How far the display is turned, in degrees counter-clockwise; coordinates are not. */
  rotation: z.number().min(-180).max(180),
  /** 厂界: the outline of the plant in plant metres, one ring a site; null while none was drawn. */
  boundary: z.array(plantRingSchema).max(100).nullable(),
  previous: previousDrawingSchema.nullable(),
  /** Of a file with several pages the one that is shown, from 1. */
  page: z.number().int().min(1),
  pages: z.number().int().min(1),
  /** EPSG code of the drawing's own coordinates, where the file says it. */
  epsg: z.number().int().nullable(),
  /** Findings of the validity check that a person has set aside, by their ids. */
  ignoredFindings: z.array(z.string().max(500)).max(100_000),
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
    layers: 'json', rotation: 'real', boundary: 'json', previous: 'json', page: 'integer', pages: 'integer', epsg: 'integer', ignoredFindings: 'json',
  },
  added: { layers: [], rotation: 0, boundary: null, previous: null, page: 1, pages: 1, epsg: null, ignoredFindings: [] },
  parent: null,
  nameField: 'name',
});
