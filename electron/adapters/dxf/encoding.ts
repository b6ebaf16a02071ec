import { isUtf8 } from 'node:buffer';

/** How the texts of a DXF are held: found out from the bytes first, from the header's words only where the bytes leave it open. */
export interface TextDecoding {
  /** Name as `TextDecoder` knows it; `utf-8` also for pure ASCII. */
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

/** Windows code pages that $DWGCODEPAGE names, by their `TextDecoder` names. GB18030 holds all of GBK and GB2312. */
const codePages: Readonly<Record<string, string>> = {
  '874': 'windows-874', '932': 'shift_jis', '936': 'gb18030', '949': 'euc-kr', '950': 'big5',
  '1250': 'windows-1250', '1251': 'windows-1251', '1252': 'windows-1252', '1253': 'windows-1253', '1254': 'windows-1254',
  '1255': 'windows-1255', '1256': 'windows-1256', '1257': 'windows-1257', '1258': 'windows-1258',
};
const namedCodePages: Readonly<Record<string, string>> = { gb2312: 'gb18030', gbk: 'gb18030', big5: 'big5', ksc5601: 'euc-kr', johab: 'euc-kr', sjis: 'shift_jis' };

/** The header variable `name`'s value as raw text, from the first 64 KB; '' where it is not there. */
function headerValue(bytes: Uint8Array, name: string): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
  const at = head.indexOf(name);
  if (at < 0) return '';
  return /^[^\n]*\n[^\n]*\n\s*([^\r\n]*)/.exec(head.slice(at))?.[1]?.trim() ?? '';
}

/** The same of a binary DXF: text ends with 0; versions from AC1021 on hold UTF-8 whatever the page says. */
function binaryHeaderValue(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
  const version = /AC(1\d{3})\0/.exec(head)?.[1] ?? '';
  return Number(version) >= 1021 ? '' : (/\$DWGCODEPAGE\0[\x01-\x1f]\0?([\w-]+)\0/.exec(head)?.[1] ?? '');
}

function namedPage(page: string): string | undefined {
  const name = page.toLowerCase();
  return codePages[/(\d{3,4})$/.exec(name)?.[1] ?? ''] ?? namedCodePages[name.replace(/^ansi_|^dos/, '')];
}

/**
 * Whether the bytes above 127 stand like Chinese text: in pairs of the GB2312 area. Western text has most of its accented letters
 * alone between plain ones.
 */
function looksChinese(bytes: Uint8Array): boolean {
  let pairs = 0, alone = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    const isPair = (bytes[i] ?? 0) >= 0xa1 && (bytes[i + 1] ?? 0) >= 0xa1;
    if (isPair) { pairs += 1; i += 1; } else alone += 1;
  }
  return pairs > alone;
}

/**
 * Finds out the encoding of an ASCII DXF. Order: UTF-8 where all bytes are valid UTF-8 (programs write ANSI_1252 into UTF-8 files);
 * then the code page that the header names, unless it is the Latin default and the bytes stand like Chinese text; then GB18030.
 */
export function findEncoding(bytes: Uint8Array, isBinary = false): TextDecoding {
  // Numbers of a binary file are no text: only what the header names can be believed there.
  if (isBinary) return decoding(namedPage(binaryHeaderValue(bytes)) ?? 'utf-8');
  if (isUtf8(bytes)) return decoding('utf-8');
  const named = namedPage(headerValue(bytes, '$DWGCODEPAGE'));
  const believed = named !== undefined && named !== 'windows-1252' && named !== 'gb18030';
  if (believed) return decoding(named);
  if (named === 'gb18030' || looksChinese(bytes)) return decoding('gb18030');
  return decoding(named ?? 'gb18030');
}

export function decoding(encoding: string): TextDecoding {
  const decoder = new TextDecoder(encoding);
  return { encoding: encoding === 'gb18030' ? 'gbk' : encoding, decode: (bytes) => decoder.decode(bytes) };
}

/** Code pages of \M+n…: n is 1 to 5 (932, 950, 949, 1361, 936). */
const multiByte: Readonly<Record<string, string>> = { '1': 'shift_jis', '2': 'big5', '3': 'euc-kr', '4': 'euc-kr', '5': 'gb18030' };

/** Puts in the characters that the escapes \U+XXXX and \M+nXXXX name. */
export function unescapeText(text: string): string {
  if (!text.includes('\\') || !/\\[UM]\+/i.test(text)) return text;
  return text
    .replace(/\\U\+([0-9a-f]{4,5})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/\\M\+([1-5])([0-9a-f]{4})/gi, (_, page: string, hex: string) =>
      new TextDecoder(multiByte[page] ?? 'gb18030').decode(Uint8Array.of(Number.parseInt(hex.slice(0, 2), 16), Number.parseInt(hex.slice(2), 16))));
}
