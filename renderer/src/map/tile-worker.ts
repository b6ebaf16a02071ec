import { unpackDrawing } from '#shared/drawing/pack.ts';
import { styleOpacities } from '#shared/drawing/layers.ts';
import type { Affine } from '#shared/drawing/affine.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import { unitLength } from './drawing-frame.ts';
import { indexDrawing } from './drawing-index.ts';
import type { DrawingIndex } from './drawing-index.ts';
import { segmentsInBox, verticesInBox } from './drawing-near.ts';
import { paintTile } from './tile-paint.ts';
import type { TileAnswer, TileRequest } from './tile-protocol.ts';

/*
 * The web worker that paints drawings into tiles. It keeps one drawing, answers tiles in the order they were asked for, and looks
 * between two tiles whether one was cancelled, so that a fast pan leaves no queue behind.
 */
type Content = { readonly kind: 'vector'; readonly index: DrawingIndex; readonly opacities: Float32Array } | { readonly kind: 'picture'; readonly levels: ImageBitmap[] } | { readonly kind: 'none' };
type TileOrder = Extract<TileRequest, { kind: 'tile' }>;

const scope = self as unknown as DedicatedWorkerGlobalScope;
let current = 0;
let content: Content = { kind: 'none' };
let layers: readonly LayerState[] = [];
let loading = false;
const queue: TileOrder[] = [];
let scheduled = false;

const answer = (message: TileAnswer, transfer: Transferable[] = []): void => { scope.postMessage(message, transfer); };

scope.addEventListener('message', (event: MessageEvent<TileRequest>) => {
  const request = event.data;
  if (request.kind === 'load') void load(request);
  else if (request.kind === 'tile') { queue.push(request); schedule(); }
  else if (request.kind === 'cancel') {
    const at = queue.findIndex((order) => order.tile === request.tile);
    if (at >= 0) queue.splice(at, 1);
  } else if (request.kind === 'layers') {
    layers = request.states;
    if (content.kind === 'vector') content = { ...content, opacities: styleOpacities(content.index.geometry, layers) };
  } else {
    const points = request.drawing === current && content.kind === 'vector' ? near(content.index, content.opacities, request) : new Float64Array();
    answer({ kind: 'vertices', drawing: request.drawing, request: request.request, points }, [points.buffer]);
  }
});

async function load(request: Extract<TileRequest, { kind: 'load' }>): Promise<void> {
  current = request.drawing;
  loading = true;
  release();
  try {
    const next: Content = request.picture === null
      ? vector(indexDrawing(unpackDrawing(request.bytes)))
      : { kind: 'picture', levels: await pictureLevels(new Blob([request.bytes as Uint8Array<ArrayBuffer>], { type: request.picture })) };
    if (current !== request.drawing) return;
    content = next;
    answer({ kind: 'loaded', drawing: request.drawing });
  } catch (thrown) {
    if (current === request.drawing) answer({ kind: 'failed', drawing: request.drawing, detail: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    if (current === request.drawing) { loading = false; schedule(); }
  }
}

const vector = (index: DrawingIndex): Content => ({ kind: 'vector', index, opacities: styleOpacities(index.geometry, layers) });

function release(): void {
  if (content.kind === 'picture') for (const level of content.levels) level.close();
  content = { kind: 'none' };
}

/** The picture and its halves down to 512 pixels, so that a tile of the whole never reads every pixel of a large scan. */
async function pictureLevels(blob: Blob): Promise<ImageBitmap[]> {
  const levels = [await createImageBitmap(blob)];
  for (let last = levels[0]; last && Math.max(last.width, last.height) > 1024; last = levels[levels.length - 1]) {
    levels.push(await createImageBitmap(last, { resizeWidth: Math.ceil(last.width / 2), resizeHeight: Math.ceil(last.height / 2), resizeQuality: 'medium' }));
  }
  return levels;
}

function schedule(): void {
  if (scheduled || loading || queue.length === 0) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    const order = queue.shift();
    if (order) paint(order);
    schedule();
  });
}

function paint(order: TileOrder): void {
  const canvas = new OffscreenCanvas(order.size, order.size);
  const context = canvas.getContext('2d');
  if (context && order.drawing === current) {
    if (content.kind === 'vector') paintTile(context, content.index, order.toTile, { ...order, opacities: content.opacities });
    else if (content.kind === 'picture') paintPicture(context, content.levels, order);
  }
  const bitmap = canvas.transferToImageBitmap();
  answer({ kind: 'tile', drawing: order.drawing, tile: order.tile, bitmap }, [bitmap]);
}

function paintPicture(context: OffscreenCanvasRenderingContext2D, levels: readonly ImageBitmap[], order: TileOrder): void {
  const whole = levels[0];
  if (!whole) return;
  const { a, b, c, d, e, f }: Affine = order.toTile;
  const wanted = unitLength(order.toTile);
  const level = levels[Math.max(0, Math.min(levels.length - 1, Math.floor(-Math.log2(wanted))))] ?? whole;
  context.setTransform(a, b, c, d, e, f);
  context.imageSmoothingEnabled = wanted < 4;
  context.imageSmoothingQuality = 'medium';
  // A white sheet would glare on the dark map.
  context.globalAlpha = order.theme === 'dark' ? 0.72 : 1;
  context.drawImage(level, 0, 0, whole.width, whole.height);
}

function near(index: DrawingIndex, opacities: Float32Array, request: Extract<TileRequest, { kind: 'vertices' | 'segments' }>): Float64Array<ArrayBuffer> {
  const [ox, oy] = index.geometry.origin;
  const { minX, minY, maxX, maxY } = request.box;
  const box = { minX: minX - ox, minY: minY - oy, maxX: maxX - ox, maxY: maxY - oy };
  const points = (request.kind === 'vertices' ? verticesInBox : segmentsInBox)(index, box, request.most, opacities);
  return points.map((value, at) => value + (at % 2 === 0 ? ox : oy)) as Float64Array<ArrayBuffer>;
}
