import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '#shared/contract/shell.ts';
import { SettingsStore } from '#electron/main/settings.ts';

const defaults = { language: 'zh-CN', theme: 'system', userName: '' } as const;
const converter = { program: '/opt/oda/ODAFileConverter', arguments: ['{inDir}', '{outDir}'] };
let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-settings-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true, force: true }); });

describe('the converter of DWG drawings', () => {
  it('is kept, and forgotten', () => {
    const store = new SettingsStore(folder, defaults);
    expect(store.dwgConverter).toBeNull();
    store.dwgConverter = converter;
    store.save({ theme: 'dark' });
    expect(new SettingsStore(folder, defaults)).toMatchObject({ dwgConverter: converter, settings: { theme: 'dark' } });
    store.dwgConverter = null;
    expect(new SettingsStore(folder, defaults).dwgConverter).toBeNull();
  });

  it('is no setting that a window may write, and one that fits no more counts as none', () => {
    expect(settingsSchema.partial().parse({ theme: 'dark', dwgConverter: converter })).toEqual({ theme: 'dark' });
    for (const bad of ['x', { program: '' , arguments: [] }, { program: '/bin/sh', arguments: ['-c', 'true'] }, { ...converter, arguments: ['{in}\n{out}'] }]) {
      fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ settings: { theme: 'light' }, recent: [], dwgConverter: bad }));
      expect(new SettingsStore(folder, defaults)).toMatchObject({ dwgConverter: null, settings: { theme: 'light' } });
    }
    fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ settings: { theme: 'light' }, recent: [] }));
    expect(new SettingsStore(folder, defaults).dwgConverter).toBeNull();
  });
});
