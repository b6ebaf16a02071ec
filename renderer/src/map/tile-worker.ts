import { unpackDrawing } from '#shared/drawing/pack.ts';
import { styleOpacities } from '#shared/drawing/layers.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import { indexDrawing } from './drawing-index.ts';
import type { DrawingIndex } from './drawing-index.ts';
import { segmentsInBox, verticesInBox } from './drawing-near.ts';
import { openMapPicture } from './picture-tiles.ts';
import type { MapPicture } from './picture-tiles.ts';
import { paintTile } from './tile-paint.ts';
import type { TileAnswer, TileRequest } from './tile-protocol.ts';

/*
 * The web worker that paints drawings into tiles. It keeps one drawing, answers tiles in the order they were asked for, and looks
 * between two tiles whether one was cancelled, so that a fast pan leaves no queue behind.
 */
type Content = { readonly kind: 'vector'; readonly index: DrawingIndex; readonly opacities: Float32Array } | { readonly kind: 'picture'; readonly picture: MapPicture } | { readonly kind: 'none' };
type TileOrder = Extract<TileRequest, { kind: 'tile' }>;

const cancelled = { tile: -1 } as const;

const scope = self as unknown as DedicatedWorkerGlobalScope;
let current = 0;
let content: Content = { kind: 'none' };
let layers: readonly LayerState[] = [];
let loading = false;
const queue: TileOrder[] = [];
let scheduled = false;
/** The order that is being painted; it is another one as soon as nobody waits for it. */
let painting: TileOrder | typeof cancelled | null = null;

const answer = (message: TileAnswer, transfer: Transferable[] = []): void => { scope.postMessage(message, transfer); };

scope.addEventListener('message', (event: MessageEvent<TileRequest>) => {
  const request = event.data;
  if (request.kind === 'load') void load(request);
  else if (request.kind === 'tile') { queue.push(request); schedule(); }
  else if (request.kind === 'cancel') {
    const at = queue.findIndex((order) => order.tile === request.tile);
    if (at >= 0) queue.splice(at, 1);
    else if (painting?.tile === request.tile) painting = cancelled;
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
    const { bytes, mediaType } = await contentOf(request);
    if (current !== request.drawing) return;
    const next: Content = mediaType === null
      ? vector(indexDrawing(unpackDrawing(bytes)))
      : { kind: 'picture', picture: await openMapPicture(bytes, mediaType) };
    if (current !== request.drawing) { if (next.kind === 'picture') next.picture.close(); return; }
    content = next;
    answer({ kind: 'loaded', drawing: request.drawing, bounds: next.kind === 'vector' ? next.index.geometry.bounds : null });
  } catch (thrown) {
    if (current === request.drawing) answer({ kind: 'failed', drawing: request.drawing, detail: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    if (current === request.drawing) { loading = false; schedule(); }
  }
}

async function contentOf({ bytes, picture }: Extract<TileRequest, { kind: 'load' }>): Promise<{ bytes: Uint8Array; mediaType: string | null }> {
  if (typeof bytes !== 'string') return { bytes, mediaType: picture };
  const response = await fetch(bytes);
  if (!response.ok) throw new Error(await response.text());
  return { bytes: new Uint8Array(await response.arrayBuffer()), mediaType: picture === null ? null : response.headers.get('content-type') ?? picture };
}

const vector = (index: DrawingIndex): Content => ({ kind: 'vector', index, opacities: styleOpacities(index.geometry, layers) });

function release(): void {
  if (content.kind === 'picture') content.picture.close();
  content = { kind: 'none' };
}

function schedule(): void {
  if (scheduled || loading || painting !== null || queue.length === 0) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    const order = queue.shift();
    if (order) void paint(order).finally(schedule);
  });
}

async function paint(order: TileOrder): Promise<void> {
  painting = order;
  const canvas = new OffscreenCanvas(order.size, order.size);
  const context = canvas.getContext('2d');
  try {
    if (context && order.drawing === current) {
      if (content.kind === 'vector') paintTile(context, content.index, order.toTile, { ...order, opacities: content.opacities });
      else if (content.kind === 'picture') await content.picture.paint(context, order, () => painting === order);
    }
  } catch (thrown) {
    if (order.drawing === current) answer({ kind: 'failed', drawing: order.drawing, detail: thrown instanceof Error ? thrown.message : String(thrown) });
  }
  // A tile that was cancelled meanwhile is not waited for; if it is wanted after all, another order stands in the queue.
  if (painting === order) {
    const bitmap = canvas.transferToImageBitmap();
    answer({ kind: 'tile', drawing: order.drawing, tile: order.tile, bitmap }, [bitmap]);
  }
  painting = null;
}

function near(index: DrawingIndex, opacities: Float32Array, request: Extract<TileRequest, { kind: 'vertices' | 'segments' }>): Float64Array<ArrayBuffer> {
  const [ox, oy] = index.geometry.origin;
  const { minX, minY, maxX, maxY } = request.box;
  const box = { minX: minX - ox, minY: minY - oy, maxX: maxX - ox, maxY: maxY - oy };
  const points = (request.kind === 'vertices' ? verticesInBox : segmentsInBox)(index, box, request.most, opacities);
  return points.map((value, at) => value + (at % 2 === 0 ? ox : oy)) as Float64Array<ArrayBuffer>;
}
