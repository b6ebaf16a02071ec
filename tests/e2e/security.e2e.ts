import { expect, test } from '@playwright/test';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { launch, type Workstation } from './launch.ts';

declare const window: { readonly riskatlas: Bridge; readonly process?: unknown; readonly require?: unknown; open(url: string): unknown; eval(code: string): unknown };

let workstation: Workstation;
test.beforeAll(async () => {
  workstation = await launch();
});
test.afterAll(async () => {
  await workstation.close();
});

test('every window is sandboxed and isolated', async () => {
  const preferences = await workstation.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => (window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()));
  expect(preferences.length).toBeGreaterThan(0);
  for (const preference of preferences) {
    expect(preference).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  }
  expect(await workstation.page.evaluate(() => [typeof window.process, typeof window.require])).toEqual(['undefined', 'undefined']);
});

test('the page gets only the bridge, and the bridge only its five members', async () => {
  const members = await workstation.page.evaluate(() => Object.keys(window.riskatlas).sort());
  expect(members).toEqual(['call', 'cancel', 'on', 'pathOf', 'platform', 'windowKind']);
});

test('scripts from strings and from elsewhere do not run', async () => {
  const { page } = workstation;
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  const outcome = await page.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.injected = true';
    document.body.append(inline);
    const fetched = await fetch('https://example.invalid/').then(() => 'fetched', () => 'refused');
    let evaluated = 'refused';
    try {
      (0, eval)('1');
      evaluated = 'evaluated';
    } catch { /* the policy throws, as it should */ }
    return { injected: 'injected' in globalThis, fetched, evaluated };
  });
  // Playwright's own evaluate runs outside the page's policy; eval inside it may too, so only what the page itself loads is asserted.
  expect(outcome).toMatchObject({ injected: false, fetched: 'refused' });
});

test('navigation, new windows and permissions are denied', async () => {
  const { page, app } = workstation;
  const before = page.url();
  await page.evaluate(() => { location.href = 'https://example.invalid/'; });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe('denied');
  expect(await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied'))).toBe('denied');
});

test('calls outside the contract, bad inputs and paths that nobody chose are refused', async () => {
  const codes = await workstation.page.evaluate(async () => {
    const call = window.riskatlas.call as (name: string, input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>;
    const answers = await Promise.all([
      call('file/read', { path: '/etc/passwd' }),
      call('__proto__', {}),
      call('exchange/push', { target: {} }),
      call('workspace/history', { limit: -1 }),
      call('workspace/open', { path: '/etc/passwd' }),
      call('checklist/preview', { path: '/etc/hostname' }),
    ]);
    return answers.map((answer) => answer.error?.code);
  });
  expect(codes).toEqual(['error.call.unknown', 'error.call.unknown', 'error.call.unknown', 'error.input.invalid', 'error.path.notChosen', 'error.path.notChosen']);
});

test('pages are served from their own folder only', async () => {
  const statuses = await workstation.page.evaluate(async () => {
    const paths = ['/index.html', '/../main/index.js', '/%2e%2e/main/index.js', '/..%2fmain%2findex.js', '/missing.html'];
    return Promise.all(paths.map((path) => fetch(path).then((answer) => answer.status)));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});

test('a message from anything but the window’s own top frame is refused', async () => {
  const refused = await workstation.app.evaluate(async ({ BrowserWindow, app }) => {
    const path = process.getBuiltinModule('node:path');
    const stranger = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload: path.join(app.getAppPath(), 'out/preload/index.cjs') } });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const outcome: unknown = await stranger.webContents.executeJavaScript("window.riskatlas.call('workspace/info', {}).then(() => 'answered', () => 'refused')");
    stranger.destroy();
    return outcome;
  });
  expect(refused).toBe('refused');
});
