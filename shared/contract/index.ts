import type { z } from 'zod';
import { checklistCalls } from './checklist.ts';
import type { CallDefinition } from './define.ts';
import { exchangeCalls } from './exchange.ts';
import { hierarchyCalls } from './hierarchy.ts';
import { layoutCalls } from './layout.ts';
import { plantCalls } from './plant.ts';
import { shellCalls } from './shell.ts';
import { workspaceCalls } from './workspace.ts';
import { zonesCalls } from './zones.ts';
import { zonesImportCalls } from './zones-import.ts';

/** Every call that the workspace host answers. */
export const hostCalls = { ...workspaceCalls, ...hierarchyCalls, ...layoutCalls, ...plantCalls, ...zonesCalls, ...zonesImportCalls, ...checklistCalls, ...exchangeCalls };
export { shellCalls };
/** Every call that a window may make. `exchange/push` is left out: windows push by `shell/push`, so that secrets never reach them. */
const { 'exchange/push': _hostOnly, ...windowHostCalls } = hostCalls;
export const windowCalls = { ...windowHostCalls, ...shellCalls };

export type HostCalls = typeof hostCalls;
export type HostCallName = keyof HostCalls;
export type WindowCalls = typeof windowCalls;
export type WindowCallName = keyof WindowCalls;

/** What a caller may pass (defaults may be omitted). */
export type CallInput<Call extends CallDefinition> = z.input<Call['input']>;
/** What a handler gets (defaults filled in). */
export type CallParsedInput<Call extends CallDefinition> = z.output<Call['input']>;
export type CallOutput<Call extends CallDefinition> = z.output<Call['output']>;
