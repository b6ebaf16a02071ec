import { isUtf8 } from 'node:buffer';
import { BinaryTagReader } from './binary-tags.ts';
import { DxfSyntaxError } from './tags.ts';

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

/** The same of the code page in a binary DXF, whose texts end with 0. */
function binaryHeaderValue(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
  return /\$DWGCODEPAGE\0[\x01-\x1f]\0?([\w-]+)\0/.exec(head)?.[1] ?? '';
}

function namedPage(page: string): string | undefined {
  const name = page.toLowerCase();
  return codePages[/(\d{3,4})$/.exec(name)?.[1] ?? ''] ?? namedCodePages[name.replace(/^ansi_|^dos/, '')];
}

/** Bytes of text beyond ASCII that are looked at: enough for some thousand characters. */
const sampleBytes = 65_536;

/**
 * The runs of bytes above 127 of an ASCII DXF, each with one byte before and after (a second byte of a Chinese, Japanese or Korean
 * character may be an ASCII letter).
 */
function highRuns(bytes: Uint8Array): Uint8Array[] {
  const runs: Uint8Array[] = [];
  let size = 0;
  for (let i = 0; i < bytes.length && size < sampleBytes; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    let end = i + 1;
    // A line ends the run; single ASCII bytes within do not.
    while (end < bytes.length && (bytes[end] ?? 0) >= 32 && ((bytes[end] ?? 0) >= 0x80 || (bytes[end - 1] ?? 0) >= 0x80)) end += 1;
    runs.push(bytes.subarray(i, end));
    size += end - i;
    i = end;
  }
  return runs;
}

/** The texts of a binary DXF that hold bytes above 127. */
function highTexts(bytes: Uint8Array): Uint8Array[] {
  const texts: Uint8Array[] = [];
  let size = 0;
  const reader = new BinaryTagReader(bytes, decoding('utf-8'));
  try {
    while (size < sampleBytes && reader.next()) {
      const raw = reader.raw();
      if (raw === null || !raw.some((byte) => byte >= 0x80)) continue;
      texts.push(raw);
      size += raw.length;
    }
  } catch (thrown) {
    if (!(thrown instanceof DxfSyntaxError)) throw thrown;
  }
  return texts;
}

/** Lead and second bytes of the characters that nearly all texts are made of. `single`: bytes that are a character alone. */
interface Page { readonly encoding: string; readonly common: (lead: number, second: number) => boolean; readonly valid: (lead: number, second: number) => boolean; readonly single: (byte: number) => boolean }
const between = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const pages: readonly Page[] = [
  {
    // GB 2312 level 1 and its signs; GBK's other characters are rare.
    encoding: 'gb18030', single: () => false,
    common: (lead, second) => (between(lead, 0xb0, 0xd7) || between(lead, 0xa1, 0xa3)) && second >= 0xa1,
    valid: (lead, second) => between(lead, 0x81, 0xfe) && second >= 0x30 && second !== 0x7f,
  },
  {
    encoding: 'big5', single: () => false,
    common: (lead, second) => between(lead, 0xa1, 0xc6) && (between(second, 0x40, 0x7e) || between(second, 0xa1, 0xfe)),
    valid: (lead, second) => between(lead, 0x81, 0xfe) && (between(second, 0x40, 0x7e) || between(second, 0xa1, 0xfe)),
  },
  {
    // Kana and the kanji of JIS level 1.
    encoding: 'shift_jis', single: (byte) => between(byte, 0xa1, 0xdf),
    common: (lead, second) => (between(lead, 0x81, 0x83) || between(lead, 0x88, 0x97)) && between(second, 0x40, 0xfc) && second !== 0x7f,
    valid: (lead, second) => (between(lead, 0x81, 0x9f) || between(lead, 0xe0, 0xfc)) && between(second, 0x40, 0xfc) && second !== 0x7f,
  },
  {
    encoding: 'euc-kr', single: () => false,
    common: (lead, second) => (between(lead, 0xb0, 0xc8) || between(lead, 0xa1, 0xa3)) && second >= 0xa1,
    valid: (lead, second) => between(lead, 0x81, 0xfe) && second >= 0x41 && second !== 0xff,
  },
];

/** How much like texts of a page the runs look, from 0 (impossible or improbable) to 1: the share of common characters. */
function likeness(runs: readonly Uint8Array[], page: Page): number {
  let common = 0, all = 0, broken = 0;
  for (const run of runs) {
    for (let i = 0; i < run.length; i += 1) {
      const lead = run[i] ?? 0, second = run[i + 1] ?? 0;
      if (lead < 0x80) continue;
      all += 1;
      // Half-width kana are what pairs of Chinese look like in Shift-JIS: they count little.
      if (page.single(lead)) { common += 0.2; continue; }
      if (!page.valid(lead, second)) { broken += 1; continue; }
      if (page.common(lead, second)) common += 1;
      i += 1;
    }
  }
  return all === 0 || broken > all * 0.02 ? 0 : common / all;
}

/** Share of the characters above 127 that are whole in UTF-8. */
function utf8Share(runs: readonly Uint8Array[]): number {
  const decoder = new TextDecoder('utf-8');
  let whole = 0, broken = 0;
  for (const run of runs) for (const letter of decoder.decode(run)) if (letter === '\ufffd') broken += 1; else if (letter > '\x7f') whole += 1;
  return whole + broken === 0 ? 0 : whole / (whole + broken);
}

/** So much of a text is common characters in its own code page. */
const probable = 0.7;
/** Another page than the one that the header names has to look better by this much. */
const clearly = 0.25;

/**
 * Finds out the encoding of a DXF. Order: UTF-8 where the bytes above 127 are UTF-8, but for a few broken ones (programs write ANSI_1252
 * into UTF-8 files); then the East Asian code page that the bytes look like most, the header's own if none is clearly better; then
 * the Western page that the header names, which any bytes can be.
 */
export function findEncoding(bytes: Uint8Array, isBinary = false): TextDecoding {
  if (!isBinary && isUtf8(bytes)) return decoding('utf-8');
  const runs = isBinary ? highTexts(bytes) : highRuns(bytes);
  if (runs.length === 0 || utf8Share(runs) > 0.6) return decoding('utf-8');
  // Accents, degrees and squares stand alone between plain letters; East Asian characters bring bytes above 127 side by side.
  const paired = runs.filter((run) => run.some((byte, i) => byte >= 0x80 && (run[i + 1] ?? 0) >= 0x80)).length;
  const named = namedPage(isBinary ? binaryHeaderValue(bytes) : headerValue(bytes, '$DWGCODEPAGE'));
  if (paired < runs.length * 0.3 && (named === undefined || named.startsWith('windows-'))) return decoding(named ?? 'windows-1252');
  const likenesses = pages.map((page) => ({ encoding: page.encoding, share: likeness(runs, page) }));
  const own = likenesses.find(({ encoding }) => encoding === named);
  // Korean looks like Chinese byte for byte: only the header can say it.
  const best = likenesses.filter(({ encoding }) => encoding !== 'euc-kr').reduce((a, b) => (b.share > a.share ? b : a));
  if (own !== undefined && own.share > 0 && own.share >= best.share - clearly) return decoding(own.encoding);
  const isWesternNamed = named !== undefined && own === undefined;
  // Cyrillic and the like stand in runs too, but then the header names their page: only the Latin default is doubted.
  if (best.share >= probable && (!isWesternNamed || named === 'windows-1252')) return decoding(best.encoding);
  return decoding(isWesternNamed ? named : best.share > 0 && best.share >= probable / 2 ? best.encoding : (named ?? 'gb18030'));
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
    .replace(/\\U\+([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\M\+([1-5])([0-9a-f]{4})/gi, (_, page: string, hex: string) =>
      new TextDecoder(multiByte[page] ?? 'gb18030').decode(Uint8Array.of(Number.parseInt(hex.slice(0, 2), 16), Number.parseInt(hex.slice(2), 16))));
}
