/** An entry of a font's table directory. */
interface Table { readonly tag: string; readonly offset: number; readonly length: number }

/**
 * One face of a font collection (TTC/OTC) as a font of its own; any other font as it is. A canvas takes a collection's first face, which
 * for the common CJK fonts is the Japanese one. `face` is the PostScript name; without it, or where no face has it, the first is taken.
 * @throws RangeError for a file that ends before its tables do
 */
export function singleFace(font: Buffer, face: string | undefined): Buffer {
  if (font.toString('latin1', 0, 4) !== 'ttcf') return font;
  const starts = Array.from({ length: font.readUInt32BE(8) }, (_, index) => font.readUInt32BE(12 + index * 4));
  const start = starts.find((candidate) => face !== undefined && postScriptNames(font, candidate).includes(face)) ?? starts[0];
  return start === undefined ? font : faceAt(font, start);
}

function tablesOf(font: Buffer, start: number): Table[] {
  return Array.from({ length: font.readUInt16BE(start + 4) }, (_, index) => {
    const record = start + 12 + index * 16;
    return { tag: font.toString('latin1', record, record + 4), offset: font.readUInt32BE(record + 8), length: font.readUInt32BE(record + 12) };
  });
}

/** Name records of id 6; those of Windows are UTF-16, those of the Macintosh one byte a letter. */
function postScriptNames(font: Buffer, start: number): string[] {
  const table = tablesOf(font, start).find(({ tag }) => tag === 'name');
  if (table === undefined) return [];
  const texts = table.offset + font.readUInt16BE(table.offset + 4);
  return Array.from({ length: font.readUInt16BE(table.offset + 2) }, (_, index) => table.offset + 6 + index * 12)
    .filter((record) => font.readUInt16BE(record + 6) === 6)
    .map((record) => {
      const from = texts + font.readUInt16BE(record + 10);
      const bytes = font.subarray(from, from + font.readUInt16BE(record + 8));
      return font.readUInt16BE(record) === 1 ? bytes.toString('latin1') : Buffer.from(bytes).swap16().toString('utf16le');
    });
}

/** Directory and tables of the face, the tables at new places of four-byte grid; their checksums stay right, as they do not hold places. */
function faceAt(font: Buffer, start: number): Buffer {
  const tables = tablesOf(font, start);
  const grid = (length: number) => Math.ceil(length / 4) * 4;
  const head = 12 + tables.length * 16;
  const single = Buffer.alloc(head + tables.reduce((sum, { length }) => sum + grid(length), 0));
  font.copy(single, 0, start, start + head);
  let at = head;
  tables.forEach(({ offset, length }, index) => {
    if (offset + length > font.length) throw new RangeError('font table beyond the end of its file');
    font.copy(single, at, offset, offset + length);
    single.writeUInt32BE(at, 12 + index * 16 + 8);
    at += grid(length);
  });
  return single;
}
