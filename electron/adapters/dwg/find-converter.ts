import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { usualArguments, type DwgConverter, type DwgConverterState } from '#shared/contract/dwg.ts';

/** Names of converters that are looked for, the quickest first. */
const names = ['dwg2dxf', 'ODAFileConverter'];

/** Where to look for a converter: the machine's own, or a test's. */
export interface Machine { readonly platform: NodeJS.Platform; readonly environment: NodeJS.ProcessEnv; readonly applications: readonly string[] }

export const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  applications: process.platform === 'darwin' ? ['/Applications']
    : process.platform === 'win32' ? [process.env['ProgramFiles'], process.env['ProgramFiles(x86)']].flatMap((folder) => folder ?? []) : ['/usr/bin', '/usr/local/bin', '/opt'],
});

/** A converter on PATH, else where its own installation puts it; null where there is none. */
export function findConverter(machine: Machine = thisMachine()): DwgConverter | null {
  const ending = machine.platform === 'win32' ? '.exe' : '';
  const path = (machine.environment['PATH'] ?? machine.environment['Path'] ?? '').split(delimiter).filter(isAbsolute);
  const places = [
    ...names.flatMap((name) => path.map((folder) => join(folder, name + ending))),
    ...machine.applications.flatMap((folder) => installed(folder, machine.platform, ending)),
  ];
  const program = places.find((place) => problemOf(place) === '');
  return program === undefined ? null : { program, arguments: usualArguments(program) };
}

/** Places below a folder of programs, among them ODA's folders that carry the version in their name. */
function installed(folder: string, platform: NodeJS.Platform, ending: string): string[] {
  if (platform === 'darwin') return [join(folder, 'ODAFileConverter.app/Contents/MacOS/ODAFileConverter')];
  const versions = foldersIn(folder).filter((name) => /^(ODA|ODAFileConverter)/i.test(name)).sort().reverse();
  return [
    ...names.map((name) => join(folder, name + ending)),
    ...versions.flatMap((name) => [join(folder, name), ...foldersIn(join(folder, name)).sort().reverse().map((inner) => join(folder, name, inner))])
      .map((place) => join(place, `ODAFileConverter${ending}`)),
  ];
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Why a program cannot be run; empty where it can. */
export function problemOf(program: string): DwgConverterState['problem'] {
  if (!isAbsolute(program)) return 'missing';
  try {
    if (!statSync(program).isFile()) return 'missing';
  } catch {
    return 'missing';
  }
  try {
    accessSync(program, constants.X_OK);
    return '';
  } catch {
    return 'notRunnable';
  }
}
