import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { binarySentinel } from '#electron/adapters/dxf/binary-tags.ts';
import { indexColour, trueColour } from '#electron/adapters/dxf/colours.ts';
import { findEncoding, unescapeText } from '#electron/adapters/dxf/encoding.ts';
import { richLines } from '#electron/adapters/dxf/mtext-codes.ts';
import { plainText } from '#electron/adapters/dxf/texts.ts';
import { dxf, readText, tags } from '../../fixtures/layouts/make.ts';

const text = (value: string, ...more: (string | number)[]): string => tags(0, 'TEXT', 8, '0', 10, 5, 20, 6, 40, 2, 1, value, ...more);
const page = (name: string): string => tags(9, '$DWGCODEPAGE', 3, name);

describe('encoding', () => {
  const source = dxf({ header: page('ANSI_936'), entities: text('液氨储罐区') });
  it.each([
    ['UTF-8 whatever the header says', Buffer.from(dxf({ header: page('ANSI_1252'), entities: text('液氨储罐区') })), 'utf-8'],
    ['GBK by its code page', iconv.encode(source, 'gbk'), 'gbk'],
    ['GBK under the Latin default', iconv.encode(dxf({ header: page('ANSI_1252'), entities: text('液氨储罐区') }), 'gbk'), 'gbk'],
    ['GBK without a header', iconv.encode(dxf({ entities: text('液氨储罐区') }), 'gbk'), 'gbk'],
    ['Big5 by its code page', iconv.encode(dxf({ header: page('ANSI_950'), entities: text('液氨儲罐區') }), 'big5'), 'big5'],
    ['Big5 under a Chinese code page', iconv.encode(dxf({ header: page('ANSI_936'), entities: text('液氨儲罐區') + text('消防水泵房及變電所') }), 'big5'), 'big5'],
    ['GBK under a Taiwanese code page', iconv.encode(dxf({ header: page('ANSI_950'), entities: text('液氨储罐区') + text('消防水泵房及变电所') }), 'gbk'), 'gbk'],
    ['UTF-8 with a broken character', Buffer.concat([Buffer.from(dxf({ header: page('ANSI_936'), entities: text('液氨储罐区') }).replace('0\nEOF\n', '')), Buffer.from(tags(999, '甲醇').replace('醇', '\u00e9'), 'latin1'), Buffer.from(tags(0, 'EOF'))]), 'utf-8'],
  ])('reads %s', (_, bytes, encoding) => {
    const { parsed, drawing } = readText(bytes);
    expect(parsed.encoding).toBe(encoding);
    expect(drawing.texts[0]?.text).toMatch(/^液氨[储儲]罐[区區]$/);
  });

  it('reads Japanese under a wrong code page, and Korean and Russian under their own', () => {
    const read = (value: string, codePage: string, bytesOf: string): string[] =>
      readText(iconv.encode(dxf({ header: page(codePage), entities: text(value) }), bytesOf)).drawing.texts.map((line) => line.text);
    expect(read('高圧ガス貯蔵タンクの配置図', 'ANSI_1252', 'shift_jis')).toEqual(['高圧ガス貯蔵タンクの配置図']);
    expect(read('고압가스 저장탱크', 'ANSI_949', 'euc-kr')).toEqual(['고압가스 저장탱크']);
    expect(read('Склад аммиака', 'ANSI_1251', 'windows-1251')).toEqual(['Склад аммиака']);
  });

  it('does not take degrees and squares of a Latin file for characters', () => {
    const source = dxf({ header: page('ANSI_1252'), entities: text('45\u00b0C') + text('12 m\u00b2') + text('\u00c4nderung') });
    expect(readText(iconv.encode(source, 'windows-1252')).drawing.texts.map((line) => line.text)).toEqual(['45\u00b0C', '12 m\u00b2', '\u00c4nderung']);
  });

  it('of a binary file is found in its texts, whatever its version and its header say', () => {
    const binary = (values: readonly (string | number)[], bytesOf: string): Uint8Array => {
      const parts: Buffer[] = [Buffer.from(binarySentinel)];
      for (let i = 0; i < values.length; i += 2) {
        const code = Buffer.alloc(2), value = values[i + 1] ?? '', number = Buffer.alloc(8);
        code.writeUInt16LE(Number(values[i]));
        if (typeof value === 'number') number.writeDoubleLE(value);
        parts.push(code, typeof value === 'number' ? number : Buffer.concat([iconv.encode(value, bytesOf), Buffer.alloc(1)]));
      }
      return Buffer.concat(parts);
    };
    const values = (name: string): (string | number)[] => [0, 'SECTION', 2, 'HEADER', 9, '$ACADVER', 1, 'AC1015', 9, '$DWGCODEPAGE', 3, name, 0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES',
      0, 'TEXT', 8, '储罐', 10, 1, 20, 2, 40, 3, 1, '甲醇储罐区防火堤', 0, 'ENDSEC', 0, 'EOF'];
    for (const [name, bytesOf] of [['ANSI_936', 'gbk'], ['ANSI_1252', 'gbk'], ['ANSI_936', 'utf8']] as const) {
      const { drawing } = readText(binary(values(name), bytesOf));
      expect([drawing.texts[0]?.text, drawing.layers[0]?.name]).toEqual(['甲醇储罐区防火堤', '储罐']);
    }
  });

  it('keeps Western texts of a Latin file', () => {
    expect(findEncoding(iconv.encode(dxf({ header: page('ANSI_1252'), entities: text('Fl\u00e4che') }), 'windows-1252')).encoding).toBe('windows-1252');
  });

  it('puts in escaped characters', () => {
    expect(unescapeText('m\\U+00B35')).toBe('m\u00b35');
    expect(unescapeText('\\U+6DB2\\U+6C28 \\M+5B4A2\\M+5B9DE m\\U+00B3')).toBe('液氨 储罐 m³');
  });
});

const richTextLines = (raw: string): string[] => richLines(raw).map(({ text: line }) => line);

describe('text codes', () => {
  it('are replaced or dropped', () => {
    expect(plainText('%%c100 %%p0.5 45%%d %%u标题%%u 5%%%')).toBe('⌀100 ±0.5 45° 标题 5%');
    expect(richTextLines('{\\fSimSun|b0|i0;\\H2.5x;甲醇\\P}\\A1;1\\S1/2;\\~t \\{a\\} \\\\')).toEqual(['甲醇', '11/2\u00a0t {a} \\']);
    expect(richTextLines('a^Jb\\Pc')).toEqual(['a', 'b', 'c']);
  });

  it('an unended code takes the rest and no more', () => {
    expect(richTextLines('abc\\fSimSun')).toEqual(['abc']);
  });
});

describe('placing texts', () => {
  it('takes the second point and the alignment of a justified text', () => {
    const { drawing } = readText(dxf({ entities: text('A', 72, 1, 73, 2, 11, 50, 21, 60, 50, 30) }));
    const placed = drawing.texts[0];
    expect(placed).toMatchObject({ align: 'center', baseline: 'middle', height: 2, text: 'A' });
    expect([(placed?.x ?? 0) + drawing.origin[0], (placed?.y ?? 0) + drawing.origin[1]]).toEqual([50, 60]);
    expect(placed?.rotation).toBeCloseTo(30, 9);
  });

  it('sets the lines of an MTEXT five thirds of its height apart, from the attachment point', () => {
    const { drawing } = readText(dxf({ entities: tags(0, 'MTEXT', 8, '0', 10, 0, 20, 0, 40, 3, 41, 0, 71, 5, 1, '一\\P二\\P三') }));
    expect(drawing.texts.map(({ text: line, y, align, baseline }) => [line, Math.round(y + drawing.origin[1]), align, baseline])).toEqual([
      ['一', 5, 'center', 'middle'], ['二', 0, 'center', 'middle'], ['三', -5, 'center', 'middle'],
    ]);
  });

  it('reads heights, widths, colours and paragraph alignment of an MTEXT, and raises and lowers lone parts of stacks', () => {
    const { drawing } = readText(dxf({ entities: tags(0, 'MTEXT', 8, '0', 62, 3, 10, 0, 20, 0, 40, 2, 41, 30, 71, 1,
      1, '{\\H2x;\\C1;标题}\\P容积 100 m\\S3^ ;，CO\\S^ 2;\\P\\pxqc;{\\W0.5;居中}\\P\\pql;{\\H1.5;\\c255;真彩}') }));
    const at = drawing.texts.map((line) => ({ text: line.text, height: line.height, factor: line.widthFactor, align: line.align, colour: drawing.styles[line.style]?.colour, x: line.x + drawing.origin[0], y: line.y + drawing.origin[1] }));
    expect(at.map(({ text: line, height, factor, align, colour }) => [line, height, factor, align, colour])).toEqual([
      ['标题', 4, undefined, 'left', '#ff0000'], ['容积 100 m³，CO₂', 2, undefined, 'left', '#00ff00'], ['居中', 2, 0.5, 'center', '#00ff00'], ['真彩', 1.5, undefined, 'left', '#ff0000'],
    ]);
    // Base lines: 4 below the top, then 5/3 of each line's height further: 7.333, 10.667, 13.167; the top of a letter is its height above.
    expect(at.map(({ x, y }) => [x, Math.round(y * 1e3) / 1e3 + 0])).toEqual([[0, 0], [0, -5.333], [15, -8.667], [0, -11.667]]);
  });

  it('wraps an MTEXT at its width', () => {
    const { drawing } = readText(dxf({ entities: tags(0, 'MTEXT', 8, '0', 10, 0, 20, 0, 40, 1, 41, 4, 71, 1, 1, '甲醇储罐区防火堤') }));
    expect(drawing.texts.map(({ text: line }) => line)).toEqual(['甲醇储罐', '区防火堤']);
  });

  it('keeps a text readable in a mirrored block, in the same place', () => {
    const { drawing } = readText(dxf({
      blocks: tags(0, 'BLOCK', 2, 'B', 10, 0, 20, 0) + text('V-1') + tags(0, 'ENDBLK'), entities: tags(0, 'INSERT', 8, '0', 2, 'B', 10, 0, 20, 0, 41, -1),
    }));
    expect(drawing.texts[0]).toMatchObject({ align: 'right', height: 2 });
    expect(Math.abs(drawing.texts[0]?.rotation ?? 90)).toBeLessThan(1e-9);
    expect((drawing.texts[0]?.x ?? 0) + drawing.origin[0]).toBe(-5);
  });
});

describe('colours', () => {
  it.each([[1, '#ff0000'], [3, '#00ff00'], [7, null], [8, '#808080'], [10, '#ff0000'], [11, '#ff7f7f'], [12, '#a50000'], [30, '#ff7f00'], [50, '#ffff00'], [90, '#00ff00'],
    [140, '#00bfff'], [170, '#0000ff'], [250, '#333333'], [255, '#ffffff'], [0, null], [256, null]])('index %i is %s', (index, colour) => {
    expect(indexColour(index)).toBe(colour);
  });

  it('true colours are taken as they are', () => { expect(trueColour(0x0a1b2c)).toBe('#0a1b2c'); });
});
