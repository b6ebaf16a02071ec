import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const sample = (name: string) => path.join(root, 'resources/sample', name);

interface Outcome { readonly code: number; readonly out: string; readonly error: string }

/** Runs the real command line as a program of its own. */
function riskatlas(...parameters: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, 'electron/start/cli.ts'), ...parameters], { maxBuffer: 64e6, env: { ...process.env, RISKATLAS_LANG: 'zh-CN', RISKATLAS_TARGETS: path.join(folder, 'targets.json') } },
      (failure, out, error) => resolve({ code: failure === null ? 0 : Number(failure.code), out, error }));
  });
}

let folder: string;
let workspace: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'riskatlas-cli-'));
  workspace = path.join(folder, 'plant.riskatlas');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const json = (outcome: Outcome) => JSON.parse(outcome.out) as Record<string, unknown>;

describe('riskatlas, from an empty folder to the hand-over', () => {
  const facts = JSON.parse(readFileSync(sample('plant.json'), 'utf8')) as { areas: unknown[] };

  it('makes a workspace, and does not overwrite one', async () => {
    const made = await riskatlas('new', workspace, '--name', '示例化工有限公司', '--company-code', '990000001', '--json');
    expect(made).toMatchObject({ code: 0 });
    expect(json(made)).toMatchObject({ workspace, schemaVersion: expect.any(Number) });
    const again = await riskatlas('new', workspace, '--name', '另一家', '--company-code', '990000002');
    expect(again.code).toBe(1);
    expect(again.error).toContain('plant.riskatlas');
    expect(again.error).toContain('不会覆盖');
  });

  it('adds the layout and says what it holds', async () => {
    const added = await riskatlas('layout', 'add', workspace, sample('plant.dxf'), '--json');
    expect(added.code, added.error).toBe(0);
    const document = json(added);
    expect(document).toMatchObject({ format: 'dxf', encoding: expect.stringMatching(/gb/i), layoutId: expect.any(String) });
    expect(Number(document['widthMetres'])).toBeGreaterThan(400);
    expect(Number(document['drawn'])).toBeGreaterThan(100);
    expect(document['notShown']).toBeInstanceOf(Array);
  });

  it('imports the checklist once, and the same workbook creates nothing again', async () => {
    const dry = json(await riskatlas('checklist', 'import', workspace, sample('checklist.xlsx'), '--dry-run', '--json'));
    expect(dry).toMatchObject({ committed: false, errors: [] });
    const first = await riskatlas('checklist', 'import', workspace, sample('checklist.xlsx'), '--json');
    expect(first.code, first.error).toBe(0);
    const created = json(first)['created'] as Record<string, number>;
    expect(created['measures']).toBeGreaterThanOrEqual(300);
    expect(json(first)).toMatchObject({ committed: true, template: 'annex2' });
    const second = json(await riskatlas('checklist', 'import', workspace, sample('checklist.xlsx'), '--json'));
    expect(second).toMatchObject({ created: { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 }, changed: 0 });
  });

  it('imports the zones and explains one down to the assessment', async () => {
    const zones = await riskatlas('zones', 'import', workspace, sample('zones.geojson'), '--json');
    expect(zones.code, zones.error).toBe(0);
    expect(json(zones)).toMatchObject({ errors: [], created: facts.areas.length });
    const explained = json(await riskatlas('explain', workspace, '--zone', '液氨球罐区', '--json'));
    const chain = explained['chain'] as { kind: string; level: number; rule: string }[];
    expect(chain.map((step) => step.kind)).toEqual(['zone', 'unit', 'event', 'assessment']);
    expect(new Set(chain.map((step) => step.level))).toEqual(new Set([explained['level']]));
    expect(chain.at(-1)?.rule).toMatch(/L.*S/);
    expect(explained['wouldLower']).not.toHaveLength(0);
  });

  it.each([['pdf', '%PDF-'], ['png', '\u0089PNG'], ['svg', '<svg'], ['geojson', '{'], ['gpkg', 'SQLite format 3']])('writes the map as %s', async (format, head) => {
    const out = path.join(folder, `map.${format}`);
    const written = await riskatlas('map', 'export', workspace, '--format', format, '--out', out, '--json');
    expect(written.code, written.error).toBe(0);
    const bytes = readFileSync(out);
    expect(json(written)).toMatchObject({ out, bytes: bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(bytes.toString('latin1')).toContain(head);
  });

  it('exports the checklist, which comes in again unchanged, and the package', async () => {
    const book = path.join(folder, 'out.xlsx');
    expect(await riskatlas('checklist', 'export', workspace, '--template', 'annex2', '--out', book)).toMatchObject({ code: 0 });
    const again = json(await riskatlas('checklist', 'import', workspace, book, '--json'));
    expect(again).toMatchObject({ created: { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 }, changed: 0, errors: [] });
    const parcel = await riskatlas('exchange', 'export', workspace, '--profile', 'national-2024', '--out', path.join(folder, 'package.zip'), '--json');
    expect(parcel.code, parcel.error).toBe(0);
    expect(readFileSync(path.join(folder, 'package.zip')).subarray(0, 2).toString()).toBe('PK');
  });

  it('finds the workspace sound', async () => {
    const checked = await riskatlas('check', workspace, '--json');
    expect(checked.code, checked.out).toBe(0);
    expect(json(checked)).toMatchObject({ ok: true });
  });
});

describe('riskatlas, when something is wrong', () => {
  it('ends with 2 and the usage for wrong usage', async () => {
    for (const parameters of [['frobnicate'], ['check', workspace, '--lang', 'fr'], ['new', workspace, '--name', '示例', '--company-code', '12'], ['new', workspace], ['map', 'export', workspace, '--format', 'bmp', '--out', 'x'], ['explain', workspace], ['layout', 'add', workspace, 'x.dxf', '--scale', '-1']]) {
      const outcome = await riskatlas(...parameters);
      expect(outcome, parameters.join(' ')).toMatchObject({ code: 2, out: '' });
      expect(outcome.error).toContain('--help');
    }
  });

  it('shows help in both languages, with code 0', async () => {
    expect(await riskatlas('--help')).toMatchObject({ code: 0, out: expect.stringContaining('风险图集') });
    expect(await riskatlas('checklist', 'import', '--help', '--lang', 'en')).toMatchObject({ code: 0, out: expect.stringContaining('check only') });
  });

  it('says what is wrong with the usage in the language that was asked for', async () => {
    expect((await riskatlas('chek')).error).toContain('没有命令 chek。是不是 check？');
    expect((await riskatlas('map', 'export', workspace, '--format', 'bmp', '--out', 'x')).error).toContain('--format <FORMAT> 不能是“bmp”。可用：pdf, png, svg, geojson, gpkg, dxf, shp。');
    expect((await riskatlas('map', 'export', workspace, '--format', 'pdf', '--lang', 'en')).error).toContain('--out <OUT> is missing.');
    expect((await riskatlas('layout', 'add', workspace)).error).toContain('缺少 <DRAWING>。');
    const help = await riskatlas('map', 'export', '--help');
    for (const word of ['用法：', '参数：', '选项：', '默认：A3', '必填']) expect(help.out).toContain(word);
    expect(help.out).not.toMatch(/Usage|default|choices/);
  });

  it('takes a layout by its name, and says when there is none of that name', async () => {
    const out = path.join(folder, 'named.geojson');
    expect(await riskatlas('map', 'export', workspace, '--format', 'geojson', '--layout', 'plant', '--out', out)).toMatchObject({ code: 0 });
    const none = await riskatlas('map', 'export', workspace, '--format', 'geojson', '--layout', '总图', '--out', out);
    expect(none).toMatchObject({ code: 1, error: expect.stringContaining('总图') as unknown });
  });

  it('reports a damaged workspace as a finding of check', async () => {
    const damaged = path.join(folder, 'damaged.riskatlas');
    const bytes = readFileSync(workspace);
    writeFileSync(damaged, bytes.fill(0xa5, 4096 * 5, 4096 * 12));
    const checked = await riskatlas('check', damaged, '--json');
    expect(checked.code).toBe(1);
    expect(json(checked)).toMatchObject({ ok: false, findings: [{ severity: 'error', message: expect.stringContaining('damaged.riskatlas') as unknown }] });
  });

  it('never writes an export over a workspace', async () => {
    const before = readFileSync(workspace);
    for (const parameters of [['checklist', 'export', workspace, '--out', workspace], ['exchange', 'export', workspace, '--out', workspace], ['map', 'export', workspace, '--format', 'pdf', '--out', workspace]]) {
      expect(await riskatlas(...parameters), parameters.join(' ')).toMatchObject({ code: 1, error: expect.stringContaining('plant.riskatlas') as unknown });
    }
    expect(readFileSync(workspace).equals(before)).toBe(true);
  });

  it('names the file, sheet and cell of a faulty workbook, writes nothing, and ends with 1', async () => {
    const book = path.join(folder, 'not-a-workbook.xlsx');
    writeFileSync(book, '只是文字');
    const outcome = await riskatlas('checklist', 'import', workspace, book);
    expect(outcome.code).toBe(1);
    expect(outcome.error).toContain('not-a-workbook.xlsx');
    const after = json(await riskatlas('checklist', 'import', workspace, sample('checklist.xlsx'), '--dry-run', '--json'));
    expect(after).toMatchObject({ changed: 0, created: { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 } });
  });

  it('says which workspace is missing, and what is no workspace', async () => {
    const missing = await riskatlas('check', path.join(folder, 'missing.riskatlas'));
    expect(missing.code).toBe(1);
    expect(missing.error).toContain('missing.riskatlas');
    const other = await riskatlas('check', sample('plant.png'), '--lang', 'en');
    expect(other.code).toBe(1);
    expect(other.error).toContain('not a RiskAtlas workspace');
  });

  it('keeps secrets out of files that others can read, and says what a target lacks', async () => {
    const targets = path.join(folder, 'targets.json');
    expect((await riskatlas('exchange', 'push', workspace, '--target', '园区')).error).toContain(targets);
    writeFileSync(targets, JSON.stringify([{ name: '园区', url: 'https://127.0.0.1:9/', token: 't', aesKey: '0123456789abcdef', aesIv: '0123456789abcdef' }]), { mode: 0o644 });
    expect((await riskatlas('exchange', 'push', workspace, '--target', '园区')).error).toContain('chmod 600');
    writeFileSync(targets, JSON.stringify([{ name: '园区', url: 'https://127.0.0.1:9/' }]));
    expect((await riskatlas('exchange', 'push', workspace, '--target', '园区')).error).toContain('RISKATLAS_TOKEN');
    writeFileSync(targets, JSON.stringify([{ name: '园区', url: 'https://127.0.0.1:9/', token: 't', aesKey: 'geheim', aesIv: '0123456789abcdef' }]));
    chmodSync(targets, 0o600);
    const outcome = await riskatlas('exchange', 'push', workspace, '--target', '园区');
    expect(outcome).toMatchObject({ code: 1, error: expect.stringContaining('aesKey') as unknown });
    expect(outcome.error).not.toMatch(/geheim|0123456789abcdef|\[$/);
  });
});
