import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callContext, Plant } from './plant.ts';

let plant: Plant;
beforeEach(() => { plant = new Plant(); });
afterEach(() => { plant.close(); });

const profile = 'national-2024';
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const json = (bytes: Uint8Array | undefined): never => JSON.parse(new TextDecoder().decode(bytes)) as never;

describe('package', () => {
  it('is a zip of one JSON file a table, the map and a manifest whose hashes hold', async () => {
    const out = join(plant.folder, '数据包.zip');
    const result = await plant.handlers({ renderMap: async () => png })['exchange/export']({ out, profile }, callContext());
    const bytes = readFileSync(out);
    expect(result).toMatchObject({ out, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), holds: { riskUnit: 2, riskEvent: 4, riskMeasure: 8, checkTask: 8, map: 1 }, notSent: [] });
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual(['manifest.json', 'riskUnit.json', 'riskEvent.json', 'riskMeasure.json', 'checkTask.json', 'map.png']);
    const manifest = json(entries['manifest.json']) as { files: { name: string; bytes: number; sha256: string; rows?: number }[] };
    expect(manifest).toMatchObject({ format: 'riskatlas-exchange', profile, workspaceSeq: 1, enterprise: { companyCode: '990000009' }, map: 'map.png', notIncluded: [], notKept: ['checkRecord', 'danger', 'stoppage'] });
    for (const { name, bytes: size, sha256, rows } of manifest.files) {
      const entry = entries[name] ?? new Uint8Array();
      expect([entry.length, createHash('sha256').update(entry).digest('hex')]).toEqual([size, sha256]);
      if (rows !== undefined) expect(json(entry)).toHaveLength(rows);
    }
    expect(entries['map.png']).toEqual(png);
  });

  it('is the same for the same rows, but for the time it was made', async () => {
    const unzip = async (name: string): Promise<Record<string, Uint8Array>> => {
      await plant.handlers()['exchange/export']({ out: join(plant.folder, name), profile }, callContext());
      return unzipSync(readFileSync(join(plant.folder, name)));
    };
    const [first, second] = [await unzip('a.zip'), await unzip('b.zip')];
    expect({ ...(json(second['manifest.json']) as object), madeAt: '' }).toEqual({ ...(json(first['manifest.json']) as object), madeAt: '' });
    for (const table of ['riskUnit.json', 'checkTask.json']) expect(second[table]).toEqual(first[table]);
  });

  it('leaves out what does not fit and all below it, and says so', async () => {
    const [event] = plant.workspace.all('event');
    plant.change('event', event?.id ?? '', { name: '长'.repeat(300) });
    const result = await plant.handlers()['exchange/export']({ out: join(plant.folder, 'c.zip'), profile }, callContext());
    // 1 event with 2 measures with a task each.
    expect(result.holds).toEqual({ riskUnit: 2, riskEvent: 3, riskMeasure: 6, checkTask: 6, map: 0 });
    expect(result.notSent.map(({ message }) => message.key)).toEqual(['exchange.finding.tooLongHan', ...Array<string>(4).fill('exchange.finding.orphan')]);
    expect(result.notSent[0]?.message.params).toMatchObject({ length: 600, limit: 500 });
    const manifest = json(unzipSync(readFileSync(join(plant.folder, 'c.zip')))['manifest.json']) as { map: null; notIncluded: unknown[] };
    expect(manifest.map).toBeNull();
    expect(manifest.notIncluded).toHaveLength(5);
  });

  it('leaves an older package alone where the new one cannot be written', async () => {
    mkdirSync(join(plant.folder, 'taken.zip'));
    writeFileSync(join(plant.folder, 'taken.zip', 'inside'), 'x');
    const before = readdirSync(plant.folder).sort();
    await expect(plant.handlers()['exchange/export']({ out: join(plant.folder, 'taken.zip'), profile }, callContext())).rejects.toMatchObject({ code: 'error.file.unwritable' });
    expect(readdirSync(plant.folder).sort()).toEqual(before);
  });

  it('is not written where it was cancelled', async () => {
    const controller = new AbortController();
    const cancelling = plant.handlers({ renderMap: async () => { controller.abort(); return png; } });
    await expect(cancelling['exchange/export']({ out: join(plant.folder, 'd.zip'), profile }, callContext(controller.signal))).rejects.toMatchObject({ code: 'error.cancelled' });
    expect(readdirSync(plant.folder)).not.toContain('d.zip');
  });
});
