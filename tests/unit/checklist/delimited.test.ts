import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedGrid } from '#electron/adapters/xlsx/delimited.ts';

const grid = (text: string) => delimitedGrid(new TextEncoder().encode(text), '清单.csv');
const rows = (text: string) => grid(text)?.rows.map(({ index, cells }) => [index, ...Array.from(cells, (cell) => cell ?? null)]);

describe('delimited text', () => {
  it.each<[string, (string | number | null)[][]]>([
    ['a,b,c\n1,,3', [[0, 'a', 'b', 'c'], [1, '1', null, '3']]],
    ['a\tb,x\tc\r\n1\t2\t3\r\n', [[0, 'a', 'b,x', 'c'], [1, '1', '2', '3']]],
    ['"a ""b""\n;c";d;e;\r\r1;2;3;', [[0, 'a "b"\n;c', 'd', 'e'], [2, '1', '2', '3']]],
    ['a,"b"x,c"d"', [[0, 'a', 'bx', 'c"d"']]],
    ['sep=|\r\na|b', [[0, 'a', 'b']]],
    ['a,b,"c\n,', [[0, 'a', 'b', 'c\n,']]],
  ])('%j', (text, expected) => { expect(rows(text)).toEqual(expected); });

  it.each(['', 'a,b', 'a\nb\nc', '<?xml version="1.0"?><a b="1,2,3"/>'])('%j is no table', (text) => { expect(grid(text)).toBeNull(); });

  it('bytes of no encoding are no table', () => { expect(delimitedGrid(new Uint8Array([0x61, 0x2c, 0x62, 0x2c, 0xff, 0xff, 0x0a]), 'a.csv')).toBeNull(); });

  it('reads what is written with every field in quotation marks', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '甲', '"', ',', ';', '\n', '\t', ' ') });
    fc.assert(fc.property(fc.array(fc.tuple(field, field, field, field), { minLength: 1, maxLength: 6 }), (table) => {
      const text = table.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      const read = new Map(grid(text)?.rows.map(({ index, cells }) => [index, cells]));
      table.forEach((line, index) => {
        line.forEach((cell, place) => { expect(read.get(index)?.[place]).toBe(cell.trim() === '' ? undefined : cell); });
      });
    }));
  });
});
