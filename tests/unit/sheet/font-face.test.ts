import { describe, expect, it } from 'vitest';
import { singleFace } from '#electron/adapters/sheet/font-face.ts';

/** A `name` table with one record: the PostScript name (id 6) for Windows, or for the Macintosh. */
function nameTable(name: string, platform: 1 | 3): Buffer {
  const text = platform === 1 ? Buffer.from(name, 'latin1') : Buffer.from(name, 'utf16le').swap16();
  const table = Buffer.alloc(18 + text.length);
  // version, count, place of the texts; platform, encoding, language, name id, length, place
  [0, 1, 18, platform, 1, 0, 6, text.length, 0].forEach((value, index) => table.writeUInt16BE(value, index * 2));
  text.copy(table, 18);
  return table;
}

/** A collection of two faces that share the table `glyf` (5 bytes) and have names of their own. */
function collection(): Buffer {
  const glyphs = Buffer.from([1, 2, 3, 4, 5]);
  const names = [nameTable('Sheet-JP', 3), nameTable('Sheet-SC', 1)];
  const head = Buffer.alloc(12 + 2 * 4);
  head.write('ttcf', 0, 'latin1');
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt32BE(2, 8);
  const directory = 12 + 2 * 16;
  const bodies = head.length + 2 * directory;
  const nameAt = (index: number) => bodies + 8 + (index === 0 ? 0 : (names[0]?.length ?? 0));
  const directories = names.map((name, index) => {
    head.writeUInt32BE(head.length + index * directory, 12 + index * 4);
    const bytes = Buffer.alloc(directory);
    bytes.writeUInt32BE(0x10000, 0);
    bytes.writeUInt16BE(2, 4);
    [['glyf', 0xaaaa, bodies, 5] as const, ['name', 0xbbbb + index, nameAt(index), name.length] as const].forEach(([tag, sum, offset, length], record) => {
      bytes.write(tag, 12 + record * 16, 'latin1');
      [sum, offset, length].forEach((value, field) => bytes.writeUInt32BE(value, 12 + record * 16 + 4 + field * 4));
    });
    return bytes;
  });
  return Buffer.concat([head, ...directories, glyphs, Buffer.alloc(3), ...names]);
}

/** Tag, checksum and bytes of a font's tables. */
function tables(font: Buffer): [string, number, Buffer][] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16;
    const offset = font.readUInt32BE(at + 8);
    expect(offset % 4).toBe(0);
    return [font.toString('latin1', at, at + 4), font.readUInt32BE(at + 4), font.subarray(offset, offset + font.readUInt32BE(at + 12))];
  });
}

describe('one face of a font collection', () => {
  it('is the one of that PostScript name, with its own and the shared tables', () => {
    expect(tables(singleFace(collection(), 'Sheet-SC'))).toEqual([['glyf', 0xaaaa, Buffer.from([1, 2, 3, 4, 5])], ['name', 0xbbbc, nameTable('Sheet-SC', 1)]]);
    expect(tables(singleFace(collection(), 'Sheet-JP'))[1]).toEqual(['name', 0xbbbb, nameTable('Sheet-JP', 3)]);
  });

  it('is the first where none is named or has that name', () => {
    for (const face of [undefined, 'Other']) expect(tables(singleFace(collection(), face))[1]?.[1]).toBe(0xbbbb);
  });

  it('leaves a font that is no collection as it is', () => {
    const font = Buffer.from([0, 1, 0, 0, 0, 0]);
    expect(singleFace(font, 'Sheet-SC')).toBe(font);
  });

  it('refuses a collection that is cut off, and one that claims more faces than it has bytes', () => {
    const whole = collection();
    for (const length of [6, 14, 30, 60, 85, 90]) expect(() => singleFace(whole.subarray(0, length), 'Sheet-SC')).toThrow(RangeError);
    whole.writeUInt32BE(0xffffffff, 8);
    expect(() => singleFace(whole, 'Sheet-SC')).toThrow(RangeError);
  });
});
