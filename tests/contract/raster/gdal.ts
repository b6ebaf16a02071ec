import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PixelSource } from '#electron/adapters/raster/pixels.ts';

/** Files made by GDAL (Debian gdal-bin), in a folder of one test file. */
export class GdalFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'riskatlas-raster-'));

  path(name: string): string { return join(this.folder, name); }

  write(name: string, bytes: Uint8Array | string): string {
    writeFileSync(this.path(name), bytes);
    return this.path(name);
  }

  /** Runs a GDAL program; arguments that begin with `@` are files of the folder. */
  run(program: string, ...args: readonly string[]): string {
    return execFileSync(program, args.map((arg) => (arg.startsWith('@') ? this.path(arg.slice(1)) : arg)), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GDAL_PAM_ENABLED: 'NO' } });
  }

  /** Translates one file of the folder to another, and answers its bytes. */
  translate(from: string, to: string, ...options: readonly string[]): Uint8Array {
    this.run('gdal_translate', '-q', ...options, `@${from}`, `@${to}`);
    return new Uint8Array(readFileSync(this.path(to)));
  }

  dispose(): void { rmSync(this.folder, { recursive: true, force: true }); }
}

/** A raw picture that GDAL reads: bands one after another for each pixel, described by a VRT beside it. */
export function writeRaw(gdal: GdalFolder, name: string, picture: { readonly width: number; readonly height: number; readonly bands: number; readonly data: Uint8Array }): string {
  const { width, height, bands, data } = picture;
  gdal.write(`${name}.raw`, data);
  const band = (index: number): string => `<VRTRasterBand dataType="Byte" band="${index + 1}" subClass="VRTRawRasterBand"><SourceFilename relativetoVRT="1">${name}.raw</SourceFilename>`
    + `<ImageOffset>${index}</ImageOffset><PixelOffset>${bands}</PixelOffset><LineOffset>${bands * width}</LineOffset></VRTRasterBand>`;
  gdal.write(`${name}.vrt`, `<VRTDataset rasterXSize="${width}" rasterYSize="${height}">${Array.from({ length: bands }, (_, i) => band(i)).join('')}</VRTDataset>`);
  return `${name}.vrt`;
}

/** All rows of a source as RGBA. */
export async function allRows(source: PixelSource): Promise<Uint8Array> {
  const all = new Uint8Array(source.width * source.height * 4);
  let at = 0;
  for await (const { count, data } of source.rows()) {
    if (data.length !== count * source.width * 4) throw new Error('rows of another length than they say');
    all.set(data, at);
    at += data.length;
  }
  if (at !== all.length) throw new Error(`${at} of ${all.length} bytes`);
  return all;
}

/** Noise that is the same each time, 0 to 255. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** The largest difference between two arrays, and where it is. */
export function farthest(one: Uint8Array, other: Uint8Array): { readonly difference: number; readonly at: number } {
  if (one.length !== other.length) return { difference: Infinity, at: -1 };
  let difference = 0, at = -1;
  for (let i = 0; i < one.length; i += 1) {
    const here = Math.abs((one[i] ?? 0) - (other[i] ?? 0));
    if (here > difference) { difference = here; at = i; }
  }
  return { difference, at };
}
