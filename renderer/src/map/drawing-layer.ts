import L from 'leaflet';
import type { Affine } from '#shared/drawing/affine.ts';
import type { Box } from '#shared/geometry/frames.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import { compose, invert } from '#shared/drawing/affine.ts';
import { mapBox } from './drawing-frame.ts';
import type { MapTheme } from './map-types.ts';
import type { TileAnswer, TileRequest } from './tile-protocol.ts';
import { turnAffine, upright } from './turn.ts';
import type { Turn } from './turn.ts';

const tileSize = 512;

export interface DrawingSource { readonly bytes: Uint8Array | string; readonly picture: string | null; readonly toMap: Affine; readonly bounds: Box }

interface Tile { readonly canvas: HTMLCanvasElement; readonly coords: L.Coords; density: number; done: L.DoneCallback | null }

/** The drawing under the zones: tiles that a web worker paints, so that the size of a drawing slows neither map nor window. */
export class DrawingLayer extends L.GridLayer {
  readonly #worker = new Worker(new URL('./tile-worker.ts', import.meta.url), { type: 'module', name: 'tiles' });
  readonly #tiles = new Map<number, Tile>();
  readonly #vertexCalls = new Map<number, (points: Float64Array) => void>();
  readonly #report: (state: 'loading' | 'ready' | 'failed', detail?: string) => void;
  #theme: MapTheme;
  #turn: Turn = upright;
  #source: DrawingSource | null = null;
  #drawing = 0;
  #count = 0;

  constructor(theme: MapTheme, report: (state: 'loading' | 'ready' | 'failed', detail?: string) => void) {
    super({ tileSize, pane: 'ra-drawing', updateWhenZooming: false, updateWhenIdle: false, keepBuffer: 1, minZoom: -99, maxZoom: 99 });
    this.#theme = theme;
    this.#report = report;
    this.#worker.addEventListener('message', (event: MessageEvent<TileAnswer>) => { this.#answer(event.data); });
    this.#worker.addEventListener('error', (event) => { this.#report('failed', event.message); });
    this.on('tileunload', (event) => { this.#forget((event as L.TileEvent).tile); });
  }

  /** Shows a drawing, or none. The worker gets a copy of the bytes once, or reads them itself. */
  setSource(source: DrawingSource | null): void {
    const known = this.#source;
    this.#source = source;
    if (source && known && source.bytes === known.bytes) {
      this.#restart();
      return;
    }
    this.#drawing += 1;
    if (source) {
      this.#report('loading');
      const bytes = typeof source.bytes === 'string' ? source.bytes : source.bytes.slice();
      this.#send({ kind: 'load', drawing: this.#drawing, bytes, picture: source.picture }, typeof bytes === 'string' ? [] : [bytes.buffer]);
    }
    this.#restart();
  }

  setTheme(theme: MapTheme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    for (const [id, tile] of this.#tiles) this.#ask(id, tile);
  }

  /** Turns the display; the tiles are painted anew. */
  setTurn(turn: Turn): void {
    this.#turn = turn;
    this.#restart();
  }

  setLayers(states: readonly LayerState[]): void {
    this.#send({ kind: 'layers', states });
    for (const [id, tile] of this.#tiles) this.#ask(id, tile);
  }

  /** Vertices of the drawing in a box of map coordinates (x, y, x, y …), nearest to its middle first. */
  vertices(box: Box, most: number): Promise<Float64Array> { return this.#near('vertices', box, most); }

  /** Visible lines of the drawing that meet a box of map coordinates (x1, y1, x2, y2, x1 …), nearest to its middle first. */
  segments(box: Box, most: number): Promise<Float64Array> { return this.#near('segments', box, most); }

  #near(kind: 'vertices' | 'segments', box: Box, most: number): Promise<Float64Array> {
    const source = this.#source;
    const back = source && source.picture === null ? invert(source.toMap) : null;
    if (!source || !back) return Promise.resolve(new Float64Array());
    const { a, b, c, d, e, f } = source.toMap;
    this.#count += 1;
    const request = this.#count;
    return new Promise((resolve) => {
      this.#vertexCalls.set(request, (points) => {
        const mapped = new Float64Array(points.length);
        for (let i = 0; i + 1 < points.length; i += 2) {
          const x = points[i] as number, y = points[i + 1] as number; // i + 1 is below the length
          mapped[i] = a * x + c * y + e;
          mapped[i + 1] = b * x + d * y + f;
        }
        resolve(mapped);
      });
      this.#send({ kind, drawing: this.#drawing, request, box: mapBox(back, box), most });
    });
  }

  /** Whether tiles are still being painted. */
  get waiting(): boolean { return [...this.#tiles.values()].some((tile) => tile.done !== null); }

  destroy(): void {
    this.remove();
    this.#worker.terminate();
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    const events = super.getEvents?.() ?? {};
    return { ...events, zoomend: () => { this.sharpen(); } };
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    this.#count += 1;
    const tile: Tile = { canvas, coords, density: 0, done };
    canvas.dataset['tile'] = String(this.#count);
    this.#tiles.set(this.#count, tile);
    this.#ask(this.#count, tile);
    return canvas;
  }

  #restart(): void {
    const options = this.options as L.GridLayerOptions;
    if (this.#source) {
      const box = mapBox(this.#shown(this.#source), this.#source.bounds);
      // Half a unit more, so that a drawing that is one straight line has an area to show.
      options.bounds = L.latLngBounds([box.minY - 0.5, box.minX - 0.5], [box.maxY + 0.5, box.maxX + 0.5]);
    }
    if (this._map) this.redraw();
  }

  /** Lets tiles go as far as layers that the file hides: a person may switch them on. */
  #widen(bounds: Box | null): void {
    const source = this.#source;
    if (!source || !bounds) return;
    const { minX, minY, maxX, maxY } = source.bounds;
    if (bounds.minX >= minX && bounds.minY >= minY && bounds.maxX <= maxX && bounds.maxY <= maxY) return;
    this.#source = { ...source, bounds: { minX: Math.min(minX, bounds.minX), minY: Math.min(minY, bounds.minY), maxX: Math.max(maxX, bounds.maxX), maxY: Math.max(maxY, bounds.maxY) } };
    this.#restart();
  }

  /** From drawing units to the turned metres that Leaflet works in. */
  #shown(source: DrawingSource): Affine { return compose(turnAffine(this.#turn), source.toMap); }

  /** Paints tiles again that a half zoom step, or another screen, has made coarser than the screen. */
  sharpen(): void {
    if (!this._map) return;
    for (const [id, tile] of this.#tiles) if (tile.coords.z === Math.round(this._map.getZoom()) && this.#density(tile.coords.z) > tile.density * 1.1) this.#ask(id, tile);
  }

  #density(tileZoom: number): number {
    return (window.devicePixelRatio || 1) * Math.max(1, this._map.getZoomScale(this._map.getZoom(), tileZoom));
  }

  #ask(id: number, tile: Tile): void {
    const source = this.#source;
    if (!source) {
      setTimeout(() => { tile.done?.(undefined, tile.canvas); tile.done = null; });
      return;
    }
    const { coords } = tile;
    tile.density = this.#density(coords.z);
    const scale = this._map.getZoomScale(coords.z, 0) * tile.density;
    const toPixels: Affine = { a: scale, b: 0, c: 0, d: -scale, e: -coords.x * tileSize * tile.density, f: -coords.y * tileSize * tile.density };
    this.#send({ kind: 'cancel', tile: id });
    this.#send({
      kind: 'tile', drawing: this.#drawing, tile: id, size: Math.ceil(tileSize * tile.density), toTile: compose(toPixels, this.#shown(source)),
      pixelRatio: tile.density, theme: this.#theme,
    });
  }

  #forget(element: HTMLElement): void {
    const id = Number(element.dataset['tile']);
    this.#tiles.delete(id);
    this.#send({ kind: 'cancel', tile: id });
  }

  #answer(answer: TileAnswer): void {
    if (answer.kind === 'vertices') {
      this.#vertexCalls.get(answer.request)?.(answer.points);
      this.#vertexCalls.delete(answer.request);
      return;
    }
    if (answer.kind === 'tile') {
      this.#show(answer);
      return;
    }
    if (answer.drawing !== this.#drawing) return;
    if (answer.kind === 'loaded') { this.#widen(answer.bounds); this.#report('ready'); }
    else this.#report('failed', answer.detail);
  }

  #show({ drawing, tile: id, bitmap }: Extract<TileAnswer, { kind: 'tile' }>): void {
    const tile = this.#tiles.get(id);
    if (!tile || drawing !== this.#drawing) {
      bitmap.close();
      return;
    }
    tile.canvas.width = bitmap.width;
    tile.canvas.height = bitmap.height;
    tile.canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    tile.done?.(undefined, tile.canvas);
    tile.done = null;
  }

  #send(request: TileRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
