/** A tag: id, type (3 short, 4 long, 12 double …), values. */
export type Tag = readonly [id: number, type: 3 | 4 | 12, ...values: number[]];

const sizes = { 3: 2, 4: 4, 12: 8 } as const;

/** A little-endian TIFF by hand: directories of tags, each with the bytes of its one strip (tag 273 is set to their place). `next` overrides where a directory's next one is. */
export function tiff(directories: readonly { readonly tags: readonly Tag[]; readonly strip?: Uint8Array; readonly next?: number }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8, link = 4;
  const head = parts[0] as Buffer; // just made
  const links: { readonly in: Buffer; readonly at: number }[] = [{ in: head, at: link }];
  const add = (part: Buffer): number => { const at = length; parts.push(part); length += part.length; return at; };
  for (const { tags, strip, next } of directories) {
    const data = strip === undefined ? 0 : add(Buffer.from(strip));
    const all = [...tags, ...(strip === undefined ? [] : [[273, 4, data] as const])].sort((a, b) => a[0] - b[0]);
    const entries = Buffer.alloc(2 + all.length * 12 + 4);
    entries.writeUInt16LE(all.length, 0);
    all.forEach(([id, type, ...values], i) => {
      const at = 2 + i * 12;
      entries.writeUInt16LE(id, at);
      entries.writeUInt16LE(type, at + 2);
      entries.writeUInt32LE(values.length, at + 4);
      const bytes = Buffer.alloc(Math.max(4, values.length * sizes[type]));
      values.forEach((value, k) => { if (type === 3) bytes.writeUInt16LE(value, k * 2); else if (type === 4) bytes.writeUInt32LE(value, k * 4); else bytes.writeDoubleLE(value, k * 8); });
      if (bytes.length === 4) bytes.copy(entries, at + 8);
      else entries.writeUInt32LE(add(bytes), at + 8);
    });
    const at = add(entries);
    const last = links.pop();
    if (last !== undefined) last.in.writeUInt32LE(at, last.at);
    link = 2 + all.length * 12;
    if (next === undefined) links.push({ in: entries, at: link });
    else entries.writeUInt32LE(next, link);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Tags of a grey picture in one strip. */
export const greyTags = (width: number, height: number, bytes: number, ...more: readonly Tag[]): Tag[] => {
  const own: Tag[] = [[256, 4, width], [257, 4, height], [258, 3, 8], [259, 3, 1], [262, 3, 1], [277, 3, 1], [278, 4, height], [279, 4, bytes]];
  return [...own.filter(([id]) => !more.some(([other]) => other === id)), ...more];
};
