import { z } from 'zod';
import { changeLabelSchema } from '#shared/changes/change.ts';
import { calibrationReportSchema } from '#shared/geometry/calibration-report.ts';
import { boxSchema, plantPointSchema, plantRingSchema } from '#shared/geometry/frames.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { calibrationSchema, controlPointSchema, derivedKinds, layerStateSchema, layoutFormats, notShownSchema, plantLayoutSchema, previousDrawingSchema } from '#shared/model/plant-layout.ts';
import { defineCall } from './define.ts';
import { dwgConverterSchema, dwgConverterStateSchema } from './dwg.ts';
import { filePathSchema } from './workspace.ts';

export const layoutSummarySchema = z.object({
  id: idSchema, name: z.string(), fileName: z.string(), format: z.enum(layoutFormats), derivedKind: z.enum(derivedKinds),
  bounds: boxSchema, calibration: calibrationSchema.nullable(), notShown: z.array(notShownSchema), entities: z.number().int(), drawn: z.number().int(),
  layers: z.array(layerStateSchema), rotation: z.number(), boundary: z.array(plantRingSchema).nullable(), page: z.number().int(), pages: z.number().int(),
  epsg: z.number().int().nullable(), ignoredFindings: z.array(z.string()), position: z.number(),
  /** SHA-256 of what is shown: another one is another drawing. */
  contentHash: z.string(),
  /** The drawing that this one took the place of, for comparing; null for a first one. */
  previous: previousDrawingSchema.nullable(),
});
export type LayoutSummary = z.infer<typeof layoutSummarySchema>;

/** How a drawing was placed by the coordinates that its file names. */
export const layoutPlacementSchema = z.object({
  epsg: z.number().int().nullable(),
  /** How far the affine placement strays from the exact one, at most, in metres; null where there is none. */
  residual: z.number().nullable(),
  /** Why the drawing could not be placed. */
  reason: changeLabelSchema.nullable(),
  /** The plant had no georeference and got the file's coordinate system. */
  gaveGeoReference: z.boolean(),
});

export const layoutImportedSchema = z.object({
  layoutId: idSchema,
  format: z.enum(layoutFormats),
  encoding: z.string(),
  /** Size of what is drawn, in metres; null while the drawing has no scale. */
  widthMetres: z.number().nullable(),
  heightMetres: z.number().nullable(),
  entities: z.number().int(),
  drawn: z.number().int(),
  notShown: z.array(notShownSchema),
  /** null where the file says nothing of its place. */
  placement: layoutPlacementSchema.nullable(),
});

/** More of the file to read. `dwgConverter` is set by main, whatever a window says. */
const sourceShape = {
  /** Of a file with several pages the one to read, from 1. */
  page: z.number().int().min(1).max(1_000_000).optional(),
  dwgConverter: dwgConverterSchema.optional(),
};

const changedTextSchema = z.object({ text: z.string(), at: plantPointSchema });

export const layoutCalls = {
  'layout/import': defineCall('layout/import',
    z.object({
      path: filePathSchema, name: z.string().trim().max(500).optional(),
      /** Takes what can be read of a damaged drawing instead of refusing it. */
      recover: z.boolean().default(false),
      /** Metres per drawing unit (or pixel), where a person knows it. */
      scale: z.number().positive().finite().optional(),
      ...sourceShape,
    }),
    layoutImportedSchema, { writes: true, long: true, paths: ['path'] }),
  /** The pages of a drawing file; of very long files the first ones only (`count` says how many there are). */
  'layout/inspect': defineCall('layout/inspect', z.object({ path: filePathSchema }), z.object({
    format: z.enum(layoutFormats), count: z.number().int().min(1),
    pages: z.array(z.object({
      number: z.number().int().min(1), widthMm: z.number().nullable(), heightMm: z.number().nullable(),
      /** A small PNG of the page. */
      thumbnail: z.instanceof(Uint8Array).optional(),
    })),
  }), { long: true, paths: ['path'] }),
  /** Which program makes a DXF of a DWG: the one that was set (main says it), or one that was found on this machine. */
  'layout/dwgConverter': defineCall('layout/dwgConverter', z.object({ dwgConverter: dwgConverterSchema.optional() }), dwgConverterStateSchema),
  /**
   * A new revision of a layout's drawing: zones, layers and boundary stay. `placedBy` says what its calibration comes from: the one before,
   * the new file, or nothing yet.
   */
  'layout/revise': defineCall('layout/revise', z.object({ layoutId: idSchema, path: filePathSchema, recover: z.boolean().default(false), ...sourceShape }),
    layoutImportedSchema.extend({ placedBy: z.enum(['before', 'file', 'nothing']) }), { writes: true, long: true, paths: ['path'] }),
  /**
   * What the present drawing has that the one before had not, and the other way round: lines x1, y1, x2, y2 … and texts in plant metres, and the zones to look at.
   * `compared` is false where that cannot be told (`reason`: picture, unscaled). `lines` counts all changed lines; very many are not all sent.
   */
  'layout/difference': defineCall('layout/difference', z.object({ layoutId: idSchema }), z.object({
    compared: z.boolean(), reason: z.enum(['', 'picture', 'unscaled']), lines: z.number().int(), added: z.instanceof(Float64Array), removed: z.instanceof(Float64Array),
    textsAdded: z.array(changedTextSchema), textsRemoved: z.array(changedTextSchema),
    zones: z.array(z.object({ id: idSchema, lines: z.number().int(), texts: z.number().int() })),
  }), { long: true }),
  /** The layers of a vector drawing: `visible` as the file has it; `items` counts paths and texts. None for pictures. */
  'layout/layers': defineCall('layout/layers', z.object({ layoutId: idSchema }),
    z.array(z.object({ name: z.string(), colour: z.string().nullable(), visible: z.boolean(), items: z.number().int() }))),
  /** Changes what a person sets on a layout; what is left out stays. One undo step. */
  'layout/update': defineCall('layout/update', z.object({
    layoutId: idSchema,
    fields: plantLayoutSchema.pick({ layers: true, rotation: true, boundary: true, ignoredFindings: true }).partial(),
  }), layoutSummarySchema, { writes: true }),
  'layout/list': defineCall('layout/list', z.object({}).strict(), z.array(layoutSummarySchema)),
  /** The derived geometry (packed, docs/file-format.md) or picture of a layout; with `previous` that of the drawing before; with `hash` only where it still is that content. */
  'layout/content': defineCall('layout/content', z.object({ layoutId: idSchema, previous: z.boolean().default(false), hash: z.string().max(128).optional() }),
    z.object({ kind: z.enum(derivedKinds), mediaType: z.string(), bytes: z.instanceof(Uint8Array) })),
  /**
   * Fits control points: a similarity from two or more, an affine map from three or more that are in use. Residuals in metres, one a point; `report`
   * says what the fit is worth. Zones keep their plant metres: they stay where they are in the plant, the drawing moves under them.
   */
  'layout/calibrate': defineCall('layout/calibrate', z.object({
    layoutId: idSchema, points: z.array(controlPointSchema).min(2).max(100), fit: z.enum(['similarity', 'affine']).default('similarity'),
  }), z.object({ calibration: calibrationSchema, residuals: z.array(z.number()), report: calibrationReportSchema }), { writes: true }),
};
