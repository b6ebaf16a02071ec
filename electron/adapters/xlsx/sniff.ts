import type { MessageKey } from '#shared/text/index.ts';

/** What a file really is, by its first bytes: a zip or OLE container that may be a workbook, a workbook as one XML text, or something else, named. */
export type FileKind = 'zip' | 'ole' | 'biff' | 'xml2003' | Extract<MessageKey, `error.checklist.found.${string}`>;

const starts = (bytes: Uint8Array, ...magic: number[]): boolean => magic.every((byte, index) => bytes[index] === byte);

/** Looks at the first bytes, never at the name. */
export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'error.checklist.found.empty';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'ole';
  // Bare BIFF streams of Excel 2 to 4: a BOF record.
  if (bytes[0] === 0x09 && (bytes[1] === 0x00 || bytes[1] === 0x02 || bytes[1] === 0x04) && (bytes[2] === 0x04 || bytes[2] === 0x06) && bytes[3] === 0x00) return 'biff';
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) return 'error.checklist.found.pdf';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47) || starts(bytes, 0xff, 0xd8, 0xff) || starts(bytes, 0x47, 0x49, 0x46, 0x38) || starts(bytes, 0x42, 0x4d)) return 'error.checklist.found.image';
  if (starts(bytes, 0x52, 0x61, 0x72, 0x21) || starts(bytes, 0x37, 0x7a, 0xbc, 0xaf) || starts(bytes, 0x1f, 0x8b)) return 'error.checklist.found.archive';
  const begin = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  const text = begin.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase();
  if (/^<(!doctype\s+html|html|table|head|meta|body)/.test(text) || /<html[\s>]/.test(text)) return 'error.checklist.found.html';
  if (/^<\?(xml|mso-application)/.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'xml2003';
  return begin.includes(0) && !starts(bytes, 0xff, 0xfe) && !starts(bytes, 0xfe, 0xff) ? 'error.checklist.found.unknown' : 'error.checklist.found.text';
}
