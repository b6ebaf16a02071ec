import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { pyramidOf } from '#electron/adapters/raster/pyramid.ts';
import { openPixels } from '#electron/adapters/raster/decoded.ts';
import type { Affine } from '#shared/drawing/affine.ts';
import { unpackTiles, type TilePicture } from '#shared/drawing/tiles.ts';
import { TiledPicture, type PictureContext, type PictureTools } from '../../../renderer/src/map/picture-tiles.ts';

const width = 2500, height = 1700;
/** Each pixel tells where it is. */
const pixels = Uint32Array.from({ length: width * height }, (_, i) => 0xff00_0000 | (((i % width) >> 4) << 8) | Math.floor(i / width / 16)).map((value) => value >>> 0);
const packed = await pyramidOf(openPixels(pixels, width, height, false), () => undefined);

/** The browser's part, played by another canvas; it counts what is decoded and let go. */
class Tools implements PictureTools {
  decodedTiles = 0;
  closed = 0;
  async decode({ bytes }: TilePicture): Promise<ImageBitmap> {
    this.decodedTiles += 1;
    const image = await loadImage(Buffer.from(bytes));
    const canvas = createCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    return Object.assign(canvas, { close: () => { this.closed += 1; } }) as unknown as ImageBitmap;
  }
  canvas(across: number, down: number): ReturnType<PictureTools['canvas']> {
    const canvas = createCanvas(across, down);
    return { canvas: canvas as unknown as OffscreenCanvas, context: canvas.getContext('2d') as unknown as PictureContext };
  }
}

async function paint(picture: TiledPicture, toTile: Affine, size = 256, stillWanted = () => true): Promise<Canvas> {
  const canvas = createCanvas(size, size);
  await picture.paint(canvas.getContext('2d') as unknown as PictureContext, { toTile, size, theme: 'light' }, stillWanted);
  return canvas;
}
const at = (canvas: Canvas, x: number, y: number): number[] => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
const place = (x: number, y: number): number[] => [Math.floor(y / 16), Math.floor(x / 16), 0, 255];

describe('tiles of a very large picture on the map', () => {
  it('are put together without a seam, pixel for pixel where the scale is one', async () => {
    const tools = new Tools();
    const canvas = await paint(new TiledPicture(unpackTiles(packed), tools), { a: 1, b: 0, c: 0, d: 1, e: -400, f: -400 });
    for (const [x, y] of [[0, 0], [111, 111], [112, 112], [113, 111], [255, 255], [50, 200]] as const) expect(at(canvas, x, y), `${x}, ${y}`).toEqual(place(x + 400, y + 400));
    // Four tiles meet there; no other was decoded.
    expect(tools.decodedTiles).toBe(4);
  });

  it('come from the level that the scale needs, and lie where the picture is', async () => {
    const tools = new Tools();
    const picture = new TiledPicture(unpackTiles(packed), tools);
    const canvas = await paint(picture, { a: 0.1, b: 0, c: 0, d: 0.1, e: 0, f: 0 });
    expect(tools.decodedTiles).toBe(1);
    for (const [x, y] of [[10, 10], [200, 100], [240, 160]] as const) {
      const [red = 0, green = 0] = at(canvas, x, y), [wantRed = 0, wantGreen = 0] = place(x * 10, y * 10);
      expect(Math.abs(red - wantRed) + Math.abs(green - wantGreen)).toBeLessThanOrEqual(2);
    }
    // Nothing beside the picture: it is 250 × 170 here.
    expect([at(canvas, 253, 10)[3], at(canvas, 10, 173)[3]]).toEqual([0, 0]);
  });

  it('turned by any angle have no fine lines where they meet', async () => {
    const cos = Math.cos(0.3), sin = Math.sin(0.3);
    const canvas = await paint(new TiledPicture(unpackTiles(packed), new Tools()), { a: cos, b: sin, c: -sin, d: cos, e: -300, f: -500 });
    const { data } = canvas.getContext('2d').getImageData(0, 0, 256, 256);
    expect(data.filter((value, i) => i % 4 === 3 && value < 255)).toHaveLength(0);
  });

  it('are kept, up to a limit, and let go when the picture goes', async () => {
    const tools = new Tools();
    const picture = new TiledPicture(unpackTiles(packed), tools);
    await paint(picture, { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, 1000);
    const first = tools.decodedTiles;
    await paint(picture, { a: 1, b: 0, c: 0, d: 1, e: -10, f: -10 }, 900);
    expect(tools.decodedTiles).toBe(first);
    picture.close();
    expect([tools.closed, picture.decoded]).toEqual([first, 0]);
  });

  it('that nobody waits for any more are not painted', async () => {
    const tools = new Tools();
    const canvas = await paint(new TiledPicture(unpackTiles(packed), tools), { a: 1, b: 0, c: 0, d: 1, e: -400, f: -400 }, 256, () => false);
    expect([tools.decodedTiles, at(canvas, 10, 10)[3]]).toEqual([1, 0]);
  });
});
