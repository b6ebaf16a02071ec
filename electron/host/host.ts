import { basename } from 'node:path';
import type { z } from 'zod';
import { hostCalls, type CallInput, type CallOutput, type CallParsedInput, type HostCallName, type HostCalls } from '#shared/contract/index.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { loadRulePack } from './rule-pack.ts';
import { sqliteToAppError } from './db/errors.ts';
import type { CallContext, HostPorts, HostServices } from './services.ts';
import { OpenWorkspace } from './session.ts';
import { Tasks, type ProgressListener } from './tasks.ts';
import { allHandlers } from './usecases/index.ts';
import { issueParams } from './validate.ts';

export interface CallOptions {
  readonly taskId: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
}

/** The workspace host: answers the calls of `shared/contract` for one open workspace. */
export interface Host {
  /**
   * Checks the input, answers the call, checks the output.
   * @throws AppError of any code of `shared/text`; other errors are faults of the program
   */
  call<Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>, options: CallOptions): Promise<CallOutput<HostCalls[Name]>>;
  /** Asks the call that was made with this `taskId` to stop; it then fails with error.cancelled. */
  cancel(taskId: string): void;
  /** Cancels what runs and closes the workspace. */
  close(): Promise<void>;
}

/** Calls that put another workspace in the place of the open one. */
const replacing: ReadonlySet<HostCallName> = new Set(['workspace/create', 'workspace/createSample', 'workspace/open', 'workspace/close']);

/** Makes a host. It opens nothing by itself. */
export function createHost(ports: HostPorts): Host {
  const rulePack = loadRulePack(ports.resources);
  const open = new OpenWorkspace(ports.emit, rulePack);
  const services: HostServices = { ...ports, workspace: () => open.need(), levels: () => open.levels(), rulePack };
  const handlers = allHandlers(services, open);
  const tasks = new Tasks();

  async function call<Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>, options: CallOptions): Promise<CallOutput<HostCalls[Name]>> {
    if (!Object.hasOwn(hostCalls, name)) throw new AppError('error.call.unknown', { call: String(name) });
    const definition = hostCalls[name];
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) throw inputInvalid(name, parsed.error);
    const listener: ProgressListener = (progress) => {
      options.onProgress?.(progress);
      ports.emit('task/progress', { taskId: options.taskId, call: name, ...progress });
    };
    const work = async (context: CallContext): Promise<CallOutput<HostCalls[Name]>> => {
      if (definition.writes) refuseReadOnly(open);
      try {
        // The table of handlers is typed call by call; its general form is one function of what the call's schema gave.
        const handler = handlers[name] as (input: CallParsedInput<HostCalls[Name]>, context: CallContext) => unknown;
        return checkedOutput(name, definition.output, await handler(parsed.data as CallParsedInput<HostCalls[Name]>, context)) as CallOutput<HostCalls[Name]>;
      } catch (thrown) {
        if (context.signal.aborted && !(thrown instanceof AppError)) throw new AppError('error.cancelled', {}, { cause: thrown });
        throw open.current ? sqliteToAppError(thrown, open.current.path) : thrown;
      }
    };
    const run = replacing.has(name) ? tasks.runAlone.bind(tasks) : tasks.run.bind(tasks);
    return run(options.taskId, options.signal, listener, work);
  }

  return {
    call,
    cancel: (taskId) => tasks.cancel(taskId),
    close: () => tasks.runAlone('close', undefined, () => undefined, () => open.close()),
  };
}

function refuseReadOnly(open: OpenWorkspace): void {
  const workspace = open.need();
  if (workspace.readOnly) throw new AppError('error.workspace.readOnly', { file: basename(workspace.path) });
}

function inputInvalid(call: string, error: z.ZodError): AppError {
  const { field, params } = issueParams(error.issues[0]);
  return new AppError('error.input.invalid', { call, field, ...params });
}

/** What leaves the host has the shape that the contract says; anything else is a fault of the program. */
function checkedOutput(call: string, schema: z.ZodType, output: unknown): unknown {
  const result = schema.safeParse(output);
  if (result.success) return result.data;
  const { field, params } = issueParams(result.error.issues[0]);
  throw new Error(`output of ${call}: ${field} ${String(params['reason'])}`);
}
