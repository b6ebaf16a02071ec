import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findConverter } from '../../electron/adapters/dwg/find-converter.ts';
import { dxf, pdf, tags } from '../fixtures/layouts/make.ts';
import { answerDialogs, launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });
test.skip(process.platform === 'win32', 'the converter of this test is a script');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-pages-'));
const at = (name: string): string => path.join(folder, name);
let workstation: Workstation;
let main: MainWindow;

test.beforeAll(async () => {
  workstation = await launch({ folder });
  main = new MainWindow(workstation);
  await main.newWorkspace(at('页与图.riskatlas'), '页与图化工有限公司', '123456789');
});
test.afterAll(async () => {
  await workstation.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function choose(file: string): Promise<void> {
  await main.place('map');
  await answerDialogs(workstation.app, { open: file });
  await main.by('layout.import').click();
}
const picture = async (name: string): Promise<void> => {
  await main.page.screenshot({ path: test.info().outputPath(`${name}.png`) });
};

test('of a PDF with several pages a person chooses, and each becomes a layout', async () => {
  fs.writeFileSync(at('总图.pdf'), await pdf({}, 5));
  await choose(at('总图.pdf'));
  const dialog = main.by('pages.dialog');
  await expect(dialog).toContainText('5');
  await expect(dialog).toContainText('297 × 210 mm');
  // The small picture is drawn: it holds the orange box.
  await expect.poll(() => dialog.locator('img').count()).toBe(5);
  expect(await dialog.locator('img').first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(100);
  await main.by('pages.numbers').fill('9');
  await expect(main.by('pages.accept')).toBeDisabled();
  await expect(dialog.getByRole('status')).toContainText('1 到 5');
  await main.by('pages.numbers').fill('2');
  await main.by('pages.page.4').click();
  await expect(main.by('pages.numbers')).toHaveValue('2, 4');
  await picture('pages');
  await main.by('pages.accept').click();
  await expect.poll(async () => (await main.ask('layout/list', {})).map(({ name, page, pages, derivedKind }) => [name, page, pages, derivedKind])).toEqual([
    ['总图 – 第 2 页', 2, 5, 'vector'], ['总图 – 第 4 页', 4, 5, 'vector'],
  ]);
  await expect(main.page.locator('.toast').filter({ hasText: '2 页' })).toBeVisible();
  await main.mapIsDrawn();
  await picture('page-on-map');
});

test('Escape leaves the choice, and nothing is imported', async () => {
  await choose(at('总图.pdf'));
  await main.by('pages.dialog').waitFor();
  await main.page.keyboard.press('Escape');
  await expect(main.by('pages.dialog')).toHaveCount(0);
  expect(await main.ask('layout/list', {})).toHaveLength(2);
});

test('a PDF of one page is imported without a question', async () => {
  fs.writeFileSync(at('单页.pdf'), await pdf());
  await choose(at('单页.pdf'));
  await expect(main.by('layout.report')).toContainText('单页.pdf');
  await main.page.keyboard.press('Escape');
  expect((await main.ask('layout/list', {})).at(-1)).toMatchObject({ name: '单页', page: 1, pages: 1 });
});

test('a DWG without a converter shows how to save it as DXF, and a converter can be chosen', async () => {
  const dwg = Buffer.concat([Buffer.from('AC1032'), Buffer.alloc(5000, 3)]);
  fs.writeFileSync(at('厂区.dwg'), dwg);
  fs.writeFileSync(at('made.dxf'), dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: tags(0, 'LWPOLYLINE', 8, '道路', 90, 4, 70, 1, 10, 0, 20, 0, 10, 300, 20, 0, 10, 300, 20, 200, 10, 0, 20, 200) }));
  fs.writeFileSync(at('fails.sh'), '#!/bin/sh\necho "version is not supported" >&2\nexit 1\n', { mode: 0o755 });
  fs.writeFileSync(at('converts.sh'), `#!/bin/sh\n[ "$1" = "--fast" ] && shift\ncp "${at('made.dxf')}" "$2"\n`, { mode: 0o755 });
  await choose(at('厂区.dwg'));
  const dialog = main.by('dwg.dialog');
  await expect(dialog).toContainText('厂区.dwg');
  await expect(dialog).toContainText('T3');
  // A machine with a converter has used it, and says what it made of this file.
  if (findConverter() === null) {
    await expect(main.by('dwg.none')).toBeVisible();
    await expect(main.by('dwg.convert')).toHaveCount(0);
  }
  await picture('dwg-none');

  await answerDialogs(workstation.app, { open: at('fails.sh') });
  await main.by('dwg.pick').click();
  await expect(main.by('dwg.program')).toHaveText(at('fails.sh'));
  await main.by('dwg.convert').click();
  await expect(dialog.getByRole('alert')).toContainText('version is not supported');
  await picture('dwg-failed');

  await answerDialogs(workstation.app, { open: at('converts.sh') });
  await main.by('dwg.pick').click();
  await expect(main.by('dwg.program')).toHaveText(at('converts.sh'));
  // Arguments are agreed to in a dialog of the system; without consent the old ones stay.
  await workstation.app.evaluate(({ dialog: native }) => { native.showMessageBox = async () => ({ response: 1, checkboxChecked: false }); });
  await main.by('dwg.arguments').fill('--fast\n{in}\n{out}');
  await main.by('dwg.saveArguments').click();
  await expect(main.by('dwg.arguments')).toHaveValue('{in}\n{out}');
  await workstation.app.evaluate(({ dialog: native }) => { native.showMessageBox = async () => ({ response: 0, checkboxChecked: false }); });
  await main.by('dwg.arguments').fill('--fast\n{in}\n{out}');
  await main.by('dwg.saveArguments').click();
  await expect(main.by('dwg.saveArguments')).toBeDisabled();
  await picture('dwg-set');
  await main.by('dwg.convert').click();
  await expect(main.by('layout.report')).toContainText('DWG');
  await main.by('layout.report.accept').click();
  const layout = (await main.ask('layout/list', {})).at(-1);
  expect(layout).toMatchObject({ name: '厂区', format: 'dwg', fileName: '厂区.dwg', entities: 1, drawn: 1, bounds: { minX: 0, minY: 0, maxX: 300, maxY: 200 } });
  await main.mapIsDrawn();
});

test('the converter is kept, and a DWG is imported at once the next time', async () => {
  await choose(at('厂区.dwg'));
  await expect(main.by('layout.report')).toContainText('厂区.dwg');
  await main.page.keyboard.press('Escape');
  const settings = JSON.parse(fs.readFileSync(path.join(folder, 'user-data', 'settings.json'), 'utf8')) as { dwgConverter: unknown };
  expect(settings.dwgConverter).toEqual({ program: at('converts.sh'), arguments: ['--fast', '{in}', '{out}'] });
});

test('a window cannot name a program of its own', async () => {
  fs.writeFileSync(at('evil.sh'), `#!/bin/sh\ntouch "${at('evil-ran')}"\n`, { mode: 0o755 });
  const before = (await main.ask('layout/list', {})).length;
  await main.ask('layout/import', { path: at('厂区.dwg'), dwgConverter: { program: at('evil.sh'), arguments: ['{in}', '{out}'] } });
  expect(fs.existsSync(at('evil-ran'))).toBe(false);
  expect(await main.ask('layout/list', {})).toHaveLength(before + 1);
  expect((await main.ask('layout/dwgConverter', { dwgConverter: { program: at('evil.sh'), arguments: ['{in}', '{out}'] } })).converter?.program).toBe(at('converts.sh'));
});
