import { z } from 'zod';
import { plantPointSchema } from '#shared/geometry/frames.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { messageParamsSchema } from '#shared/kernel/errors.ts';
import { riskLevelSchema } from '#shared/model/assessment.ts';
import { zoneFileFormats } from '#shared/exchange/zone-file.ts';
import { defineCall } from './define.ts';
import { filePathSchema } from './workspace.ts';

/** How the coordinates of a file are taken: as what the file says that they are, as plant metres, or as the coordinates of the layout's drawing. */
export const importFrames = ['file', 'plant', 'drawing'] as const;
const fieldName = z.string().max(1000).nullable();

/** What a person may choose about a file of zones; what is left out is worked out from the file. */
export const zoneChoicesSchema = z.object({
  layers: z.array(z.string().max(1000)).max(10_000),
  fields: z.object({ name: fieldName, code: fieldName, units: fieldName, level: fieldName, note: fieldName }),
  frame: z.enum(importFrames),
  /** A feature of several polygons becomes as many zones. */
  split: z.boolean(),
  /** Outlines that cross themselves and the like are put right. */
  repair: z.boolean(),
  /** What features without a name are called, with a number after it; null: they are faults. */
  nameless: z.string().trim().min(1).max(100).nullable(),
});
export type ZoneChoices = z.infer<typeof zoneChoicesSchema>;

const messageSchema = z.object({ key: z.string(), params: messageParamsSchema });
export const zoneFaultSchema = z.object({ feature: z.number().int(), message: messageSchema, at: plantPointSchema.optional() });

/** What an import would do, or did. */
export const zoneCountsSchema = z.object({
  /** Features of the chosen layers. */
  features: z.number().int(),
  created: z.number().int(),
  /** Zones that are there already: left alone, or given other units. */
  present: z.number().int(), relinked: z.number().int(),
  /** New links to units. */
  linked: z.number().int(),
  faulty: z.number().int(),
  /** Faulty features that would be sound if outlines were put right, were several polygons taken apart, or were named by numbers. */
  repairable: z.number().int(), severalParts: z.number().int(), nameless: z.number().int(),
  repaired: z.number().int(),
  /** Zones whose level in the file is not the one that follows from their units. */
  levelsDiffer: z.number().int(),
});
export type ZoneCounts = z.infer<typeof zoneCountsSchema>;

export const zonesPreviewSchema = z.object({
  previewId: idSchema, layoutId: idSchema, fileName: z.string(), format: z.enum(zoneFileFormats), encoding: z.string(),
  layers: z.array(z.object({ name: z.string(), areas: z.number().int() })),
  /** Fields of the chosen layers. */
  fields: z.array(z.string()),
  /** What was chosen or worked out. */
  choices: zoneChoicesSchema,
  /** Ways to take the coordinates that are possible with this file, layout and plant. */
  frames: z.array(z.enum(importFrames)),
  /** What the file says of its coordinates, for people; empty where it says nothing. */
  system: z.string(),
  /** Why nothing can be worked out before something is chosen. */
  question: messageSchema.nullable(),
  counts: zoneCountsSchema,
  faults: z.array(zoneFaultSchema), moreFaults: z.number().int(),
  /** The first zones. */
  sample: z.array(z.object({
    feature: z.number().int(), name: z.string(), code: z.string(), areaM2: z.number(), units: z.array(z.string()), level: riskLevelSchema.nullable().optional(),
    state: z.enum(['new', 'present', 'relinked']),
  })),
  /** Metres between the zones and the layout's drawing; null where they meet. A large distance means that the coordinates were taken wrongly. */
  away: z.number().nullable(),
  /** Outlines of the first zones and the box of the drawing, in plant metres, for a small picture: x, y, x, y … */
  picture: z.object({ drawing: z.array(z.number()), outlines: z.array(z.array(z.number())) }),
});
export type ZonesPreview = z.infer<typeof zonesPreviewSchema>;

export const zonesImportCalls = {
  /** Reads a file of zones; nothing is written. */
  'zones/preview': defineCall('zones/preview', z.object({ path: filePathSchema, layoutId: idSchema }), zonesPreviewSchema, { long: true, paths: ['path'] }),
  /** The same file with other choices. */
  'zones/choose': defineCall('zones/choose', z.object({ previewId: idSchema, choices: zoneChoicesSchema.partial() }), zonesPreviewSchema, { long: true }),
  /** Takes the zones in one step; with faults only if `acceptValid`, without the faulty features. */
  'zones/accept': defineCall('zones/accept', z.object({ previewId: idSchema, acceptValid: z.boolean().default(false) }), zoneCountsSchema, { writes: true, long: true }),
  'zones/discard': defineCall('zones/discard', z.object({ previewId: idSchema }), z.object({})),
};
