import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dxf, pdf, tags } from '../../fixtures/layouts/make.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
const at = (name: string): string => path.join(folder, name);

interface Outcome { readonly code: number; readonly out: string; readonly error: string }
function riskatlas(environment: Record<string, string>, ...parameters: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, 'electron/start/cli.ts'), ...parameters], { maxBuffer: 64e6, env: { ...process.env, RISKATLAS_LANG: 'zh-CN', ...environment } },
      (failure, out, error) => { resolve({ code: failure === null ? 0 : Number(failure.code), out, error }); });
  });
}
const add = (file: string, more: string[] = [], environment: Record<string, string> = {}): Promise<Outcome> => riskatlas(environment, 'layout', 'add', at('plant.riskatlas'), at(file), '--json', ...more);
const json = ({ out }: Outcome): Record<string, unknown> => JSON.parse(out) as Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'riskatlas-cli-'));
  expect((await riskatlas({}, 'new', at('plant.riskatlas'), '--name', '示例', '--company-code', '990000001')).code).toBe(0);
  writeFileSync(at('plan.pdf'), await pdf({}, 3));
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('riskatlas layout add', () => {
  it('takes the page of a PDF that is asked for', async () => {
    const added = await add('plan.pdf', ['--page', '3', '--name', '三层']);
    expect(added.code, added.error).toBe(0);
    expect(json(added)).toMatchObject({ format: 'pdf', entities: 2, drawn: 2, widthMetres: null });
    const beyond = await add('plan.pdf', ['--page', '4']);
    expect([beyond.code, beyond.out + beyond.error]).toEqual([1, expect.stringContaining('3 页')]);
    expect((await add('plan.pdf', ['--page', '0'])).code).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('has a DWG converted by the program that is named, on the line or in the environment', async () => {
    writeFileSync(at('厂区.dwg'), Buffer.concat([Buffer.from('AC1027'), Buffer.alloc(500, 1)]));
    writeFileSync(at('made.dxf'), dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 120, 21, 80) }));
    writeFileSync(at('converts.sh'), `#!/bin/sh\n[ "$1" = first ] && shift\ncp "${at('made.dxf')}" "$2"\n`, { mode: 0o755 });
    const named = await add('厂区.dwg', ['--dwg-converter', at('converts.sh')]);
    expect(named.code, named.error).toBe(0);
    expect(json(named)).toMatchObject({ format: 'dwg', widthMetres: 120, heightMetres: 80, drawn: 1 });
    const withArguments = await add('厂区.dwg', ['--dwg-converter', at('converts.sh'), '--dwg-arguments', 'first', '{in}', '{out}']);
    expect(withArguments.code, withArguments.error).toBe(0);
    expect((await add('厂区.dwg', [], { RISKATLAS_DWG_CONVERTER: at('converts.sh') })).code).toBe(0);
    const gone = await add('厂区.dwg', ['--dwg-converter', at('gone.sh')]);
    expect([gone.code, gone.out + gone.error]).toEqual([1, expect.stringContaining('gone.sh')]);
    // Arguments that do not say where the drawing is are refused before anything runs.
    expect((await add('厂区.dwg', ['--dwg-converter', at('converts.sh'), '--dwg-arguments', 'first'])).code).toBe(1);
  });
});
