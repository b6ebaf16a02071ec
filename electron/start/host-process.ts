import type { FromHost, ToHost } from '#shared/contract/host-protocol.ts';
import { toHostSchema } from '#shared/contract/host-protocol.ts';
import { systemClock } from '#shared/kernel/clock.ts';
import { AppError, toErrorData } from '#shared/kernel/errors.ts';
import { createHost } from '#electron/host/host.ts';
import type { HostCallName } from '#shared/contract/index.ts';
import { hostCalls } from '#shared/contract/index.ts';
import { hostPorts } from '#electron/start/ports.ts';

/*
 * The workspace host as a process of its own, behind main: an Electron utility process, or a plain Node process (electron/main/
 * host-link.ts chooses). Ends by `stop`, or when main is gone.
 */
interface ParentPort { postMessage(message: unknown): void; on(event: 'message', listener: (event: { data: unknown }) => void): void }
const parentPort = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;

const post = (message: FromHost): void => {
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
};

const resources = process.argv.find((argument) => argument.startsWith('--resources='))?.slice('--resources='.length);
if (resources === undefined) throw new Error('The host needs --resources=FOLDER.');

let who = '';
const host = createHost(hostPorts({ entry: import.meta.url, resources, clock: systemClock, who: () => who, emit: (name, data) => post({ type: 'event', name, data }) }));

async function receive(message: ToHost): Promise<void> {
  switch (message.type) {
    case 'identity':
      who = message.who;
      return;
    case 'cancel':
      host.cancel(message.taskId);
      return;
    case 'stop':
      await host.close();
      process.exit(0);
      return;
    case 'call':
      try {
        if (!Object.hasOwn(hostCalls, message.name)) throw new AppError('error.call.unknown', { call: message.name });
        // The host itself checks the input by the call's schema.
        const value = await host.call(message.name as HostCallName, message.input as never, { taskId: message.taskId });
        post({ type: 'reply', id: message.id, ok: true, value });
      } catch (error) {
        if (!(error instanceof AppError)) console.error(error);
        post({ type: 'failure', id: message.id, error: toErrorData(error) });
      }
  }
}

const onMessage = (raw: unknown): void => void receive(toHostSchema.parse(raw));
if (parentPort) parentPort.on('message', (event) => onMessage(event.data));
else {
  process.on('message', onMessage);
  process.on('disconnect', () => void host.close().finally(() => process.exit(0)));
}
post({ type: 'ready' });
