/*
 * GBK, the code page 936 of Chinese Windows, in which drawings and tables of older programs hold their texts. Platforms decode it; encoding is
 * worked out from what they decode.
 */

let table: Map<string, number> | null = null;

/** Two bytes by character, for every character that two bytes stand for. Characters for private use are left out: each program shows others. */
function pairs(): Map<string, number> {
  if (table !== null) return table;
  const trails = Array.from({ length: 0xfe - 0x40 + 1 }, (_, i) => 0x40 + i).filter((byte) => byte !== 0x7f);
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (const trail of trails) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const code = character.charCodeAt(0);
      if (character.length === 1 && code >= 0x80 && code !== 0xfffd && !(code >= 0xe000 && code <= 0xf8ff) && !made.has(character)) made.set(character, lead * 256 + trail);
    }
  }
  return table = made;
}

/** Whether GBK has the character. */
export const inGbk = (character: string): boolean => character.charCodeAt(0) < 0x80 || pairs().has(character);

/** The text in GBK; characters that it does not have become `?`. */
export function encodeGbk(text: string): Uint8Array {
  const known = pairs();
  const bytes = new Uint8Array(text.length * 2);
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const pair = code < 0x80 ? code : known.get(text.charAt(i)) ?? 0x3f;
    if (pair > 0xff) bytes[at++] = pair >> 8;
    bytes[at++] = pair & 0xff;
  }
  return bytes.slice(0, at);
}
