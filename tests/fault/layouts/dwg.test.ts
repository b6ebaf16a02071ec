import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findConverter } from '#electron/adapters/dwg/find-converter.ts';
import { withDwg } from '#electron/adapters/dwg/with-dwg.ts';
import { createParserPool } from '#electron/adapters/parser-pool.ts';
import { usualArguments } from '#shared/contract/dwg.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { dxf, opened, ParserBench, tags, workerEntry } from '../../fixtures/layouts/make.ts';

const bench = new ParserBench();
afterAll(() => { bench.dispose(); });

const drawing = bench.write('made.dxf', dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: tags(0, 'LINE', 8, '管线', 10, 0, 20, 0, 11, 120, 21, 80) }));
const dwg = bench.write('总图.dwg', Buffer.concat([Buffer.from('AC1032'), Buffer.alloc(4000, 7)]));

/** A converter of our own: a Node program, started as a program of its own by its first line. */
function converter(name: string, body: string): string {
  const path = bench.write(name, `#!${process.execPath}\nconst [from, to] = process.argv.slice(2);\nconst fs = require('node:fs');\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}
const copies = converter('copies.cjs', `if (fs.readFileSync(from).subarray(0, 6).toString() !== 'AC1032') process.exit(9);\nfs.copyFileSync(${JSON.stringify(drawing)}, to);`);

const read = (program: string, values = ['{in}', '{out}'], limits: { seconds?: number; maxBytes?: number; signal?: AbortSignal } = {}): Promise<ParsedDrawing> =>
  withDwg(createParserPool({ worker: workerEntry }), limits)
    .drawing({ path: dwg, recover: false, dwgConverter: { program, arguments: values } }, { signal: limits.signal ?? new AbortController().signal, onProgress: () => undefined });
const fault = async (work: Promise<unknown>): Promise<AppError> => {
  try { await work; } catch (thrown) { if (thrown instanceof AppError) return thrown; throw thrown; }
  throw new Error('no error came');
};
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('riskatlas-dwg-'));
/** Whether a process runs; one that ended and was not asked for its end yet (a zombie) does not. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('DWG by a converter', () => {
  it('what the converter makes is read as the DWG', async () => {
    const before = leftovers();
    const parsed = await read(copies);
    expect(parsed).toMatchObject({ format: 'dwg', derivedKind: 'vector', metresPerUnit: 1, entities: 1, drawn: 1 });
    expect(opened(parsed).paths[0]?.points).toEqual([[0, 0], [120, 80]]);
    expect(leftovers()).toEqual(before);
  });

  it('a converter of folders finds the drawing alone in one and writes to the other', async () => {
    const program = converter('folders.cjs', `if (fs.readdirSync(from).length !== 1 || fs.readdirSync(to).length !== 0) process.exit(4);
if (process.argv[4] !== 'a; echo "$HOME"') process.exit(5);
fs.copyFileSync(${JSON.stringify(drawing)}, to + '/DRAWING.DXF');`);
    expect((await read(program, ['{inDir}', '{outDir}', 'a; echo "$HOME"'])).drawn).toBe(1);
  });

  it('no secret of the environment reaches it, and its working folder is its own', async () => {
    process.env['RISKATLAS_TOKEN'] = 'secret';
    const seen = bench.write('seen.txt', '');
    await read(converter('looks.cjs', `fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify([process.env, process.cwd()])); fs.copyFileSync(${JSON.stringify(drawing)}, to);`));
    delete process.env['RISKATLAS_TOKEN'];
    const text = readFileSync(seen, 'utf8');
    expect(text).not.toContain('secret');
    expect(text).toContain('riskatlas-dwg-');
  });

  it('one that hangs is stopped with all that it started', async () => {
    const pids = bench.write('pids.txt', '');
    const program = converter('hangs.cjs', `const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
fs.writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid);
process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`);
    const started = Date.now();
    const error = await fault(read(program, undefined, { seconds: 2 }));
    expect([error.code, error.params]).toEqual(['error.layout.dwgTimeout', { file: '总图.dwg', program: 'hangs.cjs', seconds: 2 }]);
    expect(Date.now() - started).toBeLessThan(6_000);
    const [own, child] = readFileSync(pids, 'utf8').split(' ').map(Number);
    await expect.poll(() => [alive(own ?? 0), alive(child ?? 0)]).toEqual([false, false]);
    expect(existsSync(dwg)).toBe(true);
  });

  it('cancelling stops it', async () => {
    const stop = new AbortController();
    setTimeout(() => { stop.abort(); }, 600);
    const before = leftovers();
    expect((await fault(read(converter('waits.cjs', 'setInterval(() => {}, 1000);'), undefined, { signal: stop.signal }))).code).toBe('error.cancelled');
    expect(leftovers()).toEqual(before);
  });

  it('one that floods its output is stopped', async () => {
    const program = converter('floods.cjs', `const block = Buffer.alloc(1 << 20, 65); const file = fs.openSync(to, 'w');
setInterval(() => { for (let i = 0; i < 8; i += 1) fs.writeSync(file, block); }, 5);`);
    const error = await fault(read(program, undefined, { maxBytes: 20_000_000, seconds: 30 }));
    expect([error.code, error.params]).toEqual(['error.layout.dwgTooLarge', { file: '总图.dwg', program: 'floods.cjs', limit: 20 }]);
  });

  it('one that talks without end is read to its end, and the tail of what it said is told', async () => {
    const program = converter('talks.cjs', `const line = Buffer.from('x'.repeat(200) + '\\n'); for (let i = 0; i < 100000; i += 1) fs.writeSync(2, line);
fs.writeSync(2, 'cannot \\u001b[31mread 版本 AC1099\\n'); process.exit(1);`);
    const error = await fault(read(program));
    expect(error.code).toBe('error.layout.dwgFailed');
    expect(error.params).toMatchObject({ file: '总图.dwg', program: 'talks.cjs', code: 1 });
    expect(error.params['said']).toMatch(/read 版本 AC1099$/);
    expect(String(error.params['said']).length).toBeLessThanOrEqual(300);
  });

  it('one that ends well and writes nothing is told as such', async () => {
    const error = await fault(read(converter('idle.cjs', 'console.log("nothing to do");')));
    expect([error.code, error.params]).toEqual(['error.layout.dwgNothing', { file: '总图.dwg', program: 'idle.cjs', said: 'nothing to do' }]);
  });

  it('a DXF that is none is refused with the name that the person knows', async () => {
    const error = await fault(read(converter('lies.cjs', 'fs.writeFileSync(to, "hello");')));
    expect([error.code, error.params['file']]).toEqual(['error.layout.notWhatItSays', '总图.dwg']);
  });

  it('a program that is not there, or may not be run, is refused before anything is written', async () => {
    const plain = bench.write('plain.cjs', '');
    writeFileSync(plain, 'no program');
    for (const program of [join(bench.folder, 'gone'), plain, bench.folder, 'dwg2dxf']) {
      expect((await fault(read(program))).code).toBe('error.layout.dwgProgram');
    }
  });

  it('without one, a DWG is refused with what to do', async () => {
    const error = await fault(bench.drawing(dwg));
    expect([error.code, error.params]).toEqual(['error.layout.dwg', { file: '总图.dwg' }]);
  });
});

describe.skipIf(process.platform === 'win32')('finding a converter', () => {
  const control = { signal: new AbortController().signal, onProgress: () => undefined };

  it('on PATH, in absolute folders only, as a program', async () => {
    const program = converter('dwg2dxf', `fs.copyFileSync(${JSON.stringify(drawing)}, process.argv[4]);`);
    const machine = { platform: 'linux' as const, environment: { PATH: `.:bin:${bench.folder}` }, applications: [] };
    expect(findConverter(machine)).toEqual({ program, arguments: ['-y', '-o', '{out}', '{in}'] });
    expect(findConverter({ ...machine, environment: { PATH: '.:bin' } })).toBeNull();
    const parsers = withDwg(createParserPool({ worker: workerEntry }), { machine });
    expect(await parsers.dwgConverter(undefined)).toMatchObject({ source: 'found', converter: { program }, problem: '' });
    expect((await parsers.drawing({ path: dwg, recover: false }, control)).format).toBe('dwg');
    expect(await parsers.dwgConverter({ program: '/gone', arguments: ['{in}', '{out}'] })).toMatchObject({ source: 'set', problem: 'missing' });
  });

  it('the arguments are those of the program', () => {
    expect(usualArguments('C:\\Program Files\\ODA\\ODAFileConverter 26.4\\ODAFileConverter.exe').slice(0, 4)).toEqual(['{inDir}', '{outDir}', 'ACAD2018', 'DXF']);
    expect(usualArguments('/usr/bin/dwg2dxf')).toEqual(['-y', '-o', '{out}', '{in}']);
    expect(usualArguments('/opt/other')).toEqual(['{in}', '{out}']);
  });
});
