import './map.css';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { createControls } from './controls.ts';
import { drawingToMap, mapBox } from './drawing-frame.ts';
import { DrawingLayer } from './drawing-layer.ts';
import { createEmitter } from './emitter.ts';
import { containerViewport, createLeafletMap, latLng, showBox, showView, viewState } from './leaflet-map.ts';
import type { MapDrawing, MapEvents, MapOptions, MapTool, MapView } from './map-types.ts';
import { listenToPointer } from './pointer.ts';
import type { PointerPlace } from './pointer.ts';
import { clickSelection, sameIds } from './selection.ts';
import { toMapX, toMapY, uniteBoxes } from './viewport.ts';
import { ZoneLayer } from './zone-layer.ts';
import type { ZoneLayerLook } from './zone-layer.ts';
import { createZoneStore } from './zone-store.ts';

export type * from './map-types.ts';

const cssPixelsPerMetre = 96 / 0.0254;

/**
 * The map of a window: drawing, zones, selection and tools in `container`, which it fills. Nothing in it is reactive and all
 * geometry stays inside; the window passes data in and listens to events. Plant metres throughout, y up.
 */
export function createMapView(container: HTMLElement, options: MapOptions): MapView {
  const emitter = createEmitter<MapEvents>();
  const store = createZoneStore();
  const nothing: ReadonlySet<string> = new Set();
  const look: { -readonly [Key in keyof ZoneLayerLook]: ZoneLayerLook[Key] } = { theme: options.theme, texts: options.texts, selected: nothing, hovered: null, hidden: nothing };
  let selection: readonly string[] = [];
  let drawing: MapDrawing | null = null;
  let tool: MapTool = 'select';

  container.classList.add('ra-map');
  container.tabIndex = 0;
  container.setAttribute('role', 'application');
  const map = createLeafletMap(container);
  const zoneLayer = new ZoneLayer(store, look);
  zoneLayer.options.pane = 'ra-zones';
  zoneLayer.addTo(map);
  const drawingLayer = new DrawingLayer(options.theme, (state, detail) => { emitter.emit('drawing', { state, ...(detail === undefined ? {} : { detail }) }); });
  const controls = createControls(container, options.texts, {
    zoomIn: () => { view.zoomBy(1); }, zoomOut: () => { view.zoomBy(-1); }, fit: () => { view.fitAll(); },
  });
  const frame = (): 'plant' | 'drawing' => drawing?.frame ?? 'plant';

  const reportView = (): void => {
    const metresPerPixel = 1 / map.getZoomScale(map.getZoom(), 0);
    controls.update(metresPerPixel, frame());
    emitter.emit('view', { metresPerPixel, scale: metresPerPixel * cssPixelsPerMetre });
  };
  map.on('zoomend', reportView);
  const sized = new ResizeObserver(() => { map.invalidateSize({ animate: false }); });
  sized.observe(container);

  const select = (ids: readonly string[], tell: boolean): void => {
    const known = ids.filter((id) => store.get(id));
    if (sameIds(known, selection)) return;
    selection = known;
    look.selected = new Set(known);
    zoneLayer.repaintHighlights();
    if (tell) emitter.emit('select', { ids: known });
  };
  const hover = (id: string | null): void => {
    if (id === look.hovered) return;
    look.hovered = id;
    zoneLayer.repaintHighlights();
    emitter.emit('hover', { id });
  };
  const zoneUnder = (place: PointerPlace): string | null => {
    if (frame() === 'drawing') return null;
    const viewport = containerViewport(map);
    return store.at(toMapX(viewport, place.x), toMapY(viewport, place.y))?.view.id ?? null;
  };
  const contentBox = (): Box | null => {
    const boxes = frame() === 'plant' ? store.all().map((zone) => zone.box) : [];
    const toMap = drawing && drawingToMap(drawing);
    if (drawing && toMap) boxes.push(mapBox(toMap, drawing.bounds));
    return uniteBoxes(boxes);
  };

  const stopPointer = listenToPointer(container, (target) => target instanceof Element && target.closest('.ra-map-zoom') !== null, {
    press: () => false,
    move(place) {
      const viewport = containerViewport(map);
      emitter.emit('cursor', { point: frame() === 'plant' ? plantPoint(toMapX(viewport, place.x), toMapY(viewport, place.y)) : null });
      hover(zoneUnder(place));
    },
    release() { /* no press is taken here */ },
    click(place) { select(clickSelection(selection, zoneUnder(place), place.ctrl || place.shift), true); },
    doubleClick(place) {
      const id = zoneUnder(place);
      if (id !== null) view.fitZones([id]);
    },
    leave() { hover(null); emitter.emit('cursor', { point: null }); },
    panning: () => false,
    pan(dx, dy) { map.panBy([-dx, -dy], { animate: false }); },
  });

  const view: MapView = {
    on: (name, listener) => emitter.on(name, listener),
    setDrawing(next) {
      drawing = next;
      const toMap = next && drawingToMap(next);
      if (next && toMap) {
        drawingLayer.setSource({ bytes: next.bytes, picture: next.kind === 'picture' ? next.mediaType : null, toMap, bounds: next.bounds });
        if (!map.hasLayer(drawingLayer)) drawingLayer.addTo(map);
      } else {
        drawingLayer.setSource(null);
        drawingLayer.remove();
      }
      if (frame() === 'plant') zoneLayer.addTo(map); else zoneLayer.remove();
      reportView();
    },
    setZones(zones) { store.set(zones); select(selection, true); zoneLayer.repaint(); },
    updateZones(changed, removedIds) { store.update(changed, removedIds); select(selection, true); zoneLayer.repaint(); },
    setSelection(ids) { select(ids, false); },
    getSelection: () => selection,
    fitAll() { const box = contentBox(); if (box) showBox(map, box, true); },
    fitZones(ids) { const box = uniteBoxes(ids.flatMap((id) => store.get(id)?.box ?? [])); if (box) showBox(map, box, true); },
    setTheme(theme) {
      look.theme = theme;
      container.classList.toggle('ra-dark', theme === 'dark');
      drawingLayer.setTheme(theme);
      zoneLayer.repaint();
    },
    setTexts(texts) { look.texts = texts; container.setAttribute('aria-label', texts.map); controls.setTexts(texts); zoneLayer.repaint(); },
    setReadOnly() { /* set below, with the editor */ },
    setTool(next) { if (next !== tool) { tool = next; emitter.emit('tool', { tool }); } },
    getTool: () => tool,
    setSnap(on) { emitter.emit('snap', { on }); },
    getView: () => viewState(map),
    setView(state) { showView(map, state); },
    setCalibrationMarks() { /* set below, with the editor */ },
    clearDraft() { /* set below, with the editor */ },
    revertEdits() { /* set below, with the editor */ },
    deleteSelected() { if (selection.length > 0) emitter.emit('delete', { ids: selection }); },
    zoomBy(steps) { map.setZoom(map.getZoom() + steps); },
    focus() { container.focus({ preventScroll: true }); },
    async whenPainted() {
      do await new Promise((resolve) => { requestAnimationFrame(resolve); }); while (zoneLayer.waiting || (map.hasLayer(drawingLayer) && drawingLayer.waiting));
    },
    destroy() {
      stopPointer();
      sized.disconnect();
      emitter.clear();
      drawingLayer.destroy();
      controls.remove();
      map.remove();
      container.classList.remove('ra-map', 'ra-dark');
    },
  };
  container.classList.toggle('ra-dark', options.theme === 'dark');
  container.setAttribute('aria-label', options.texts.map);
  map.setView(latLng(0, 0), 0, { animate: false });
  reportView();
  return view;
}
