import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TargetStore, type SecretKeeper } from '#electron/main/target-store.ts';

const target = { name: '集团', url: 'https://example.invalid/api', token: 'secret-token', aesKey: 'k1k2k3k4k5k6k7k8', aesIv: '0123456789abcdef', batchSize: 50 };
const summary = { name: target.name, url: target.url, batchSize: 50 };

/** A key store that turns every byte, so that what is written can be told from what was given. */
const keeper = (protects = true, key = 0x5a): SecretKeeper => ({
  protects: () => protects,
  seal: async (text) => Buffer.from(text).map((byte) => byte ^ key) as Buffer,
  open: async (sealed) => Buffer.from(sealed.map((byte) => byte ^ key)).toString('utf8'),
});

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-targets-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true, force: true }); });

describe('targets and their secrets', () => {
  it('keeps secrets sealed and gives them back only for sending', async () => {
    expect(await new TargetStore(folder, keeper()).save(target)).toEqual(summary);
    const again = new TargetStore(folder, keeper());
    expect(again.list()).toEqual([summary]);
    expect(await again.withSecrets('集团')).toEqual(target);
    const written = fs.readFileSync(path.join(folder, 'targets.json'), 'utf8');
    for (const secret of [target.token, target.aesKey, target.aesIv]) {
      expect(written).not.toContain(secret);
      expect(written).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    }
  });

  it('writes nothing at all without a key store, and has forgotten all after a restart', async () => {
    const store = new TargetStore(folder, keeper(false));
    await store.save(target);
    expect(store.secretsProtected).toBe(false);
    expect(store.list()).toEqual([summary]);
    expect(await store.withSecrets('集团')).toEqual(target);
    expect(fs.readdirSync(folder)).toEqual([]);
    expect(new TargetStore(folder, keeper(false)).list()).toEqual([]);
  });

  it('saves a target of the same name over the old one, and deletes it', async () => {
    const store = new TargetStore(folder, keeper());
    await store.save(target);
    await store.save({ ...target, token: 'another', batchSize: 20 });
    expect(store.list()).toEqual([{ ...summary, batchSize: 20 }]);
    expect((await store.withSecrets('集团')).token).toBe('another');
    store.delete('集团');
    expect(store.list()).toEqual([]);
    await expect(store.withSecrets('集团')).rejects.toMatchObject({ code: 'error.target.unknown' });
  });

  it('says so where the key store no longer opens them', async () => {
    await new TargetStore(folder, keeper()).save(target);
    await expect(new TargetStore(folder, keeper(true, 0x33)).withSecrets('集团')).rejects.toMatchObject({ code: 'error.target.secretsLost', params: { name: '集团' } });
  });

  it('counts a damaged file as none', () => {
    fs.writeFileSync(path.join(folder, 'targets.json'), '{"x":');
    expect(new TargetStore(folder, keeper()).list()).toEqual([]);
  });
});
