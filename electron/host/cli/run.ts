import { Command, CommanderError } from 'commander';
import { createHost } from '#electron/host/host.ts';
import type { HostPorts } from '#electron/host/services.ts';
import type { Language } from '#shared/text/index.ts';
import { addChecklistCommands, addHandOverCommands, addWorkspaceCommands, type Run } from './commands.ts';
import { Session } from './session.ts';
import { Terminal, type Streams } from './terminal.ts';
import { addCommonOptions, helpIn, usageFault } from './usage.ts';

/** Exit codes: 0 done, 1 the input or the workspace is at fault, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

interface Surroundings {
  readonly ports: HostPorts;
  readonly streams: Streams;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
  /** Aborted by Ctrl+C: the work under way is cancelled and nothing is written. */
  readonly signal: AbortSignal;
}

/**
 * Runs the command line `riskatlas …`: batch work on a workspace through the very host that the window uses.
 * @param parameters what follows the program's name
 */
export async function runCommandLine(parameters: readonly string[], { ports, streams, environment, version, signal }: Surroundings): Promise<ExitCode> {
  const terminal = new Terminal(streams, languageOf(parameters, environment), parameters.includes('--json'));
  let exitCode: number = 0;
  const run: Run = async (work) => {
    const host = createHost(ports);
    try {
      exitCode = await work(new Session(host, terminal, signal), terminal);
    } catch (error) {
      terminal.failure(error);
      exitCode = 1;
    } finally {
      await host.close();
    }
  };

  const program = new Command('riskatlas').description(terminal.text('cli.program')).version(version, '--version', terminal.text('cli.opt.version'));
  program.configureOutput({
    writeOut: (text) => streams.out(text), writeErr: (text) => streams.error(text),
    outputError: (message, write) => write(`${usageFault(terminal, message)}\n`),
  }).exitOverride().configureHelp(helpIn(terminal));
  program.helpOption('-h, --help', terminal.text('cli.opt.help')).helpCommand(false).showHelpAfterError(terminal.text('cli.seeHelp'));
  addWorkspaceCommands(program, run, terminal, environment);
  addChecklistCommands(program, run, terminal);
  addHandOverCommands(program, run, terminal, environment);
  everyCommand(program, (command) => {
    command.copyInheritedSettings(program).helpCommand(false);
    addCommonOptions(command, terminal);
  });

  try {
    await program.parseAsync(parameters, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for end with 0; commander counts help after a bare command group as wrong usage.
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode === 0 ? 0 : 1;
}

function everyCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) everyCommand(child, visit);
}

/** `--lang`, else English where the environment says so, else Chinese. */
function languageOf(parameters: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = parameters.findIndex((parameter) => parameter === '--lang' || parameter.startsWith('--lang='));
  const given = at < 0 ? undefined : (parameters[at]?.split('=')[1] ?? parameters[at + 1]);
  const wish = given ?? environment['RISKATLAS_LANG'] ?? environment['LC_ALL'] ?? environment['LANG'] ?? '';
  return wish.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}
