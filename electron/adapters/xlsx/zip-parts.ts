import { crc32, inflateRawSync } from 'node:zlib';
import { AppError } from '#shared/kernel/errors.ts';
import { reasonOf, type ZipEntry } from './zip-check.ts';

/** The parts of a checked archive, unpacked one at a time and never beyond the size that the central directory promised. */
export class ZipParts {
  readonly #bytes: Buffer;
  readonly #file: string;
  readonly #entries = new Map<string, ZipEntry>();

  constructor(bytes: Buffer, file: string, entries: readonly ZipEntry[]) {
    this.#bytes = bytes;
    this.#file = file;
    // Part names are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
    for (const entry of entries) this.#entries.set(partKey(entry.name), entry);
  }

  names(): string[] { return [...this.#entries.values()].map(({ name }) => name); }
  has(name: string): boolean { return this.#entries.has(partKey(name)); }

  /** An XML part as UTF-8. @throws AppError error.checklist.entities where it declares a document type; and as `bytes` */
  xml(name: string): Buffer | undefined {
    const bytes = this.bytes(name);
    if (bytes === undefined) return undefined;
    const utf8 = utf8Of(bytes);
    // `<` is always escaped in text, so these can be nothing but declarations.
    if (utf8.includes('<!DOCTYPE') || utf8.includes('<!ENTITY')) throw new AppError('error.checklist.entities', { file: this.#file, part: name });
    return utf8;
  }

  /** @throws AppError error.checklist.damaged, and expands where the part is larger than promised */
  bytes(name: string): Buffer | undefined {
    const entry = this.#entries.get(partKey(name));
    if (entry === undefined) return undefined;
    const damaged = (reason: string, cause?: unknown): AppError => new AppError('error.checklist.damaged', { file: this.#file, reason: `${name}: ${reason}` }, { cause });
    const { offset } = entry;
    if (offset + 30 > this.#bytes.length || this.#bytes.readUInt32LE(offset) !== 0x04034b50) throw damaged('local header');
    const start = offset + 30 + this.#bytes.readUInt16LE(offset + 26) + this.#bytes.readUInt16LE(offset + 28);
    if (start + entry.compressed > this.#bytes.length) throw damaged('cut off');
    const packed = this.#bytes.subarray(start, start + entry.compressed);
    let unpacked: Buffer;
    if (entry.method === 0) unpacked = packed;
    else if (entry.method === 8) {
      try {
        unpacked = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
          throw new AppError('error.checklist.parts', { file: this.#file, reason: `${name} > ${entry.size}` }, { cause });
        }
        throw damaged(reasonOf(cause), cause);
      }
    } else throw damaged(`method ${entry.method}`);
    if (unpacked.length !== entry.size) throw damaged(`${unpacked.length} ≠ ${entry.size}`);
    if (crc32(unpacked) !== entry.crc) throw damaged('CRC-32');
    return unpacked;
  }
}

const partKey = (name: string): string => name.replace(/^\/+/, '').toLowerCase();

function utf8Of(bytes: Buffer): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes));
  return bytes;
}
