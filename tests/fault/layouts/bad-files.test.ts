import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { binarySentinel } from '#electron/adapters/dxf/binary-tags.ts';
import { block, dxf, opened, ParserBench, pdf, tags } from '../../fixtures/layouts/make.ts';

const bench = new ParserBench();
afterAll(() => { bench.dispose(); });
const sample = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../../../resources/sample/${name}`, import.meta.url)));
const refused = (path: string, code: string, params: Record<string, unknown> = {}): Promise<void> =>
  expect(bench.drawing(path)).rejects.toMatchObject({ name: 'AppError', code, params: expect.objectContaining(params) as unknown });

describe('a damaged DXF', () => {
  const whole = sample('plant.dxf');
  const half = whole.subarray(0, whole.length / 2);

  it('cut in half is refused with the line and the section where it ends', async () => {
    const lines = half.toString('latin1').split('\n').length;
    await expect(bench.drawing(bench.write('half.dxf', half))).rejects.toMatchObject({ code: 'error.layout.dxfCut', params: { file: 'half.dxf', section: 'ENTITIES' } });
    const line: unknown = await bench.drawing(bench.write('half.dxf', half)).catch((thrown: { params: { line: number } }) => thrown.params.line);
    expect(Math.abs(Number(line) - lines)).toBeLessThanOrEqual(2);
  });

  it('cut in half gives with recovery what stands before the cut', async () => {
    const full = await bench.drawing(bench.write('whole.dxf', whole));
    const part = await bench.drawing(bench.write('half.dxf', half), { recover: true });
    expect(part.drawn).toBeGreaterThan(100);
    expect(part.drawn).toBeLessThan(full.drawn);
    expect(part.metresPerUnit).toBe(1);
  });

  it('cut at any place is never taken for whole', async () => {
    const { readDxf } = await import('#electron/adapters/dxf/read-dxf.ts');
    const text = dxf({ blocks: block('B', tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1)), entities: tags(0, 'INSERT', 8, '0', 2, 'B', 10, 0, 20, 0) + tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1) });
    const bytes = new TextEncoder().encode(text);
    const end = text.lastIndexOf('ENDSEC');
    for (let length = 1; length < end; length += 1) {
      expect(() => readDxf(bytes.subarray(0, length), { fileName: 'cut.dxf', recover: false, onProgress: () => undefined }), `cut after ${length} bytes`)
        .toThrow(expect.objectContaining({ name: 'AppError' }));
    }
  });

  it('with a broken line is refused with the line, and read without it in recovery', async () => {
    const text = dxf({ entities: tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1) + 'garbage\n' + tags(0, 'CIRCLE', 8, '0', 10, 0, 20, 0, 40, 5) });
    const path = bench.write('broken.dxf', text);
    const line = text.split('\n').indexOf('garbage') + 1;
    await refused(path, 'error.layout.dxfSyntax', { file: 'broken.dxf', line, section: 'ENTITIES' });
    expect((await bench.drawing(path, { recover: true })).entities).toBe(2);
  });

  it('with a zero-radius circle shows the rest and names the circle', async () => {
    const result = await bench.drawing(bench.write('zero.dxf', dxf({ entities: tags(0, 'CIRCLE', 8, '0', 10, 0, 20, 0, 40, 0) + tags(0, 'CIRCLE', 8, '0', 10, 0, 20, 0, 40, 5) })));
    expect([result.drawn, result.notShown]).toEqual([1, [{ type: 'CIRCLE', count: 1, reason: 'notShown.degenerate', places: [[0, 0]] }]]);
  });

  it('without anything in it is refused', async () => {
    await refused(bench.write('empty.dxf', dxf({ entities: '' })), 'error.layout.empty');
    await refused(bench.write('nothing.dxf', ''), 'error.layout.notWhatItSays', { expected: 'DXF' });
  });

  it('whose arrays of arrays unfold to a billion lines is refused, not unfolded', async () => {
    const array = (name: string): string => tags(0, 'INSERT', 8, '0', 2, name, 10, 0, 20, 0, 70, 1000, 71, 1000, 44, 1, 45, 1);
    const text = dxf({ blocks: block('A', tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1)) + block('B', array('A')), entities: array('B') });
    await refused(bench.write('bomb.dxf', text), 'error.layout.tooComplex', { file: 'bomb.dxf' });
  }, 60_000);
});

describe('a binary DXF', () => {
  /** Tags as R13 and later write them: two-byte codes, texts ended by zero, numbers as doubles. */
  const binary = (...values: (string | number)[]): Buffer => {
    const parts: Buffer[] = [Buffer.from(binarySentinel)];
    for (let i = 0; i < values.length; i += 2) {
      const code = Buffer.alloc(2), value = values[i + 1] ?? '';
      code.writeUInt16LE(Number(values[i]));
      if (typeof value === 'string') { parts.push(code, Buffer.from(`${value}\0`)); continue; }
      const number = Buffer.alloc(Number(values[i]) >= 60 ? 2 : 8);
      if (Number(values[i]) >= 60) number.writeInt16LE(value);
      else number.writeDoubleLE(value);
      parts.push(code, number);
    }
    return Buffer.concat(parts);
  };
  const whole = binary(0, 'SECTION', 2, 'HEADER', 9, '$ACADVER', 1, 'AC1032', 9, '$INSUNITS', 70, 4, 0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES',
    0, 'LINE', 8, '道路', 62, 1, 10, 1.5, 20, 2, 11, 3, 21, 4, 0, 'ENDSEC', 0, 'EOF');

  it('is read', async () => {
    const { parsed, paths } = opened(await bench.drawing(bench.write('binary.dxf', whole)));
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, metresPerUnit: 0.001, encoding: 'utf-8' });
    expect(paths[0]).toMatchObject({ layer: '道路', colour: '#ff0000', points: [[1.5, 2], [3, 4]] });
  });

  it('cut in half is refused with the byte', async () => {
    await refused(bench.write('binary-half.dxf', whole.subarray(0, whole.length - 40)), 'error.layout.dxfBinaryBroken', { section: 'ENTITIES' });
  });
});

describe('files that are not what they say', () => {
  it.each([
    ['notes.png', '这是文字，不是图片。', 'error.layout.notWhatItSays', { expected: 'PNG' }],
    ['notes.dxf', 'hello world', 'error.layout.notWhatItSays', { expected: 'DXF' }],
    ['notes.pdf', 'hello world', 'error.layout.notWhatItSays', { expected: 'PDF' }],
    ['notes.svg', 'hello world', 'error.layout.notWhatItSays', { expected: 'SVG' }],
    ['notes.doc', 'hello world', 'error.layout.format', {}],
    ['plan.dwg', 'AC1032\0\0\0', 'error.layout.dwg', {}],
    ['plan.dxf', 'AC1027\0\0\0', 'error.layout.dwg', {}],
    ['plan.tif', 'II*\0aaaaaaaaaaaa', 'error.layout.pictureBroken', {}],
    ['plan.jpg', 'GIF89a', 'error.layout.otherPicture', { found: 'GIF' }],
  ])('%s is refused', async (name, content, code, params) => {
    await refused(bench.write(name, content), code, { file: name, ...params });
  });

  it('a JPEG named .png is read as the JPEG that it is', async () => {
    const result = await bench.drawing(bench.write('photo.png', await createCanvas(30, 20).encode('jpeg')));
    expect(result).toMatchObject({ format: 'jpg', mediaType: 'image/jpeg', bounds: { maxX: 30, maxY: 20 } });
  });

  it('a missing file and a folder are said to be so', async () => {
    await refused(join(bench.folder, 'gone.dxf'), 'error.file.notFound', { file: 'gone.dxf' });
    await refused(bench.folder, 'error.file.unreadable');
  });
});

describe('pictures', () => {
  it('cut or with a broken head are refused', async () => {
    const png = await createCanvas(300, 200).encode('png');
    await refused(bench.write('head.png', png.subarray(0, 20)), 'error.layout.pictureBroken');
    await refused(bench.write('cut.png', sample('plant.png').subarray(0, 400)), 'error.layout.pictureBroken');
  });

  it('of 60,000 × 60,000 pixels are refused by their head, before they are decoded', async () => {
    const png = Buffer.from(await createCanvas(2, 2).encode('png'));
    png.writeUInt32BE(60_000, 16); png.writeUInt32BE(60_000, 20);
    await refused(bench.write('huge.png', png), 'error.layout.pictureTooLarge', { width: 60_000, height: 60_000 });
  });

  it('that a camera laid on its side are turned upright', async () => {
    const canvas = createCanvas(40, 20);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#ffffff'; pen.fillRect(0, 0, 40, 20);
    const jpeg = await canvas.encode('jpeg');
    // APP1 with one entry: orientation 6, "turn a quarter to the right".
    const exif = Buffer.from([0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    const result = await bench.drawing(bench.write('turned.jpg', Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)])));
    expect(result.bounds).toEqual({ minX: 0, minY: 0, maxX: 20, maxY: 40 });
    const again = await bench.drawing(bench.write('again.jpg', result.derived));
    expect(again.bounds).toEqual(result.bounds);
  });
});

describe('PDF', () => {
  it('page 1 becomes a drawing in points, the others are counted', async () => {
    const parsed = await bench.drawing(bench.write('plan.pdf', await pdf({}, 3)));
    expect(parsed).toMatchObject({ derivedKind: 'vector', metresPerUnit: null, notShown: [], entities: 2, drawn: 2, page: 1, pages: 3 });
    const box = opened(parsed).paths.find(({ colour }) => colour === '#ff8800');
    // pdfkit counts from the top: 100 below the upper edge of 595.
    expect(box?.points).toEqual([[100, 495], [400, 495], [400, 295], [100, 295], [100, 495]]);
  });

  it('with a password is refused as such', async () => {
    await refused(bench.write('secret.pdf', await pdf({ userPassword: '2026', pdfVersion: '1.7' })), 'error.layout.pdfPassword', { file: 'secret.pdf' });
  });

  it('cut or empty is refused', async () => {
    const whole = await pdf();
    await refused(bench.write('cut.pdf', whole.subarray(0, 200)), 'error.layout.pdfBroken', { file: 'cut.pdf' });
    await refused(bench.write('only-head.pdf', '%PDF-1.7\n'), 'error.layout.pdfBroken');
  });
});

describe('SVG', () => {
  it('entity bombs stay unexpanded', async () => {
    const entities = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    const text = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "aaaaaaaaaa">${entities}<!ENTITY out SYSTEM "file:///etc/passwd">]><svg viewBox="0 0 9 9"><text x="1" y="1">&e12;&out;</text></svg>`;
    const { drawing } = opened(await bench.drawing(bench.write('bomb.svg', text)));
    expect(drawing.texts.map(({ text: line }) => line)).toEqual(['&e12;&out;']);
  });

  it('uses of uses of uses are stopped', async () => {
    const groups = Array.from({ length: 9 }, (_, i) => `<g id="g${i + 1}">${`<use href="#g${i}"/>`.repeat(10)}</g>`).join('');
    await refused(bench.write('uses.svg', `<svg viewBox="0 0 9 9"><defs><g id="g0"><rect width="1" height="1"/></g>${groups}</defs><use href="#g9"/></svg>`), 'error.layout.tooComplex');
  }, 60_000);

  it('groups nested 100,000 deep do not bring the parser down', async () => {
    const deep = `<svg viewBox="0 0 9 9"><rect width="1" height="1"/>${'<g>'.repeat(100_000)}${'</g>'.repeat(100_000)}</svg>`;
    expect((await bench.drawing(bench.write('deep.svg', deep))).drawn).toBe(1);
  });

  it('cut is refused', async () => {
    await refused(bench.write('cut.svg', '<svg viewBox="0 0 9 9"><rect width="1"'), 'error.layout.svgBroken');
    await refused(bench.write('open.svg', '<svg viewBox="0 0 9 9"><g><rect width="1" height="1"/></svg>'), 'error.layout.svgBroken');
  });
});

describe('a file of 1 GB', () => {
  it.each(['huge.dxf', 'huge.png', 'huge.pdf', 'huge.svg', 'huge.geojson'])('%s is refused at once by its size', async (name) => {
    const path = join(bench.folder, name);
    const file = openSync(path, 'w');
    ftruncateSync(file, 1_000_000_000);
    closeSync(file);
    const start = performance.now();
    await refused(path, 'error.file.tooLarge', { file: name, size: 1000, limit: 300 });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
