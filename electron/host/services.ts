import type { CallOutput, CallParsedInput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import type { EventData, EventName } from '#shared/contract/events.ts';
import type { ChecklistWriter, Parsers, SheetPainter } from '#shared/contract/ports.ts';
import type { CancelSignal } from '#shared/contract/ports.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { LevelIndex } from '#shared/risk/level-index.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import type { Workspace } from './workspace.ts';

/** What whoever starts the host hands to it: adapters, the clock, where the shipped data lies. */
export interface HostPorts {
  readonly parsers: Parsers;
  readonly painter: SheetPainter;
  readonly checklistWriter: ChecklistWriter;
  readonly clock: Clock;
  /** Name written into the change log. */
  readonly who: () => string;
  /** Absolute path of `resources/`. */
  readonly resources: string;
  readonly fetch: typeof globalThis.fetch;
  readonly emit: <Name extends EventName>(name: Name, data: EventData<Name>) => void;
}

/** What use cases work with. */
export interface HostServices extends HostPorts {
  /** The open workspace. @throws AppError error.workspace.none */
  workspace(): Workspace;
  /** Levels of all events, units, objects and zones of the open workspace, kept up to date with every commit. */
  levels(): LevelIndex;
  rulePack(): RulePack;
}

export interface CallContext {
  readonly taskId: string;
  readonly signal: CancelSignal;
  /** `phase` is a key of `shared/text` (`progress.…`). */
  readonly progress: (phase: string, done: number, total: number) => void;
}

/** The function behind each host call. A use-case file exports `xxxHandlers(services)` with its own few. */
export type Handlers = {
  readonly [Name in HostCallName]: (input: CallParsedInput<HostCalls[Name]>, context: CallContext) => CallOutput<HostCalls[Name]> | Promise<CallOutput<HostCalls[Name]>>;
};
