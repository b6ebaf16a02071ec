import { unescapeText } from './encoding.ts';
import type { DxfObjects } from './objects.ts';
import { DxfRecord, readEntity, readRecord } from './record.ts';
import { addTableEntry, emptyTables, nameKey, type DxfTables } from './tables.ts';
import { DxfSyntaxError, type TagReader } from './tags.ts';

export interface DxfReadOptions {
  readonly recover: boolean;
  /** Filled with the numbers of the header's variables. */
  readonly header: Map<string, number>;
  /** What was read of the OBJECTS section beforehand. */
  readonly objects: DxfObjects;
  /** Gives every entity a record of its own. */
  readonly keep: boolean;
  /** Called for every entity of the ENTITIES section; without `keep` the record is used again afterwards. */
  readonly entity: (record: DxfRecord, tables: DxfTables) => void;
  readonly progress: (done: number, total: number) => void;
}

/** The section that was being read when a syntax error was thrown. */
export interface Place { section: string }

const progressEvery = 2000;
/**
 * Walks the file from front to back, once. Layers and blocks are kept and returned, entities are handed on one by one.
 * @throws DxfSyntaxError where the file is broken or ends too early (without `recover`)
 */
export function readDocument(reader: TagReader, place: Place, options: DxfReadOptions): DxfTables {
  const tables = emptyTables(options.header, options.objects);
  let more = nextObject(reader);
  let sections = 0;
  while (more) {
    const type = reader.type();
    if (type === 'EOF') return tables;
    if (type !== 'SECTION') {
      if (!options.recover) throw new DxfSyntaxError('syntax', reader.line);
      more = nextObject(reader);
      continue;
    }
    sections += 1;
    if (!reader.next()) break;
    place.section = reader.code === 2 ? reader.text().trim().toUpperCase() : '';
    // That section was read to its end before, and nothing that matters follows it.
    if (place.section === 'OBJECTS' && options.objects.wholeFrom === reader.position) return tables;
    more = readSection(reader, place.section, tables, options);
    if (!more) break;
    if (reader.type() === 'ENDSEC') { place.section = ''; more = nextObject(reader); }
  }
  // Small programs leave out the last EOF; what lies between whole sections is whole.
  if (options.recover || (sections > 0 && place.section === '')) return tables;
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
    case 'CLASSES':
    case 'TABLES': return nextObject(reader) && readTables(reader, tables);
    case 'BLOCKS': return nextObject(reader) && readBlocks(reader, tables, options);
    case 'ENTITIES': return nextObject(reader) && readEntities(reader, tables, options);
    default: return skipSection(reader);
  }
}

function ends(reader: TagReader): boolean {
  const type = reader.type();
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

function readTables(reader: TagReader, tables: DxfTables): boolean {
  const record = new DxfRecord();
  let more = true;
  while (more && !ends(reader)) {
    more = readRecord(reader, record);
    addTableEntry(tables, record);
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
    while (more && !ends(reader) && reader.type() !== 'ENDBLK') {
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
  let record = new DxfRecord();
  let more = true;
  let count = 0;
  while (more && !ends(reader)) {
    if (options.keep) record = new DxfRecord();
    more = readEntity(reader, record, options.recover);
    // The last object may itself be cut off in the middle; it is handed on only if something follows it, or in recovery.
    if (!more && !options.recover) break;
    options.entity(record, tables);
    count += 1;
    if (count % progressEvery === 0) options.progress(reader.position, reader.size);
  }
  return more;
}
