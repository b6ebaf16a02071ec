import { indexColour, trueColour } from './colours.ts';
import { DxfRecord, readEntity, readRecord } from './record.ts';
import { DxfSyntaxError, type TagReader } from './tags.ts';
import { unescapeText } from './encoding.ts';

export interface DxfLayer {
  /** As the file spells it. */
  readonly name: string;
  readonly colour: string | null;
  /** Hundredths of a millimetre; below 0 the default. */
  readonly lineWeight: number;
  readonly off: boolean;
  readonly frozen: boolean;
  readonly plotted: boolean;
}

export interface DxfBlock {
  readonly baseX: number;
  readonly baseY: number;
  readonly records: readonly DxfRecord[];
  /** Path of the file that an external reference names; '' for a block of this file. */
  readonly xref: string;
}

/** What stands before the entities: header variables, layers and blocks. */
export interface DxfTables {
  /** Numbers of header variables by `$NAME`, or `$NAME.20` for the second coordinate. */
  readonly header: Map<string, number>;
  readonly layers: Map<string, DxfLayer>;
  readonly blocks: Map<string, DxfBlock>;
}

export interface DxfReadOptions {
  readonly recover: boolean;
  /** Filled with the numbers of the header's variables. */
  readonly header: Map<string, number>;
  /** Called for every entity of the ENTITIES section; the record is used again afterwards. */
  readonly entity: (record: DxfRecord, tables: DxfTables) => void;
  readonly progress: (done: number, total: number) => void;
}

/** The section that was being read when a syntax error was thrown. */
export interface Place { section: string }

const progressEvery = 2000;
/** Names of tables are compared without case. */
export const nameKey = (name: string): string => name.toUpperCase();

/**
 * Walks the file from front to back, once. Layers and blocks are kept, entities are handed on one by one.
 * @throws DxfSyntaxError where the file is broken or ends too early (without `recover`)
 */
export function readDocument(reader: TagReader, place: Place, options: DxfReadOptions): void {
  const tables: DxfTables = { header: options.header, layers: new Map(), blocks: new Map() };
  let more = nextObject(reader);
  let sections = 0;
  while (more) {
    const type = reader.text().trim().toUpperCase();
    if (type === 'EOF') return;
    if (type !== 'SECTION') {
      if (!options.recover) throw new DxfSyntaxError('syntax', reader.line);
      more = nextObject(reader);
      continue;
    }
    sections += 1;
    if (!reader.next()) break;
    place.section = reader.code === 2 ? reader.text().trim().toUpperCase() : '';
    more = readSection(reader, place.section, tables, options);
    if (!more) break;
    if (reader.text().trim().toUpperCase() === 'ENDSEC') { place.section = ''; more = nextObject(reader); }
  }
  // Small programs leave out the last EOF; what lies between whole sections is whole.
  if (options.recover || (sections > 0 && place.section === '')) return;
  throw new DxfSyntaxError('cut', reader.line);
}

/** Moves to the next tag (0, …). */
function nextObject(reader: TagReader): boolean {
  while (reader.next()) if (reader.code === 0) return true;
  return false;
}

/** Reads a section; afterwards the reader stands on ENDSEC (or on what stands in its place). */
function readSection(reader: TagReader, section: string, tables: DxfTables, options: DxfReadOptions): boolean {
  switch (section) {
    case 'HEADER': return readHeader(reader, tables);
    case 'TABLES': return nextObject(reader) && readLayers(reader, tables);
    case 'BLOCKS': return nextObject(reader) && readBlocks(reader, tables, options);
    case 'ENTITIES': return nextObject(reader) && readEntities(reader, tables, options);
    default: return skipSection(reader);
  }
}

function ends(reader: TagReader): boolean {
  const type = reader.text().trim();
  return type === 'ENDSEC' || type === 'EOF' || type === 'SECTION';
}

function skipSection(reader: TagReader): boolean {
  while (nextObject(reader)) if (ends(reader)) return true;
  return false;
}

function readHeader(reader: TagReader, tables: DxfTables): boolean {
  let name = '';
  while (reader.next()) {
    if (reader.code === 0) return true;
    if (reader.code === 9) { name = reader.text().trim().toUpperCase(); continue; }
    const value = reader.number();
    if (!Number.isNaN(value)) tables.header.set(reader.code === 20 ? `${name}.20` : reader.code === 30 ? `${name}.30` : name, value);
  }
  return false;
}

function readLayers(reader: TagReader, tables: DxfTables): boolean {
  const record = new DxfRecord();
  let more = true;
  while (more && !ends(reader)) {
    more = readRecord(reader, record);
    if (record.type !== 'LAYER') continue;
    const colour = record.number(62, 7);
    const name = unescapeText(record.text(2));
    tables.layers.set(nameKey(name), {
      name,
      colour: record.has(420) ? trueColour(record.number(420)) : indexColour(Math.abs(colour)),
      lineWeight: record.number(370, -3),
      off: colour < 0,
      frozen: (record.number(70) & 1) === 1,
      plotted: record.number(290, 1) !== 0,
    });
  }
  return more;
}

function readBlocks(reader: TagReader, tables: DxfTables, options: DxfReadOptions): boolean {
  let more = true;
  while (more && !ends(reader)) {
    const head = new DxfRecord();
    more = readRecord(reader, head);
    if (head.type !== 'BLOCK') continue;
    const records: DxfRecord[] = [];
    while (more && !ends(reader) && reader.text().trim().toUpperCase() !== 'ENDBLK') {
      const record = new DxfRecord();
      more = readEntity(reader, record, options.recover);
      records.push(record);
    }
    const isXref = (head.number(70) & 4) !== 0;
    tables.blocks.set(nameKey(head.text(2)), {
      baseX: head.number(10), baseY: head.number(20), records, xref: isXref ? unescapeText(head.text(1)) || head.text(2) : '',
    });
  }
  return more;
}

function readEntities(reader: TagReader, tables: DxfTables, options: DxfReadOptions): boolean {
  const record = new DxfRecord();
  let more = true;
  let count = 0;
  while (more && !ends(reader)) {
    more = readEntity(reader, record, options.recover);
    // The last object may itself be cut off in the middle; it is handed on only if something follows it, or in recovery.
    if (!more && !options.recover) break;
    options.entity(record, tables);
    count += 1;
    if (count % progressEvery === 0) options.progress(reader.position, reader.size);
  }
  return more;
}
