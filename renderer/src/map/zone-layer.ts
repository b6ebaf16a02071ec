import L from 'leaflet';
import type { MapTexts, MapTheme } from './map-types.ts';
import type { Turn } from './turn.ts';
import { boxesMeet, visibleBox } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { createLabelPainter } from './zone-labels.ts';
import { createZonePainter, paintHighlight } from './zone-paint.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

/** Share of the view's width and height that the canvas reaches beyond each side, so that a short pan uncovers nothing. */
const reach = 0.3;

/** The two methods of Leaflet's map that its own layers animate a zoom with, and its types leave out. */
interface MapInternals { _latLngToNewLayerPoint(latlng: L.LatLng, zoom: number, center: L.LatLng): L.Point }

export interface ZoneLayerLook {
  theme: MapTheme;
  texts: MapTexts;
  turn: Turn;
  selected: ReadonlySet<string>;
  hovered: string | null;
  /** Zones that the editor is showing itself just now. */
  hidden: ReadonlySet<string>;
}

/**
 * All zones on one canvas, their highlights on a second one. A pan moves both with Leaflet's pane; they are painted anew only when
 * the view leaves them. Holds no geometry: it paints what the store has.
 */
export class ZoneLayer extends L.Layer {
  readonly #store: ZoneStore;
  readonly #look: ZoneLayerLook;
  readonly #painter = createZonePainter();
  readonly #labels = createLabelPainter();
  readonly #zones = document.createElement('canvas');
  readonly #highlights = document.createElement('canvas');
  #view: Viewport | null = null;
  #corner: L.LatLng | null = null;
  #zoom = 0;
  #frame = 0;
  #all = false;

  constructor(store: ZoneStore, look: ZoneLayerLook) {
    super();
    this.#store = store;
    this.#look = look;
  }

  override onAdd(map: L.Map): this {
    for (const canvas of [this.#zones, this.#highlights]) {
      canvas.className = `ra-zones ${map.options.zoomAnimation ? 'leaflet-zoom-animated' : 'leaflet-zoom-hide'}`;
      this.getPane()?.append(canvas);
    }
    this.#paint();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#zones.remove();
    this.#highlights.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: () => { this.#paint(); },
      zoom: () => { this.#stretch(this._map.getCenter(), this._map.getZoom()); },
      zoomanim: (event) => { const { center, zoom } = event as L.ZoomAnimEvent; this.#stretch(center, zoom); },
      move: () => { if (this._map.getZoom() === this.#zoom && !this.#covers(0)) this.repaint(); },
      moveend: () => { if (this._map.getZoom() !== this.#zoom || !this.#covers(0)) this.#paint(); else if (!this.#covers(reach / 2)) this.#later(); },
      resize: () => { this.repaint(); },
    };
  }

  /** Paints zones and highlights with the next frame. */
  repaint(): void {
    this.#all = true;
    this.#request();
  }

  /** Paints only the highlights with the next frame. */
  repaintHighlights(): void { this.#request(); }

  /** Whether a repaint is waiting for its frame. */
  get waiting(): boolean { return this.#frame !== 0; }

  #request(): void {
    if (this.#frame !== 0 || !this._map) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#all) this.#paint(); else this.#paintHighlights();
    });
  }

  /** Lays the canvas around the new view when the window has nothing better to do, so that the next pan has room again. */
  #later(): void {
    requestIdleCallback(() => { if (this._map && this.#frame === 0 && this._map.getZoom() === this.#zoom && !this.#covers(reach / 2)) this.#paint(); }, { timeout: 1500 });
  }

  /** Whether the canvas covers the view and `spare` of its size on every side. */
  #covers(spare: number): boolean {
    if (!this.#corner || !this.#view) return false;
    const size = this._map.getSize();
    const at = this._map.latLngToContainerPoint(this.#corner);
    return at.x <= -spare * size.x && at.y <= -spare * size.y
      && at.x + this.#view.width >= size.x * (1 + spare) && at.y + this.#view.height >= size.y * (1 + spare);
  }

  #stretch(center: L.LatLng, zoom: number): void {
    if (!this.#corner) return;
    const offset = (this._map as L.Map & MapInternals)._latLngToNewLayerPoint(this.#corner, zoom, center);
    for (const canvas of [this.#zones, this.#highlights]) L.DomUtil.setTransform(canvas, offset, this._map.getZoomScale(zoom, this.#zoom));
  }

  #paint(): void {
    const map = this._map;
    if (!map) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#all = false;
    const size = map.getSize();
    const margin = L.point(Math.ceil(size.x * reach), Math.ceil(size.y * reach));
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const width = size.x + 2 * margin.x, height = size.y + 2 * margin.y;
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.#zones, this.#highlights]) {
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      L.DomUtil.setPosition(canvas, corner);
    }
    const global = corner.add(map.getPixelOrigin());
    this.#zoom = map.getZoom();
    this.#corner = map.layerPointToLatLng(corner);
    const { cos, sin } = this.#look.turn;
    this.#view = { scale: map.getZoomScale(this.#zoom, 0), cos, sin, dx: -global.x, dy: -global.y, width, height };
    const context = this.#zones.getContext('2d');
    if (context) {
      begin(context, ratio, width, height);
      const zones = this.#visible();
      this.#painter.paint(context, zones, this.#view, this.#look.theme, ratio, [-global.x, -global.y]);
      this.#labels.paint(context, zones, this.#view, this.#look.theme, this.#look.texts);
    }
    this.#paintHighlights();
  }

  #visible(): PreparedZone[] {
    if (!this.#view) return [];
    const box = visibleBox(this.#view, 6);
    const { hidden } = this.#look;
    return this.#store.inBox(box).filter((zone) => !hidden.has(zone.view.id));
  }

  #paintHighlights(): void {
    const view = this.#view;
    const context = this.#highlights.getContext('2d');
    if (!context || !view) return;
    begin(context, this.#highlights.width / view.width, view.width, view.height);
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

function begin(context: CanvasRenderingContext2D, ratio: number, width: number, height: number): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, height);
}
