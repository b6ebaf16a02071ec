import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

declare const window: { readonly riskatlas: Bridge };

interface Read { readonly status: number; readonly length: number; readonly text: string; readonly headers: Record<string, string> }

const anyId = '01890000-0000-7000-8000-000000000000';
let workstation: Workstation;
let main: MainWindow;
let layoutId = '';
/** What the map asks for. */
let content = '';
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
});
test.afterAll(() => workstation.close());

/** Fetches an address as a page's own script would; `text` holds only what is short. */
const read = (page: Page, address: string, method = 'GET'): Promise<Read> => page.evaluate(async ([url, verb]) => {
  const answer = await fetch(url, { method: verb });
  const bytes = await answer.arrayBuffer();
  return { status: answer.status, length: bytes.byteLength, text: bytes.byteLength < 100 ? new TextDecoder().decode(bytes) : '', headers: Object.fromEntries(answer.headers) };
}, [address, method] as const);

test('without an open workspace there is no content', async () => {
  expect(await read(main.page, `/content/layout/${anyId}?hash=${'0'.repeat(64)}`)).toMatchObject({ status: 404, text: 'error.workspace.none' });
});

test('a layout’s content is what the call gives, for this origin alone, and is not kept', async () => {
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
  const [layout] = await main.ask('layout/list', {});
  if (!layout) throw new Error('The sample has no layout.');
  layoutId = layout.id;
  content = `/content/layout/${layout.id}?hash=${layout.contentHash}`;
  const called = await main.page.evaluate(async ([id, address]) => {
    const answer = await window.riskatlas.call('layout/content', { layoutId: id as never });
    if (!answer.ok) throw new Error(answer.error.code);
    const fetched = new Uint8Array(await (await fetch(address)).arrayBuffer());
    return { mediaType: answer.value.mediaType, length: answer.value.bytes.length, same: fetched.every((byte, at) => byte === answer.value.bytes[at]) };
  }, [layoutId, content] as const);
  const fetched = await read(main.page, content);
  expect(called.length).toBeGreaterThan(1000);
  expect(called.same).toBe(true);
  expect(fetched).toMatchObject({ status: 200, length: called.length });
  expect(fetched.headers).toMatchObject({
    'content-type': called.mediaType, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(Object.keys(fetched.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('ids are checked and paths lead nowhere else', async () => {
  const [zone] = await main.ask('zones/list', {});
  const hash = content.slice(content.indexOf('=') + 1);
  const paths = [
    '/content/layout/', '/content/layout/x', `/content/layout/${anyId}`, `/content/layout/${zone?.id ?? ''}`, `/content/layout/${layoutId}/`, `/content/layout/${layoutId}/more`,
    `/content/layout/${layoutId}%00`, `/content/layout/%20${layoutId}`, '/content/layout/..%2f..%2findex.html', '/content/layout/%2e%2e%2f%2e%2e%2fmain%2findex.js', '/content/layout/%zz', '/%zz',
    `/content/layout/..%5c${layoutId}`, `/content/zone/${layoutId}`, `/Content/layout/${layoutId}`, `/content%2flayout/${layoutId}`, '/content/layout/__proto__', `/content/layout/${"'%20OR%201=1--"}`,
  ];
  const tricks = [
    ...paths.map((address) => `${address}?hash=${hash}`), `${content}&previous`,
    `/content/layout/${layoutId}`, `/content/layout/${layoutId}?hash=`, `/content/layout/${layoutId}?hash=${'0'.repeat(64)}`, `/content/layout/${layoutId}?hash=${hash}x`, `/content/layout/${layoutId}?${hash}`,
  ];
  for (const trick of tricks) {
    const answer = await read(main.page, trick);
    expect(answer.status, trick).toBe(404);
    expect(answer.length, trick).toBeLessThan(60);
  }
  expect((await read(main.page, content)).status).toBe(200);
});

test('it can only be read: every other method is refused and changes nothing', async () => {
  const before = await main.ask('workspace/history', { limit: 1 });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const address of [content, '/index.html']) {
      expect((await read(main.page, address, method)).status, `${method} ${address}`).toBe(405);
    }
  }
  expect(await main.ask('workspace/history', { limit: 1 })).toEqual(before);
});

// Electron tells nothing of the page whose worker asks: what keeps a stranger's worker out is that it does not know the hash.
for (const [name, address] of [['a data page', 'data:text/html,<title>stranger</title>'], ['another host of the scheme', 'app://stranger/index.html'], ['an empty page', 'about:blank']] as const) {
  test(`${name} cannot read it, by script, as a picture or in a frame`, async () => {
    const outcome = await workstation.app.evaluate(async ({ BrowserWindow }, { at, asked }) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      await stranger.loadURL(at).catch(() => undefined);
      const result: unknown = await stranger.webContents.executeJavaScript(`(async () => {
        const url = 'app://riskatlas${asked}';
        const text = (mode) => fetch(url, { mode }).then(async (answer) => (await answer.arrayBuffer()).byteLength, () => 0);
        const element = (tag) => new Promise((resolve) => {
          const made = document.createElement(tag);
          made.onload = () => resolve(tag === 'iframe' ? (() => { try { return made.contentDocument.body.textContent.length; } catch { return 0; } })() : 1);
          made.onerror = () => resolve(0);
          made.src = url;
          document.body.append(made);
          setTimeout(() => resolve(0), 1500);
        });
        const worker = await new Promise((resolve) => {
          try {
            const made = new Worker(URL.createObjectURL(new Blob(['fetch("' + url.replace(/hash=.*/, '') + '").then(async (a) => postMessage(a.ok ? (await a.arrayBuffer()).byteLength : 0), () => postMessage(0))'])));
            made.onmessage = (event) => resolve(event.data);
            made.onerror = () => resolve(0);
          } catch { resolve(0); }
          setTimeout(() => resolve(0), 1500);
        });
        return { cors: await text('cors'), noCors: await text('no-cors'), sameOrigin: await text('same-origin'), image: await element('img'), script: await element('script'), frame: await element('iframe'), worker };
      })()`);
      stranger.destroy();
      return result;
    }, { at: address, asked: content });
    expect(outcome).toEqual({ cors: 0, noCors: 0, sameOrigin: 0, image: 0, script: 0, frame: 0, worker: 0 });
  });
}

test('the control room reads it exactly as it may ask for it, and nobody does once the workspace is closed', async () => {
  const opened = workstation.app.waitForEvent('window');
  await main.by('controlRoom.open').click();
  const room = await opened;
  await room.getByTestId('room').waitFor();
  const mayAsk = await room.evaluate(async (id) => (await window.riskatlas.call('layout/content', { layoutId: id as never })).ok, layoutId);
  expect((await read(room, content)).status === 200).toBe(mayAsk);
  expect(mayAsk).toBe(true);
  await main.ask('workspace/close', {});
  expect(await read(main.page, content)).toMatchObject({ status: 404, text: 'error.workspace.none' });
});
