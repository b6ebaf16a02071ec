import { parseSync, type INode } from 'svgson';

/** The XML tree of an SVG and its text encoding. */
export interface SvgTree { readonly root: INode; readonly encoding: string }

/** Thrown with a short reason where a file is no well-formed SVG. */
export class SvgSyntaxError extends Error {}

/**
 * Reads the tree. Document type declarations are taken out unread: their entities are never expanded and nothing they name is
 * loaded. @throws SvgSyntaxError
 */
export function parseSvg(bytes: Uint8Array): SvgTree {
  const { text, encoding } = decode(bytes);
  const body = withoutProlog(text);
  if (!/^<(\w+:)?svg[\s>/]/.test(body)) throw new SvgSyntaxError('<svg> ?');
  if (!/(<\/(\w+:)?svg\s*>|\/>)$/.test(withoutLastComments(body).slice(-256))) throw new SvgSyntaxError('</svg> ?');
  try {
    const parsed: INode | INode[] = parseSync(body);
    const root = Array.isArray(parsed) ? parsed[0] : parsed;
    if (root === undefined) throw new SvgSyntaxError('<svg> ?');
    return { root, encoding };
  } catch (thrown) {
    if (thrown instanceof SvgSyntaxError) throw thrown;
    throw new SvgSyntaxError('XML', { cause: thrown });
  }
}

function decode(bytes: Uint8Array): { text: string; encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    // Not UTF-8, whatever the declaration says; Chinese programs then mean GBK.
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.length)).toString('latin1');
    const declared = /encoding=["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? '';
    const known = ['big5', 'shift_jis', 'euc-kr', 'windows-1251', 'windows-1252', 'iso-8859-1'].find((name) => name === declared);
    return { text: new TextDecoder(known ?? 'gb18030').decode(bytes), encoding: known ?? 'gbk' };
  }
}

/** Cuts off the declaration, comments and the document type with its inner part. */
function withoutProlog(text: string): string {
  let rest = text.replace(/^\ufeff/, '');
  for (;;) {
    rest = rest.trimStart();
    if (rest.startsWith('<?')) rest = afterMark(rest, '?>');
    else if (rest.startsWith('<!--')) rest = afterMark(rest, '-->');
    else if (/^<!DOCTYPE/i.test(rest)) rest = afterDoctype(rest);
    else return rest.trimEnd();
  }
}

/** Comments behind the last element are cut off one by one: a pattern for all of them would take for ever on some texts. */
function withoutLastComments(text: string): string {
  let end = text.length;
  for (;;) {
    while (end > 0 && /\s/.test(text.charAt(end - 1))) end -= 1;
    const start = text.startsWith('-->', end - 3) ? text.lastIndexOf('<!--', end - 4) : -1;
    if (start < 0) return text.slice(0, end);
    end = start;
  }
}

function afterMark(text: string, mark: string): string {
  const end = text.indexOf(mark);
  if (end < 0) throw new SvgSyntaxError(mark);
  return text.slice(end + mark.length);
}

function afterDoctype(text: string): string {
  const open = text.indexOf('['), close = text.indexOf('>');
  if (close < 0) throw new SvgSyntaxError('DOCTYPE');
  if (open < 0 || close < open) return text.slice(close + 1);
  const end = /\]\s*>/.exec(text.slice(open));
  if (end === null) throw new SvgSyntaxError('DOCTYPE');
  return text.slice(open + end.index + end[0].length);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Puts in the five entities of XML and numbered characters; all others stay as they are. */
export function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
