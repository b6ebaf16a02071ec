import L from 'leaflet';
import { Highlights } from './highlights.ts';
import { grown, holds, isEmptyRect, meet, rectOf } from './painted-area.ts';
import type { PixelRect } from './painted-area.ts';
import type { Viewport } from './viewport.ts';
import { ZoneCanvas } from './zone-canvas.ts';
import type { ZoneLayerLook } from './zone-canvas.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

export type { ZoneLayerLook } from './zone-canvas.ts';

/** Share of the view's width and height that is painted beyond each side, in time. */
const reach = 0.3;
/** So many pixels more than the view are painted at once, so that not every step of a pan has to paint. */
const slack = 40;
/** So many pixels are painted at a time while the window has nothing better to do. */
const idleStep = 96;
/** While the fingers are still on a zoom, the stretched picture is painted anew beyond this factor. */
const mostStretch = 1.7;

/** The method of Leaflet's map that its own layers animate a zoom with, and its types leave out. */
interface MapInternals { _latLngToNewLayerPoint(latlng: L.LatLng, zoom: number, center: L.LatLng): L.Point }

/**
 * All zones and their highlights. A pan moves both with Leaflet's pane; what comes into view is painted strip by strip, ahead of the
 * view when there is time. Holds no geometry: it paints what the store has.
 */
export class ZoneLayer extends L.Layer {
  readonly #look: ZoneLayerLook;
  readonly #zones: ZoneCanvas;
  readonly #highlights: Highlights;
  #corner: L.LatLng | null = null;
  #zoom = 0;
  #turn = 0;
  #frame = 0;
  #idle = 0;
  #all = false;
  #anew = false;

  constructor(store: ZoneStore, look: ZoneLayerLook) {
    super();
    this.#look = look;
    this.#zones = new ZoneCanvas(store, look);
    this.#highlights = new Highlights(store, look);
  }

  override onAdd(map: L.Map): this {
    for (const element of this.#elements()) {
      element.className = `ra-zones ${map.options.zoomAnimation ? 'leaflet-zoom-animated' : 'leaflet-zoom-hide'}`;
      this.getPane()?.append(element);
    }
    this.#anew = true;
    this.#paint();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame);
    cancelIdleCallback(this.#idle);
    this.#frame = this.#idle = 0;
    for (const element of this.#elements()) element.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: () => { this.#settle(); },
      zoom: () => { this.#stretch(this._map.getCenter(), this._map.getZoom()); this.#repaintStretched(); },
      zoomanim: (event) => { const { center, zoom } = event as L.ZoomAnimEvent; this.#stretch(center, zoom); },
      move: () => { if (this._map.getZoom() === this.#zoom) this.#follow(); },
      moveend: () => { this.#settle(); },
      resize: () => { this.#settle(); },
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

  #elements(): HTMLElement[] { return [this.#zones.element, this.#highlights.element]; }

  #request(): void {
    if (this.#frame !== 0 || !this._map) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#all || !this.#zones.mend()) { this.#paint(); return; }
      this.#paintHighlights();
      this.#later();
    });
  }

  /** The view in pixels from the corner. */
  #viewRect(): PixelRect {
    const { x, y } = this.#corner ? this._map.latLngToContainerPoint(this.#corner).round() : L.point(0, 0);
    const size = this._map.getSize();
    return rectOf(-x, -y, size.x - x, size.y - y);
  }

  /** The view and what is painted around it. */
  #wide(view: PixelRect): PixelRect { return grown(view, Math.ceil(view.width * reach), Math.ceil(view.height * reach)); }

  /** After a move: at another zoom all is painted anew. */
  #settle(): void {
    if (this._map.getZoom() !== this.#zoom || this.#look.turn.degrees !== this.#turn || !this.#corner) { this.#paint(); return; }
    const at = this._map.latLngToLayerPoint(this.#corner).round();
    for (const element of this.#elements()) L.DomUtil.setPosition(element, at);
    this.#follow();
  }

  /** Has what is in view painted. */
  #follow(): void {
    const view = this.#viewRect();
    if (this.#all) return;
    if (!this.#zones.covers(view)) {
      this.#zones.keep(this.#wide(view));
      if (isEmptyRect(meet(this.#zones.painted, view))) { this.#paint(); return; }
      this.#zones.cover(grown(view, slack, slack));
    }
    if (!holds(this.#highlights.area, view)) this.#paintHighlights();
    this.#later();
  }

  /** Paints more around the view while the window has nothing better to do, so that the next pan has room. */
  #later(): void {
    // While the editor shows zones itself, a drag is on its way, and all time is its.
    if (this.#idle !== 0 || this.#look.hidden.size > 0) return;
    this.#idle = requestIdleCallback(() => {
      this.#idle = 0;
      if (!this._map || this.#frame !== 0 || this.#look.hidden.size > 0 || this._map.getZoom() !== this.#zoom) return;
      const view = this.#viewRect(), wide = this.#wide(view);
      this.#zones.keep(wide);
      const { x, y, width, height } = this.#zones.painted;
      const left = view.x - x, top = view.y - y, right = x + width - view.x - view.width, bottom = y + height - view.y - view.height;
      const sides = [
        { room: left, lacks: x - wide.x, next: rectOf(x - idleStep, y, x, y + height) }, { room: top, lacks: y - wide.y, next: rectOf(x, y - idleStep, x + width, y) },
        { room: right, lacks: wide.x + wide.width - x - width, next: rectOf(x + width, y, x + width + idleStep, y + height) },
        { room: bottom, lacks: wide.y + wide.height - y - height, next: rectOf(x, y + height, x + width, y + height + idleStep) },
      ];
      const next = sides.filter(({ lacks }) => lacks > 0).sort((a, b) => a.room - b.room)[0];
      if (!next) return;
      this.#zones.cover(meet(next.next, wide));
      this.#later();
    });
  }

  #stretch(center: L.LatLng, zoom: number): void {
    if (!this.#corner) return;
    const offset = (this._map as L.Map & MapInternals)._latLngToNewLayerPoint(this.#corner, zoom, center);
    for (const element of this.#elements()) L.DomUtil.setTransform(element, offset, this._map.getZoomScale(zoom, this.#zoom));
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
    const corner = map.containerPointToLayerPoint([0, 0]).round();
    const global = corner.add(map.getPixelOrigin());
    const size = map.getSize();
    this.#zoom = map.getZoom();
    this.#turn = this.#look.turn.degrees;
    this.#corner = map.layerPointToLatLng(corner);
    const { cos, sin } = this.#look.turn;
    const view: Viewport = { scale: map.getZoomScale(this.#zoom, 0), cos, sin, dx: -global.x, dy: -global.y, width: size.x, height: size.y };
    this.#zones.begin(view, window.devicePixelRatio || 1, this.#anew);
    this.#all = this.#anew = false;
    this.#zones.cover(grown(this.#viewRect(), slack, slack));
    for (const element of this.#elements()) L.DomUtil.setPosition(element, corner);
    this.#paintHighlights();
    this.#later();
  }

  #paintHighlights(): void {
    const { view } = this.#zones;
    if (view) this.#highlights.paint(view, this.#wide(this.#viewRect()), window.devicePixelRatio || 1);
  }
}
