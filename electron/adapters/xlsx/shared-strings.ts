import { cellEscapes, xmlText } from './xml-text.ts';

/**
 * The table of shared strings; an entry of spaces alone is empty. Rich text is put together, phonetic guides are left out.
 * `bytes` is the part as UTF-8.
 */
export function sharedStrings(bytes: Buffer): string[] {
  const strings: string[] = [];
  let at = bytes.indexOf('<si');
  while (at >= 0) {
    const tagEnd = bytes.indexOf(0x3e, at);
    if (tagEnd < 0) break;
    // `<si/>` is an empty string; `<sig` and the like do not occur in this part.
    if (bytes[tagEnd - 1] === 0x2f) {
      strings.push('');
      at = bytes.indexOf('<si', tagEnd);
      continue;
    }
    const end = bytes.indexOf('</si>', tagEnd);
    if (end < 0) break;
    strings.push(textOf(bytes, tagEnd + 1, end));
    at = end + 5;
    // The next entry follows at once in practice; anything between is skipped.
    if (!(bytes[at] === 0x3c && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x69)) at = bytes.indexOf('<si', at);
  }
  return strings;
}

/** Text of a string item between two offsets: all `<t>` outside phonetic runs. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    while (at < end && bytes[at] !== 0x3c) at++;
    if (at >= end) break;
    const first = bytes[at + 1];
    const second = bytes[at + 2];
    if (first === 0x74 && (second === 0x3e || second === 0x20 || second === 0x2f)) {
      let from = at + 2;
      while (from < end && bytes[from] !== 0x3e) from++;
      if (bytes[from - 1] !== 0x2f) {
        from++;
        let to = from;
        while (to < end && bytes[to] !== 0x3c) to++;
        text += decodeText(bytes, from, to);
        at = to;
        // Character data that needs no escapes; rare, but XML has it.
        while (bytes[at + 1] === 0x21 && bytes.indexOf('<![CDATA[', at) === at) {
          const close = bytes.indexOf(']]>', at);
          if (close < 0 || close > end) break;
          text += bytes.toString('utf8', at + 9, close);
          from = close + 3;
          to = from;
          while (to < end && bytes[to] !== 0x3c) to++;
          text += decodeText(bytes, from, to);
          at = to;
        }
        continue;
      }
    } else if (first === 0x72 && second === 0x50 && bytes[at + 3] === 0x68) {
      const after = bytes.indexOf('</rPh>', at);
      at = after < 0 ? end : after;
    }
    at++;
  }
  return text.trim() === '' ? '' : text;
}

/** Character data between two offsets. */
export function decodeText(bytes: Buffer, from: number, to: number): string {
  return cellEscapes(xmlText(bytes.toString('utf8', from, to)));
}
