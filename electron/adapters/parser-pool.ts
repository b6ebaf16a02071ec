import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParseControl, Parsers } from '#shared/contract/ports.ts';
import { AppError, fromErrorData } from '#shared/kernel/errors.ts';
import { maxFileBytes, workerMemoryMb, workerSeconds } from '#electron/workers/limits.ts';
import type { ParseJob, ParseResults, WorkerMessage } from '#electron/workers/protocol.ts';

export interface ParserPoolOptions {
  /** The worker's entry: `electron/workers/parse.ts`, or what the bundler made of it. */
  readonly worker: URL | string;
  /** Heap of a parser in MB, seconds it may take, parsers at the same time. */
  readonly memoryMb?: number;
  readonly seconds?: number;
  readonly parallel?: number;
}

/**
 * Parsers that run each file in a worker thread of its own, with a memory limit and a time limit. A parser that fails, hangs or
 * dies takes nothing with it.
 * Errors: error.file.tooLarge, error.file.notFound; error.worker.timeout, error.worker.memory, error.worker.crashed; error.cancelled;
 * and what the readers themselves say.
 */
export function createParserPool(options: ParserPoolOptions): Omit<Parsers, 'dwgConverter'> {
  const limit = options.parallel ?? 2;
  let running = 0;
  const waiting: (() => void)[] = [];
  const turn = async (): Promise<void> => {
    if (running >= limit) await new Promise<void>((resolve) => { waiting.push(resolve); });
    running += 1;
  };
  const release = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  const run = async <Kind extends ParseJob['kind']>(job: Extract<ParseJob, { kind: Kind }>, control: ParseControl): Promise<ParseResults[Kind]> => {
    await checkSize(job);
    await turn();
    try {
      // The worker answers with the result of the job's own kind.
      return await runWorker(job, options, control) as ParseResults[Kind];
    } finally {
      release();
    }
  };
  return {
    drawing: (request, control) => run({ kind: 'drawing', path: request.path, recover: request.recover, page: request.page }, control),
    pages: (request, control) => run({ kind: 'pages', path: request.path }, control),
    checklist: (request, control) => run({ kind: 'checklist', path: request.path, template: request.template }, control),
    zones: (request, control) => run({ kind: 'zones', path: request.path }, control),
  };
}

/** Refuses a file that is too large before a worker is started for it. */
async function checkSize(job: ParseJob): Promise<void> {
  const file = basename(job.path);
  const found = await stat(job.path).catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    throw code === 'ENOENT' ? new AppError('error.file.notFound', { file }) : new AppError('error.file.unreadable', { file, reason: code });
  });
  const limit = maxFileBytes[job.kind];
  if (found.size > limit) throw new AppError('error.file.tooLarge', { file, size: Math.round(found.size / 1e5) / 10, limit: limit / 1e6 });
}

function runWorker(job: ParseJob, options: ParserPoolOptions, { signal, onProgress }: ParseControl): Promise<unknown> {
  const file = basename(job.path);
  const memoryMb = options.memoryMb ?? workerMemoryMb;
  const seconds = options.seconds ?? workerSeconds;
  return new Promise((resolve, reject) => {
    if (signal.aborted) { reject(new AppError('error.cancelled')); return; }
    const worker = new Worker(options.worker, { workerData: job, resourceLimits: { maxOldGenerationSizeMb: memoryMb }, stdout: false, stderr: false });
    let settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      // The file is let go of only when the thread has ended, so that whoever cancelled can delete it.
      void worker.terminate().then(finish, finish);
    };
    const fail = (error: AppError): void => { settle(() => { reject(error); }); };
    const cancel = (): void => { fail(new AppError('error.cancelled')); };
    const timer = setTimeout(() => { fail(new AppError('error.worker.timeout', { file, seconds })); }, seconds * 1000);
    signal.addEventListener('abort', cancel);
    worker.on('message', (message: WorkerMessage) => {
      if (settled) return;
      if (message.type === 'progress') onProgress(message.progress);
      else if (message.type === 'done') settle(() => { resolve(message.result); });
      else fail(nameFile(fromErrorData(message.error), file));
    });
    worker.on('error', (thrown: unknown) => {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') fail(new AppError('error.worker.memory', { file, limit: memoryMb }));
      else fail(new AppError('error.worker.crashed', { file, reason: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown }));
    });
    worker.on('exit', (code) => { fail(new AppError('error.worker.crashed', { file, reason: `exit ${code}` })); });
  });
}

/** A fault inside a parser is told with the file's name: it is the file that the person can do something about. */
function nameFile(error: AppError, file: string): AppError {
  return error.code === 'error.internal' ? new AppError('error.worker.crashed', { file, reason: String(error.params['detail'] ?? '') }) : error;
}
