import { UnknownPicture } from '../pixels.ts';
import { tag, type TiffDirectory } from './directory.ts';

/** How the pixels of a page are kept. */
export interface SampleLayout {
  readonly bits: number;
  readonly samples: number;
  /** The samples of a pixel stand in blocks of their own. */
  readonly planar: boolean;
  readonly photometric: number;
  /** Place of the sample that is opacity, and whether the colours are multiplied by it already; −1 where there is none. */
  readonly alpha: number;
  readonly premultiplied: boolean;
  readonly little: boolean;
  /** Red, green and blue of palette entries, 8 bits each. */
  readonly palette: Uint8Array;
}

const names: Readonly<Record<number, string>> = { 6: 'YCbCr', 8: 'CIELab', 9: 'ICCLab', 10: 'ITULab', 32844: 'LogL', 32845: 'LogLuv', 32803: 'CFA' };
const colourSamples: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 4: 1, 5: 4, 6: 3 };

/** What a directory says of its samples. @throws UnknownPicture for kinds that plans do not come in */
export function sampleLayout(directory: TiffDirectory, isJpeg: boolean): SampleLayout {
  const samples = directory.number(tag.samplesPerPixel, 1);
  const allBits = directory.numbers(tag.bitsPerSample);
  const bits = allBits[0] ?? 1;
  const photometric = directory.number(tag.photometric, samples >= 3 ? 2 : 1);
  const colours = colourSamples[photometric];
  const formats = directory.numbers(tag.sampleFormat);
  if (formats.some((format) => format !== 1 && format !== 4)) throw new UnknownPicture('TIFF, floating point or signed samples');
  if (![1, 2, 4, 8, 16].includes(bits) || allBits.some((other) => other !== bits)) throw new UnknownPicture(`TIFF, ${allBits.join('/')} bits`);
  if (colours === undefined || samples < colours || samples > 32 || (photometric === 6 && !isJpeg) || (photometric === 5 && isJpeg)) {
    throw new UnknownPicture(`TIFF, ${names[photometric] ?? `photometric ${photometric}, ${samples} samples`}`);
  }
  const extra = directory.numbers(tag.extraSamples);
  const alpha = extra.findIndex((kind) => kind === 1 || kind === 2);
  return {
    bits, samples, photometric, planar: samples > 1 && directory.number(tag.planar, 1) === 2, little: directory.little,
    alpha: alpha < 0 || colours + alpha >= samples ? -1 : colours + alpha, premultiplied: extra[alpha] === 1,
    palette: photometric === 3 ? paletteOf(directory.numbers(tag.colourMap), bits) : new Uint8Array(),
  };
}

/** The colour map holds all reds, then greens, then blues, of 16 bits; some writers fill the lower 8 bits only. */
function paletteOf(map: readonly number[], bits: number): Uint8Array {
  if (bits > 8) throw new UnknownPicture('TIFF, palette of 16 bits');
  const count = 1 << bits;
  const small = map.every((value) => value < 256);
  const palette = new Uint8Array(count * 3);
  for (let i = 0; i < count; i += 1) for (let c = 0; c < 3; c += 1) palette[3 * i + c] = small ? map[c * count + i] ?? 0 : (map[c * count + i] ?? 0) >> 8;
  return palette;
}

/** Bytes of one row of a block `width` pixels wide, of one plane. */
export const rowBytesOf = (layout: SampleLayout, width: number): number => Math.ceil((width * (layout.planar ? 1 : layout.samples) * layout.bits) / 8);

/** Writes `count` pixels, whose row begins at byte `from` of each plane, as RGBA at pixel `to`. */
export type RowWriter = (planes: readonly Uint8Array[], from: number, count: number, out: Uint8Array, to: number) => void;

/** How the rows of a page become RGBA. Of 16 bits the upper 8 count; inks of CMYK are taken off white one after another. */
export function rowWriter(layout: SampleLayout): RowWriter {
  const { bits, samples, photometric } = layout;
  if (samples === 1 && bits <= 8) return tableWriter(layout);
  const colours = colourSamples[photometric] ?? 1;
  const needed = [...Array.from({ length: colours }, (_, i) => i), ...(layout.alpha >= 0 ? [layout.alpha] : [])];
  const scratch = needed.map(() => new Uint8Array());
  const single = tableOf(layout);
  return (planes, from, count, out, to) => {
    needed.forEach((sample, i) => {
      let own = scratch[i];
      if (own === undefined || own.length < count) { own = new Uint8Array(count); scratch[i] = own; }
      expand(layout, planes[layout.planar ? sample : 0] ?? new Uint8Array(), from, sample, count, own);
    });
    const [s0 = new Uint8Array(), s1 = s0, s2 = s0, s3 = s0] = scratch;
    const alpha = layout.alpha >= 0 ? scratch[colours] : undefined;
    // All places below are within `count` pixels.
    for (let x = 0, at = to * 4; x < count; x += 1, at += 4) {
      if (colours === 1) {
        const value = (s0[x] as number) * 4;
        out[at] = single[value] as number; out[at + 1] = single[value + 1] as number; out[at + 2] = single[value + 2] as number;
      } else if (colours === 3) {
        out[at] = s0[x] as number; out[at + 1] = s1[x] as number; out[at + 2] = s2[x] as number;
      } else {
        const light = 255 - (s3[x] as number);
        out[at] = Math.round(((255 - (s0[x] as number)) * light) / 255); out[at + 1] = Math.round(((255 - (s1[x] as number)) * light) / 255); out[at + 2] = Math.round(((255 - (s2[x] as number)) * light) / 255);
      }
      const opacity = alpha === undefined ? 255 : alpha[x] as number;
      out[at + 3] = opacity;
      if (layout.premultiplied && opacity > 0 && opacity < 255) for (let c = 0; c < 3; c += 1) out[at + c] = Math.min(255, Math.round(((out[at + c] as number) * 255) / opacity));
    }
  };
}

/** What each value of a single sample looks like, as RGBA; of more than 8 bits, each value of the upper 8. */
function tableOf({ bits, photometric, palette }: SampleLayout): Uint8Array {
  const depth = Math.min(8, bits), most = (1 << depth) - 1;
  const table = new Uint8Array((most + 1) * 4).fill(255);
  for (let i = 0; i <= most; i += 1) {
    const grey = Math.round(((photometric === 0 ? most - i : i) * 255) / most);
    table.set(photometric === 3 ? palette.subarray(3 * i, 3 * i + 3) : [grey, grey, grey], 4 * i);
  }
  return table;
}

function tableWriter(layout: SampleLayout): RowWriter {
  const { bits } = layout;
  const looks = new Uint32Array(tableOf(layout).buffer);
  const perByte = 8 / bits, mask = (1 << bits) - 1;
  return ([plane = new Uint8Array()], from, count, out, to) => {
    const pixels = new Uint32Array(out.buffer, out.byteOffset + to * 4, count);
    if (bits === 8) { for (let x = 0; x < count; x += 1) pixels[x] = looks[plane[from + x] as number] as number; return; } // within the row, 256 looks
    for (let x = 0; x < count; x += 1) pixels[x] = looks[((plane[from + Math.floor(x / perByte)] as number) >> (8 - bits - (x % perByte) * bits)) & mask] as number;
  };
}

/** Copies one sample of each pixel as 8 bits (fewer are spread over the range, but for palettes and single samples, which have a table). */
function expand({ bits, samples, planar, little, photometric }: SampleLayout, plane: Uint8Array, from: number, sample: number, count: number, out: Uint8Array): void {
  const step = planar ? 1 : samples, first = planar ? 0 : sample;
  if (bits >= 8) {
    const bytes = bits / 8;
    for (let x = 0, at = from + first * bytes + (bytes === 2 && little ? 1 : 0); x < count; x += 1, at += step * bytes) out[x] = plane[at] as number; // within the row
    return;
  }
  const most = (1 << bits) - 1;
  const spread = photometric === 2 || photometric === 5 || first >= (colourSamples[photometric] ?? 1) ? 255 / most : 1;
  for (let x = 0; x < count; x += 1) {
    const bit = (x * step + first) * bits;
    out[x] = Math.round((((plane[from + (bit >> 3)] as number) >> (8 - bits - (bit & 7))) & most) * spread); // within the row
  }
}
