import { ipcMain } from 'electron';
import type { z } from 'zod';
import type { Answer } from '#shared/contract/bridge.ts';
import type { CallDefinition } from '#shared/contract/define.ts';
import { shellCalls, windowCalls, type CallOutput, type CallParsedInput, type WindowCallName } from '#shared/contract/index.ts';
import { AppError, toErrorData } from '#shared/kernel/errors.ts';
import { channels } from '#electron/preload/channels.ts';
import type { GrantedPaths } from './granted-paths.ts';
import type { WindowKind, Windows } from './windows.ts';

type ShellCalls = typeof shellCalls;
/** What main answers itself. `taskId` names a long call for progress and cancel. */
export type ShellHandlers = {
  readonly [Name in keyof ShellCalls]: (input: CallParsedInput<ShellCalls[Name]>, taskId: string) => CallOutput<ShellCalls[Name]> | Promise<CallOutput<ShellCalls[Name]>>;
};

interface RouterParts {
  readonly windows: Windows;
  readonly paths: GrantedPaths;
  readonly shell: ShellHandlers;
  readonly callHost: (name: string, input: unknown, taskId: string) => Promise<unknown>;
  readonly cancel: (taskId: string) => void;
}

/** All that the control room may ask: what it shows. A call that is added later is refused there until it is named here. */
const controlRoomCalls: ReadonlySet<string> = new Set([
  'workspace/info', 'workspace/history', 'layout/list', 'layout/content', 'zones/list', 'hierarchy/tree', 'hierarchy/children', 'hierarchy/search', 'entity/get', 'risk/explain',
  'shell/settings', 'shell/about',
] satisfies WindowCallName[]);

let nextTask = 1;

/**
 * Takes the windows' calls. Refused: messages that are not from the top frame of one of our windows, names outside the contract,
 * inputs that do not fit, paths that no person chose, and from the control room everything but what it shows.
 */
export function routeCalls(parts: RouterParts): void {
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown, taskId: unknown): Promise<Answer<unknown>> => {
    const kind = parts.windows.kindOf(event);
    if (kind === null) throw new Error('Refused: not a window of this program.');
    try {
      return { ok: true, value: await answer(parts, kind, name, input, typeof taskId === 'string' ? taskId : `call-${nextTask++}`) };
    } catch (error) {
      if (!(error instanceof AppError)) console.error(error);
      return { ok: false, error: toErrorData(error) };
    }
  });
  ipcMain.handle(channels.cancel, (event, taskId: unknown) => {
    if (parts.windows.kindOf(event) !== null && typeof taskId === 'string') parts.cancel(taskId);
  });
  ipcMain.on(channels.grant, (event, file: unknown) => {
    if (parts.windows.kindOf(event) === 'main' && typeof file === 'string') parts.paths.grant(file);
    event.returnValue = null;
  });
}

async function answer(parts: RouterParts, kind: WindowKind, name: unknown, rawInput: unknown, taskId: string): Promise<unknown> {
  const call: CallDefinition | undefined = typeof name === 'string' && Object.hasOwn(windowCalls, name) ? windowCalls[name as keyof typeof windowCalls] : undefined;
  if (call === undefined) throw new AppError('error.call.unknown', { call: String(name) });
  if (kind === 'control-room' && (call.writes || call.paths.length > 0 || !controlRoomCalls.has(call.name))) throw new AppError('error.window.readOnly');
  const input = parseInput(call, rawInput);
  for (const field of call.paths) {
    const file = (input as Record<string, unknown>)[field];
    if (typeof file === 'string' && !parts.paths.has(file)) throw new AppError('error.path.notChosen', { file });
  }
  if (!(call.name in shellCalls)) return parts.callHost(call.name, input, taskId);
  // The name is one of shellCalls, and the input was parsed by that very call's schema.
  const handle = parts.shell[call.name as keyof ShellCalls] as (input: unknown, taskId: string) => unknown;
  return handle(input, taskId);
}

function parseInput(call: CallDefinition, input: unknown): z.output<CallDefinition['input']> {
  const parsed = call.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('error.input.invalid', { call: call.name, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
}
