import path from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { dwgConverterSchema, usualArguments, type DwgConverter } from '#shared/contract/dwg.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { formatMessage, type Language } from '#shared/text/index.ts';
import type { ShellHandlers } from './router.ts';
import type { SettingsStore } from './settings.ts';

/** Calls of the host that may start the converter. */
const readingCalls: ReadonlySet<string> = new Set(['layout/import', 'layout/revise', 'layout/dwgConverter']);

/** A call's input with the converter that a person chose, and none that a window names: a page that was taken over could start any program by it. */
export function withDwgConverter(name: string, input: unknown, converter: DwgConverter | null): unknown {
  if (!readingCalls.has(name) || typeof input !== 'object' || input === null) return input;
  const { dwgConverter: _byWindow, ...rest } = input as Record<string, unknown>;
  return converter === null ? rest : { ...rest, dwgConverter: converter };
}

type DwgHandlers = Pick<ShellHandlers, 'shell/pickDwgConverter' | 'shell/saveDwgArguments' | 'shell/forgetDwgConverter'>;

/** The calls that set the converter of DWG drawings. Whatever will be run is chosen, or agreed to, in a dialog of the system. */
export function dwgHandlers(mainWindow: () => BrowserWindow, settings: SettingsStore): DwgHandlers {
  return {
    'shell/pickDwgConverter': async () => {
      const program = await pickProgram(mainWindow(), settings.settings.language);
      if (program === null) return { chosen: false };
      settings.dwgConverter = { program, arguments: usualArguments(program) };
      return { chosen: true };
    },
    'shell/saveDwgArguments': async (input) => {
      const { dwgConverter } = settings;
      if (dwgConverter === null) throw new AppError('error.dwg.noConverter');
      const checked = dwgConverterSchema.safeParse({ program: dwgConverter.program, arguments: input.arguments });
      if (!checked.success) throw new AppError('error.dwg.arguments', { in: '{in}', inDir: '{inDir}', out: '{out}', outDir: '{outDir}' });
      if (!await agreed(mainWindow(), checked.data, settings.settings.language)) return { saved: false };
      settings.dwgConverter = checked.data;
      return { saved: true };
    },
    'shell/forgetDwgConverter': () => {
      settings.dwgConverter = null;
      return {};
    },
  };
}

async function pickProgram(window: BrowserWindow, language: Language): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: formatMessage(language, 'dwgProgram.pick'), properties: ['openFile', 'treatPackageAsDirectory'],
    ...(process.platform === 'win32' ? { filters: [{ name: formatMessage(language, 'dwgProgram.program'), extensions: ['exe', 'com'] }] } : {}),
  });
  const [chosen] = filePaths;
  return canceled || chosen === undefined ? null : path.resolve(chosen);
}

async function agreed(window: BrowserWindow, { program, arguments: values }: DwgConverter, language: Language): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question', message: formatMessage(language, 'dwgProgram.agree'), detail: [program, ...values].join('\n'),
    buttons: [formatMessage(language, 'dwgProgram.agreeYes'), formatMessage(language, 'dwgProgram.agreeNo')], defaultId: 1, cancelId: 1, noLink: true,
  });
  return response === 0;
}
