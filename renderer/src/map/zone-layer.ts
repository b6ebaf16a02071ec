import L from 'leaflet';
import { isEmptyRect, meet, rectOf } from './painted-area.ts';
import type { PixelRect } from './painted-area.ts';
import { boxesMeet, visibleBox } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { ZoneCanvas } from './zone-canvas.ts';
import type { ZoneLayerLook } from './zone-canvas.ts';
import { paintHighlight } from './zone-paint.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

export type { ZoneLayerLook } from './zone-canvas.ts';

/** Share of the view's width and height that the canvas reaches beyond each side. */
const reach = 0.3;
/** So many pixels more than the view are painted at once, so that not every step of a pan has to paint. */
const slack = 40;
/** So many pixels are painted at a time while the window has nothing better to do. */
const idleStep = 96;
/** The canvas is moved by multiples of this, which are whole device pixels at every usual scaling of a screen (1.25, 1.5, 1.75 …). */
const wholePixels = 4;
/** While the fingers are still on a zoom, the stretched picture is painted anew beyond this factor. */
const mostStretch = 1.7;

/** The two methods of Leaflet's map that its own layers animate a zoom with, and its types leave out. */
interface MapInternals { _latLngToNewLayerPoint(latlng: L.LatLng, zoom: number, center: L.LatLng): L.Point }

/**
 * All zones on one canvas, their highlights on a second one. A pan moves both with Leaflet's pane; what comes into view is painted
 * strip by strip, ahead of the view when there is time. Holds no geometry: it paints what the store has.
 */
export class ZoneLayer extends L.Layer {
  readonly #store: ZoneStore;
  readonly #look: ZoneLayerLook;
  readonly #zones: ZoneCanvas;
  readonly #highlights = document.createElement('canvas');
  #corner: L.LatLng | null = null;
  #zoom = 0;
  #frame = 0;
  #idle = 0;
  #all = false;
  #anew = false;
  #turn = 0;

  constructor(store: ZoneStore, look: ZoneLayerLook) {
    super();
    this.#store = store;
    this.#look = look;
    this.#zones = new ZoneCanvas(store, look);
  }

  override onAdd(map: L.Map): this {
    for (const canvas of this.#canvases()) {
      canvas.className = `ra-zones ${map.options.zoomAnimation ? 'leaflet-zoom-animated' : 'leaflet-zoom-hide'}`;
      this.getPane()?.append(canvas);
    }
    this.#anew = true;
    this.#paint();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame);
    cancelIdleCallback(this.#idle);
    this.#frame = this.#idle = 0;
    for (const canvas of this.#canvases()) canvas.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: () => { this.#settle(); },
      zoom: () => { this.#stretch(this._map.getCenter(), this._map.getZoom()); this.#repaintStretched(); },
      zoomanim: (event) => { const { center, zoom } = event as L.ZoomAnimEvent; this.#stretch(center, zoom); },
      move: () => { if (this._map.getZoom() === this.#zoom) this.#follow(); },
      moveend: () => { this.#settle(); },
      resize: () => { this.repaint(false); },
    };
  }

  /** Paints zones and highlights with the next frame. `anew`: the zones are others, so that labels find their places anew. */
  repaint(anew = true): void {
    this.#all = true;
    this.#anew ||= anew;
    this.#request();
  }

  /** Zones were changed, made or deleted; `before` are those that were there, `ids` all of them. */
  zonesChanged(before: readonly PreparedZone[], ids: readonly string[]): void {
    this.#zones.zonesChanged(before, ids);
    this.#request();
  }

  /** Zones were hidden or are shown again. */
  visibilityChanged(ids: Iterable<string>): void {
    this.#zones.visibilityChanged(ids);
    this.#request();
  }

  selectionChanged(): void {
    this.#zones.selectionChanged();
    this.#request();
  }

  /** Paints only the highlights with the next frame. */
  repaintHighlights(): void { this.#request(); }

  /** Whether a repaint is waiting for its frame. */
  get waiting(): boolean { return this.#frame !== 0; }

  #canvases(): HTMLCanvasElement[] { return [this.#zones.element, this.#highlights]; }

  #request(): void {
    if (this.#frame !== 0 || !this._map) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#all || !this.#zones.mend()) this.#paint(); else this.#paintHighlights();
    });
  }

  /** The view in pixels of the canvas. */
  #viewRect(): PixelRect | null {
    if (!this.#corner) return null;
    const { x, y } = this._map.latLngToContainerPoint(this.#corner);
    const size = this._map.getSize();
    return rectOf(-x, -y, size.x - x, size.y - y);
  }

  /** After a move: at another zoom all is painted anew, else the canvas follows. */
  #settle(): void {
    if (this._map.getZoom() !== this.#zoom || this.#look.turn.degrees !== this.#turn || !this.#corner) { this.#paint(); return; }
    const at = this._map.latLngToLayerPoint(this.#corner).round();
    for (const canvas of this.#canvases()) L.DomUtil.setPosition(canvas, at);
    this.#follow();
  }

  /** Has what is in view painted: on the canvas as it lies, else the canvas is laid around the view. */
  #follow(): void {
    const rect = this.#viewRect();
    if (!rect || this.#all) return;
    if (!this.#zones.covers(rect)) {
      const wide = rectOf(rect.x - slack, rect.y - slack, rect.x + rect.width + slack, rect.y + rect.height + slack);
      if (isEmptyRect(meet(this.#zones.painted, rect))) { this.#paint(); return; }
      if (isEmptyRect(meet(this.#zones.whole, rect)) || rect.x < 0 || rect.y < 0 || rect.x + rect.width > this.#zones.whole.width || rect.y + rect.height > this.#zones.whole.height) this.#shift(rect, wide);
      else this.#zones.cover(wide);
    }
    this.#later();
  }

  /** Lays the canvas around the view and keeps what it shows. */
  #shift(rect: PixelRect, wide: PixelRect): void {
    const { width, height } = this.#zones.whole;
    const step = (wanted: number): number => Math.round(wanted / wholePixels) * wholePixels;
    const x = step(rect.x - (width - rect.width) / 2), y = step(rect.y - (height - rect.height) / 2);
    this.#zones.shift(x, y);
    if (!this.#corner) return;
    const corner = this._map.latLngToLayerPoint(this.#corner).round().add([x, y]);
    this.#corner = this._map.layerPointToLatLng(corner);
    for (const canvas of this.#canvases()) L.DomUtil.setPosition(canvas, corner);
    this.#zones.cover(rectOf(wide.x - x, wide.y - y, wide.x - x + wide.width, wide.y - y + wide.height));
    this.#paintHighlights();
  }

  /** Paints more of the canvas while the window has nothing better to do, so that the next pan has room. */
  #later(): void {
    if (this.#idle !== 0) return;
    this.#idle = requestIdleCallback(() => {
      this.#idle = 0;
      const rect = this.#viewRect();
      if (!rect || !this._map || this.#frame !== 0 || this._map.getZoom() !== this.#zoom) return;
      const { x, y, width, height } = this.#zones.painted, { whole } = this.#zones;
      const sides = [[rect.x - x, x, rectOf(x - idleStep, y, x + width, y + height)], [rect.y - y, y, rectOf(x, y - idleStep, x + width, y + height)],
        [x + width - rect.x - rect.width, whole.width - x - width, rectOf(x, y, x + width + idleStep, y + height)],
        [y + height - rect.y - rect.height, whole.height - y - height, rectOf(x, y, x + width, y + height + idleStep)]] as const;
      const next = sides.filter(([, left]) => left > 0).sort((a, b) => a[0] - b[0])[0];
      if (!next) return;
      this.#zones.cover(next[2]);
      this.#later();
    });
  }

  #stretch(center: L.LatLng, zoom: number): void {
    if (!this.#corner) return;
    const offset = (this._map as L.Map & MapInternals)._latLngToNewLayerPoint(this.#corner, zoom, center);
    for (const canvas of this.#canvases()) L.DomUtil.setTransform(canvas, offset, this._map.getZoomScale(zoom, this.#zoom));
  }

  /** Two fingers zoom as long as they like: when the hatch has become too coarse or too fine, it is painted as it should be. */
  #repaintStretched(): void {
    const factor = this._map.getZoomScale(this._map.getZoom(), this.#zoom);
    if (factor > mostStretch || factor < 1 / mostStretch) this.#paint();
  }

  #paint(): void {
    const map = this._map;
    if (!map) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const size = map.getSize();
    const margin = L.point(size.x * reach, size.y * reach).ceil();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const global = corner.add(map.getPixelOrigin());
    this.#zoom = map.getZoom();
    this.#turn = this.#look.turn.degrees;
    this.#corner = map.layerPointToLatLng(corner);
    const { cos, sin } = this.#look.turn;
    const view: Viewport = { scale: map.getZoomScale(this.#zoom, 0), cos, sin, dx: -global.x, dy: -global.y, width: size.x + 2 * margin.x, height: size.y + 2 * margin.y };
    this.#zones.begin(view, window.devicePixelRatio || 1, this.#anew);
    this.#all = this.#anew = false;
    const rect = this.#viewRect();
    if (rect) this.#zones.cover(rectOf(rect.x - slack, rect.y - slack, rect.x + rect.width + slack, rect.y + rect.height + slack));
    // A canvas of another zoom was stretched: its place and scale are right again only after it is painted.
    for (const canvas of this.#canvases()) L.DomUtil.setPosition(canvas, corner);
    this.#paintHighlights();
    this.#later();
  }

  #paintHighlights(): void {
    const view = this.#zones.view;
    const context = this.#highlights.getContext('2d');
    if (!context || !view) return;
    const { width, height } = this.#zones.element;
    if (this.#highlights.width !== width || this.#highlights.height !== height) {
      Object.assign(this.#highlights, { width, height });
      this.#highlights.style.cssText += `width:${this.#zones.element.style.width};height:${this.#zones.element.style.height}`;
    }
    const ratio = width / view.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, view.width, view.height);
    const { selected, hovered, hidden, theme } = this.#look;
    const box = visibleBox(view, 6);
    const shown = (id: string): PreparedZone[] => {
      const zone = hidden.has(id) ? undefined : this.#store.get(id);
      return zone && boxesMeet(zone.box, box) ? [zone] : [];
    };
    if (hovered !== null && !selected.has(hovered)) paintHighlight(context, shown(hovered), view, theme, 'hover');
    paintHighlight(context, [...selected].flatMap(shown), view, theme, 'selected');
  }
}
