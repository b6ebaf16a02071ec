import { zipSync, strToU8 } from 'fflate';
import * as XLSX from 'xlsx';
import { describe, expect, it } from 'vitest';
import { annex2Head, annex2Line, workbook } from '#tests/fixtures/checklists/book.ts';
import { readBytes, texts } from '#tests/fixtures/checklists/read.ts';

const good = (): Uint8Array => workbook([{ name: '清单', rows: [annex2Head, annex2Line] }]);

/** A minimal workbook from the text of its sheet. */
function raw(sheetXml: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  return zipSync({
    '[Content_Types].xml': strToU8(`${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
    '_rels/.rels': strToU8(`${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': strToU8(`${declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${type}"><sheets><sheet name="__proto__" sheetId="1" r:id="r1"/></sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/worksheets/sheet1.xml': strToU8(sheetXml),
    ...more,
  });
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const inlineRow = (row: number, values: readonly (string | number)[]): string =>
  `<row r="${row}">${values.map((value, place) => `<c r="${letters[place]}${row}" t="inlineStr" s="1"><is><t>${value}</t></is></c>`).join('')}</row>`;
const sheetOf = (data: string): string => `<?xml version="1.0"?><worksheet><sheetData>${data}</sheetData></worksheet>`;

describe('a file that is no workbook', () => {
  it.each([
    ['text', 'error.checklist.found.text', strToU8('序号,风险分析对象\n1,罐区\n')],
    ['a web page', 'error.checklist.found.html', strToU8('<html><table><tr><td>1</td></tr></table></html>')],
    ['nothing', 'error.checklist.found.empty', new Uint8Array()],
    ['a PDF', 'error.checklist.found.pdf', strToU8('%PDF-1.7\n')],
    ['a picture', 'error.checklist.found.image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['another archive', 'error.checklist.found.archive', zipSync({ 'readme.txt': strToU8('x') })],
    ['bytes', 'error.checklist.found.unknown', new Uint8Array([1, 0, 2, 0, 3, 9])],
  ])('%s named .xlsx', async (_what, code, bytes) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({ code, params: { file: '清单.xlsx' } });
  });
});

describe('a workbook that means harm or is broken', () => {
  it('an encrypted one', async () => {
    const container = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(64, 4));
    XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(4096, 7));
    const bytes = new Uint8Array(XLSX.CFB.write(container, { type: 'buffer' }) as Buffer);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'error.checklist.encrypted' });
  });

  it('a decompression bomb, by its own statement', async () => {
    const bomb = raw(sheetOf(''), { 'xl/media/bomb.bin': new Uint8Array(60_000_000) });
    // Deflated zeros shrink about a thousandfold.
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    await expect(readBytes(bomb)).rejects.toMatchObject({ code: 'error.checklist.expands' });
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  it('a bomb that lies about its size', async () => {
    const bytes = raw(sheetOf(`<!--${'a'.repeat(5_000_000)}-->`));
    const name = strToU8('xl/worksheets/sheet1.xml');
    // Both the central directory and the local header say 1,000 bytes.
    for (let at = 0; at + 46 < bytes.length; at++) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at);
      const signature = view.getUint32(0, true);
      const [nameAt, sizeAt] = signature === 0x02014b50 ? [46, 24] : signature === 0x04034b50 ? [30, 22] : [0, 0];
      if (nameAt > 0 && name.every((byte, place) => bytes[at + nameAt + place] === byte)) view.setUint32(sizeAt, 1_000, true);
    }
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'error.checklist.parts' });
  });

  it('a document type with entities, in any part', async () => {
    const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';
    await expect(readBytes(raw(bomb))).rejects.toMatchObject({ code: 'error.checklist.entities', params: { part: 'xl/worksheets/sheet1.xml' } });
    const wide = new Uint8Array(Buffer.from(`\ufeff${bomb}`, 'utf16le'));
    await expect(readBytes(raw('', { 'xl/worksheets/sheet1.xml': wide }))).rejects.toMatchObject({ code: 'error.checklist.entities' });
  });

  it('one that was cut off, at every tenth of its length', async () => {
    const whole = good();
    for (let tenth = 1; tenth < 10; tenth++) {
      await expect(readBytes(whole.subarray(0, Math.floor(whole.length * tenth / 10)))).rejects.toMatchObject({ code: 'error.checklist.damaged' });
    }
  });

  it('one with a changed byte in its sheet', async () => {
    const bytes = good();
    const at = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml') + 60;
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'error.checklist.damaged' });
  });

  it('parts whose names lead out of the archive, and two of one name', async () => {
    await expect(readBytes(zipSync({ '../../evil.xml': strToU8('x'), 'xl/workbook.xml': strToU8('x') }))).rejects.toMatchObject({ code: 'error.checklist.parts' });
    const twice = Buffer.from(raw(sheetOf(''), { 'xl/a.xml': strToU8('x'), 'xl/b.xml': strToU8('y') }));
    for (let at = twice.indexOf('xl/b.xml'); at >= 0; at = twice.indexOf('xl/b.xml', at)) twice[at + 3] = 0x61;
    await expect(readBytes(twice)).rejects.toMatchObject({ code: 'error.checklist.parts' });
  });

  it('an .xls cut in half', async () => {
    const xls = workbook([{ name: '清单', rows: [annex2Head, ...Array.from({ length: 200 }, () => annex2Line)] }], 'biff8');
    await expect(readBytes(xls.subarray(0, xls.length / 2))).rejects.toMatchObject({ code: expect.stringMatching(/^error\.checklist\.(damaged|found\.unknown|noHead|noRows)$/) as string });
  });
});

describe('a workbook that is only odd', () => {
  it('50,000 rows of mere formatting cost neither rows nor time', async () => {
    const styled = Array.from({ length: 50_000 }, (_row, index) => `<row r="${index + 3}">${Array.from({ length: 15 }, (_cell, place) => `<c r="${letters[place]}${index + 3}" s="1"/>`).join('')}</row>`).join('');
    const bytes = raw(sheetOf(inlineRow(1, annex2Head) + inlineRow(2, annex2Line) + styled));
    // Measured beside a plain read of the same file, because the machine's speed is not ours to choose.
    const begin = performance.now();
    XLSX.read(bytes);
    const plainRead = performance.now() - begin;
    const start = performance.now();
    const parsed = await readBytes(bytes);
    expect(performance.now() - start).toBeLessThan(1.5 * plainRead);
    expect(parsed.rowCount).toBe(1);
  });

  it('names of sheets and heads that are keys of every object', async () => {
    const head = [...annex2Head, '__proto__', 'constructor', 'toString'];
    const parsed = await readBytes(raw(sheetOf(inlineRow(1, head) + inlineRow(2, [...annex2Line, 'a', 'b', 'c']))));
    expect(parsed.sheet).toBe('__proto__');
    expect(parsed.errors).toEqual([]);
    expect(parsed.rows).toHaveLength(1);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('cells without references, prefixed names, escapes and rich text', async () => {
    const cells = annex2Line.map((value, place) => (place === 10
      ? '<c t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">液位&lt;高 </t></r><r><t>&#32852;锁_x000D_</t></r><rPh><t>ye</t></rPh></is></c>'
      : `<c t="str"><v>${value}</v></c>`)).join('');
    const plain = await readBytes(raw(sheetOf(`${inlineRow(1, annex2Head)}<row>${cells}</row>`)));
    expect(texts(plain, 'errors')).toEqual([]);
    expect(plain.rows[0]?.measure?.description).toBe('液位<高 联锁');
    const prefixed = sheetOf(inlineRow(1, annex2Head) + inlineRow(2, annex2Line)).replace(/<(\/?)(worksheet|sheetData|row|c|is|t|v)(?=[\s>])/g, '<$1x:$2')
      .replace('<x:worksheet', '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"');
    const other = await readBytes(raw(prefixed));
    expect(other.rows[0]?.unit.name).toBe('液氨球罐');
  });
});
