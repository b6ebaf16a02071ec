import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';

export const root = path.resolve(import.meta.dirname, '../..');

/** A running workstation with user data of its own. */
export interface Workstation {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The folder of its user data and of the files a test makes; removed by `close`. */
  readonly folder: string;
  close(): Promise<void>;
}

interface LaunchOptions {
  readonly files?: readonly string[];
  readonly folder?: string;
  readonly language?: 'zh-CN' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

/** Starts the built workstation in a real Electron (`RISKATLAS_ELECTRON`) and waits for its main window. */
export async function launch(options: LaunchOptions = {}): Promise<Workstation> {
  const electron = process.env['RISKATLAS_ELECTRON'];
  if (!electron) throw new Error('RISKATLAS_ELECTRON does not name an Electron: run the tests by `npm test`.');
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-e2e-'));
  const userData = path.join(folder, 'user-data');
  const settingsFile = path.join(userData, 'settings.json');
  if (!fs.existsSync(settingsFile)) {
    fs.mkdirSync(userData, { recursive: true });
    const settings = { language: options.language ?? 'zh-CN', theme: options.theme ?? 'light', userName: '测试员' };
    fs.writeFileSync(settingsFile, JSON.stringify({ settings, recent: [] }));
  }
  // Not by `executablePath`: only to an Electron that it finds itself does Playwright give the module that holds the app back until it listens.
  if (process.platform === 'linux') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.dirname(electron);
  const app = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${userData}`, root, ...(options.files ?? [])],
    cwd: root,
    env: { ...process.env, LANG: 'zh_CN.UTF-8' } as Record<string, string>,
  });
  const page = await app.firstWindow();
  const size = options.size ?? { width: 1280, height: 800 };
  await app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size);
  await page.waitForLoadState('load');
  return {
    app, page, folder,
    async close() {
      await app.close();
      if (options.folder === undefined) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the next file dialog of each kind answers, as if a person had chosen it. */
export async function answerDialogs(app: ElectronApplication, answers: { readonly open?: string; readonly save?: string }): Promise<void> {
  await app.evaluate(({ dialog }, { open, save }) => {
    if (open !== undefined) dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [open] });
    if (save !== undefined) dialog.showSaveDialog = async () => ({ canceled: false, filePath: save });
  }, answers);
}
