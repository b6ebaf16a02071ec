import { z } from 'zod';
import { languages } from '#shared/text/index.ts';
import { targetSchema } from './exchange.ts';
import { defineCall } from './define.ts';

const none = z.object({}).strict();

export const settingsSchema = z.object({
  language: z.enum(languages), theme: z.enum(['light', 'dark', 'system']), userName: z.string().max(100),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A target without its secrets, as windows see it. */
export const targetSummarySchema = targetSchema.omit({ token: true, aesKey: true, aesIv: true });
export type TargetSummary = z.infer<typeof targetSummarySchema>;

const fileKinds = z.enum(['workspace', 'layout', 'checklist', 'zones', 'pdf', 'png', 'svg', 'geojson', 'gpkg', 'dxf', 'shp', 'xlsx', 'zip']);

/** Calls that the main process answers itself: dialogs, windows, settings, secrets. */
export const shellCalls = {
  /** The path a person chose, or null. A chosen path may then be passed to host calls. */
  'shell/pickOpen': defineCall('shell/pickOpen', z.object({ kind: fileKinds }), z.object({ path: z.string() }).nullable()),
  'shell/pickSave': defineCall('shell/pickSave', z.object({ kind: fileKinds, suggestedName: z.string().max(200) }), z.object({ path: z.string() }).nullable()),
  'shell/recent': defineCall('shell/recent', none, z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.string() }))),
  'shell/settings': defineCall('shell/settings', none, settingsSchema),
  'shell/saveSettings': defineCall('shell/saveSettings', settingsSchema.partial(), settingsSchema),
  'shell/openControlRoom': defineCall('shell/openControlRoom', none, z.object({})),
  'shell/showFile': defineCall('shell/showFile', z.object({ path: z.string() }), z.object({}), { paths: ['path'] }),
  /** Puts a short text on the clipboard: windows have no permission of their own for it. */
  'shell/copyText': defineCall('shell/copyText', z.object({ text: z.string().min(1).max(500) }), z.object({})),
  /** A person chooses the program that converts DWG; its usual arguments are set with it. */
  'shell/pickDwgConverter': defineCall('shell/pickDwgConverter', none, z.object({ chosen: z.boolean() })),
  /** Other arguments for the chosen converter; the person agrees to them in a dialog of the system. */
  'shell/saveDwgArguments': defineCall('shell/saveDwgArguments', z.object({ arguments: z.array(z.string().max(1000)).max(50) }), z.object({ saved: z.boolean() })),
  'shell/forgetDwgConverter': defineCall('shell/forgetDwgConverter', none, z.object({})),
  'shell/about': defineCall('shell/about', none, z.object({ version: z.string(), electron: z.string(), chrome: z.string(), node: z.string(), developmentRuntime: z.boolean() })),
  'shell/targets': defineCall('shell/targets', none, z.object({ targets: z.array(targetSummarySchema), secretsProtected: z.boolean() })),
  /** Keeps the secrets by the system's key store (safeStorage); where there is none, in memory until the program closes. */
  'shell/saveTarget': defineCall('shell/saveTarget', targetSchema, targetSummarySchema),
  'shell/deleteTarget': defineCall('shell/deleteTarget', z.object({ name: z.string() }), z.object({})),
  /** Adds the secrets and passes on to the host's `exchange/push`. */
  'shell/push': defineCall('shell/push', z.object({ name: z.string(), profile: z.string().default('national-2024') }), z.unknown(), { writes: true, long: true }),
};
