import { z } from 'zod';
import { instantSchema } from '#shared/kernel/clock.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { zoneFrames, type ZoneFrameName } from '#shared/exchange/zone-record.ts';
import { rowFindingSchema } from '#shared/exchange/check.ts';
import { languages } from '#shared/text/index.ts';
import { exportedSchema } from './checklist.ts';
import { defineCall } from './define.ts';
import { filePathSchema } from './workspace.ts';

export const mapFormats = ['pdf', 'png', 'svg', 'geojson', 'gpkg', 'dxf', 'shp'] as const;
/** The formats that hold zones as data, and the frames that each can be written in. */
export const framesOfFormat = {
  geojson: ['plant', 'wgs84', 'gcj02', 'projected'], gpkg: ['plant', 'projected', 'wgs84'], dxf: ['plant', 'projected'], shp: ['plant', 'projected', 'wgs84'],
} as const satisfies Partial<Record<(typeof mapFormats)[number], readonly ZoneFrameName[]>>;
export type ZoneFormat = keyof typeof framesOfFormat;
export const isZoneFormat = (format: string): format is ZoneFormat => Object.hasOwn(framesOfFormat, format);
export const paperSizes = ['A0', 'A1', 'A2', 'A3', 'A4'] as const;
export const mapThemes = ['engineering', 'operator', 'greyscale'] as const;

/** Where a package is sent. The secrets are known to the host only while it sends. */
export const targetSchema = z.object({
  name: z.string().trim().min(1).max(100),
  /** Base address, https; http only for loopback. */
  url: z.url(),
  token: z.string().min(1).max(4000),
  /** AES-128 key and IV: 16 bytes each, as text of 16 ASCII characters or 32 hex digits. */
  aesKey: z.string().min(16).max(32),
  aesIv: z.string().min(16).max(32),
  batchSize: z.number().int().min(1).max(1000).default(50),
});
export type Target = z.infer<typeof targetSchema>;

export const rejectionSchema = z.object({ table: z.string(), id: idSchema, name: z.string(), message: z.string(), at: instantSchema });
export type Rejection = z.infer<typeof rejectionSchema>;

export const exchangeCalls = {
  'map/export': defineCall('map/export', z.object({
    out: filePathSchema, format: z.enum(mapFormats), paper: z.enum(paperSizes).default('A3'), theme: z.enum(mapThemes).default('engineering'),
    language: z.enum(languages).default('zh-CN'), layoutId: idSchema.optional(),
    /** Coordinates of zones as data; a sheet has none. */
    frame: z.enum(zoneFrames).default('plant'),
  }), exportedSchema, { long: true, paths: ['out'] }),
  /** `notSent`: rows that do not fit the profile, and why; they are left out. */
  'exchange/export': defineCall('exchange/export', z.object({ out: filePathSchema, profile: z.string().default('national-2024') }),
    /** `notices`: rows that are handed over, with something to know before: how much ground a simplified outline loses. */
    exportedSchema.extend({ notSent: z.array(rowFindingSchema), notices: z.array(rowFindingSchema) }),
    { long: true, paths: ['out'] }),
  'exchange/push': defineCall('exchange/push', z.object({ target: targetSchema, profile: z.string().default('national-2024') }), z.object({
    target: z.string(), sent: z.number().int(), accepted: z.number().int(), rejected: z.array(rejectionSchema), skippedUnchanged: z.number().int(),
    /** Rows kept back because the target does not have their parent; rows that do not fit the profile, and why. */
    heldBack: z.number().int(), notSent: z.array(rowFindingSchema),
  }), { writes: true, long: true }),
  /** What waits for a target, what it has, and what it refused. */
  'exchange/status': defineCall('exchange/status', z.object({ target: z.string(), profile: z.string().default('national-2024') }), z.object({
    waiting: z.number().int(), accepted: z.number().int(), rejected: z.array(rejectionSchema), lastPushAt: instantSchema.nullable(),
    notSent: z.array(rowFindingSchema),
  })),
};
