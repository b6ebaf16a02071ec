import { copyFile, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { DwgConverter, DwgConverterState } from '#shared/contract/dwg.ts';
import type { DrawingRequest, ParseControl, ParsedDrawing, Parsers } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { findConverter, problemOf, thisMachine, type Machine } from './find-converter.ts';
import { runConverter, sizeOf, type RunEnd, type RunLimits } from './run-converter.ts';

export interface DwgOptions extends Partial<RunLimits> { readonly machine?: Machine }

/** A drawing of a whole plant is converted in under a minute on an office machine. */
const defaultSeconds = 180;
/** No larger DXF is read anyway (electron/workers/limits.ts). */
const defaultMaxBytes = 300_000_000;

/** Drawing readers that also read DWG, by a converter that runs as a process of its own; what it makes goes through the DXF reader in its worker. */
export function withDwg(parsers: Omit<Parsers, 'dwgConverter'>, options: DwgOptions = {}): Parsers {
  const machine = options.machine ?? thisMachine();
  const limits: RunLimits = { seconds: options.seconds ?? defaultSeconds, maxBytes: options.maxBytes ?? defaultMaxBytes };
  const stateOf = (set: DwgConverter | undefined): DwgConverterState => {
    if (set !== undefined) return { source: 'set', converter: set, problem: problemOf(set.program) };
    const found = findConverter(machine);
    return found === null ? { source: 'none', converter: null, problem: '' } : { source: 'found', converter: found, problem: '' };
  };
  return {
    ...parsers,
    dwgConverter: (set) => Promise.resolve(stateOf(set)),
    async drawing(request, control) {
      if (!await isDwg(request.path)) return parsers.drawing(request, control);
      const { converter, problem } = stateOf(request.dwgConverter);
      // Without a converter the reader refuses the file and says what to do.
      if (converter === null) return parsers.drawing(request, control);
      if (problem !== '') throw new AppError('error.layout.dwgProgram', { program: converter.program });
      return convertAndRead(parsers, request, converter, limits, control);
    },
  };
}

/** Whether a file is a DWG, by its version mark. One that cannot be opened or read is none: the reader will say why. */
async function isDwg(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return false;
  try {
    const head = Buffer.alloc(6);
    await handle.read(head, 0, 6, 0);
    return /^AC1[0-9]{3}$/.test(head.toString('latin1'));
  } catch {
    // A folder can be opened, but not read.
    return false;
  } finally {
    await handle.close();
  }
}

async function convertAndRead(
  parsers: Pick<Parsers, 'drawing'>, request: DrawingRequest, converter: DwgConverter, limits: RunLimits, control: ParseControl,
): Promise<ParsedDrawing> {
  const file = basename(request.path);
  // Names of plain letters: converters stumble over others, and no file name becomes an option.
  const folder = await mkdtemp(join(tmpdir(), 'riskatlas-dwg-'));
  try {
    const [inDir, outDir] = [join(folder, 'in'), join(folder, 'out')];
    await Promise.all([mkdir(inDir), mkdir(outDir)]);
    const paths = { in: join(inDir, 'drawing.dwg'), out: join(outDir, 'drawing.dxf'), inDir, outDir };
    await copyFile(request.path, paths.in).catch((thrown: unknown) => { throw new AppError('error.file.unreadable', { file, reason: codeOf(thrown) }); });
    control.onProgress({ phase: 'progress.convertDwg', done: 0, total: 0 });
    const end = await runConverter({ program: converter.program, arguments: filled(converter.arguments, paths), folder, outFolder: outDir, limits, signal: control.signal });
    refuseFailed(end, file, converter.program, limits);
    if (await sizeOf(outDir) > limits.maxBytes) refuseFailed({ kind: 'tooLarge' }, file, converter.program, limits);
    const made = await madeFile(outDir);
    if (made === null) throw new AppError('error.layout.dwgNothing', { file, program: basename(converter.program), said: end.kind === 'ended' && end.said || '-' });
    const parsed = await parsers.drawing({ path: made, recover: request.recover }, control).catch((thrown: unknown) => { throw named(thrown, file, basename(made)); });
    return { ...parsed, format: 'dwg' };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  }
}

function filled(values: readonly string[], paths: { readonly in: string; readonly out: string; readonly inDir: string; readonly outDir: string }): string[] {
  return values.map((value) => value.replaceAll(/\{(in|out|inDir|outDir)\}/g, (_whole, name: keyof typeof paths) => paths[name]));
}

/** @throws AppError error.cancelled, error.layout.dwgTimeout, error.layout.dwgTooLarge, error.layout.dwgProgram, error.layout.dwgFailed */
function refuseFailed(end: RunEnd, file: string, path: string, limits: RunLimits): void {
  const program = basename(path);
  switch (end.kind) {
    case 'cancelled': throw new AppError('error.cancelled');
    case 'timeout': throw new AppError('error.layout.dwgTimeout', { file, program, seconds: limits.seconds });
    case 'tooLarge': throw new AppError('error.layout.dwgTooLarge', { file, program, limit: Math.round(limits.maxBytes / 1e6) });
    case 'notStarted': throw new AppError('error.layout.dwgProgram', { program: path });
    case 'ended':
      if (end.code !== 0) throw new AppError('error.layout.dwgFailed', { file, program, code: end.code ?? end.signal ?? '-', said: end.said || '-' });
  }
}

/** The DXF that a converter made: the one that was asked for, or the only one. */
async function madeFile(folder: string): Promise<string | null> {
  const made = (await readdir(folder)).filter((name) => /\.dxf$/i.test(name));
  const name = made.find((candidate) => candidate === 'drawing.dxf') ?? (made.length === 1 ? made[0] : undefined);
  return name === undefined ? null : join(folder, name);
}

/** What is wrong with the DXF is told with the name of the file that the person knows. */
function named(thrown: unknown, file: string, made: string): unknown {
  return thrown instanceof AppError && thrown.params['file'] === made ? new AppError(thrown.code, { ...thrown.params, file }, { cause: thrown }) : thrown;
}

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown));
