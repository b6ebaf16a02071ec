import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { toErrorData } from '#shared/kernel/errors.ts';
import type { ParseResult, WorkerMessage } from './protocol.ts';
import { readDrawing, readPages } from './read-drawing.ts';

const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drawing'), path: z.string().min(1), recover: z.boolean(), page: z.number().int().min(1).optional() }),
  z.object({ kind: z.literal('pages'), path: z.string().min(1) }),
  z.object({ kind: z.literal('checklist'), path: z.string().min(1), template: z.string() }),
  z.object({ kind: z.literal('zones'), path: z.string().min(1) }),
]);

/** Entry of a parser worker: does the one job in `workerData`, answers by `WorkerMessage`s. */
async function work(send: (message: WorkerMessage, transfer?: ArrayBuffer[]) => void): Promise<void> {
  const job = jobSchema.parse(workerData);
  const onProgress = (progress: { phase: string; done: number; total: number }): void => { send({ type: 'progress', progress }); };
  if (job.kind === 'drawing') {
    const result = await readDrawing(job, onProgress);
    const { buffer } = result.derived;
    // Bytes that own their whole buffer are handed over, others copied.
    const owned = buffer instanceof ArrayBuffer && buffer.byteLength === result.derived.byteLength;
    send({ type: 'done', result }, owned ? [buffer] : []);
    return;
  }
  if (job.kind === 'pages') {
    send({ type: 'done', result: await readPages(job.path, onProgress) });
    return;
  }
  if (job.kind === 'zones') {
    const { readZones } = await import('./read-zones.ts');
    send({ type: 'done', result: await readZones(job.path, onProgress) });
    return;
  }
  const { readChecklist } = await import('#electron/adapters/xlsx/read-checklist.ts');
  const result: ParseResult<'checklist'> = await readChecklist(job.path, { template: job.template }, onProgress);
  send({ type: 'done', result });
}

const port = parentPort;
if (port === null) throw new Error('parse.ts runs as a worker only');
try {
  await work((message, transfer = []) => { port.postMessage(message, transfer); });
} catch (thrown) {
  port.postMessage({ type: 'failed', error: toErrorData(thrown) } satisfies WorkerMessage);
}
