import './map.css';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import { fill } from '#shared/text/index.ts';
import { createEditor } from '../editor/editor.ts';
import type { EditorHost } from '../editor/editor-host.ts';
import { createControls } from './controls.ts';
import { watchDensity } from './density.ts';
import { apply, drawingToMap, mapBox, mapToDrawing } from './drawing-frame.ts';
import { DrawingLayer } from './drawing-layer.ts';
import { createEmitter } from './emitter.ts';
import { createLinesOverlay, edgesAsLines } from './lines-overlay.ts';
import { containerViewport, createLeafletMap, latLng, sameView, showBox, showView, viewState, showPlace } from './leaflet-map.ts';
import { listenToKeys } from './map-keys.ts';
import type { MapDrawing, MapEvents, MapOptions, MapTool, MapView, MapViewState } from './map-types.ts';
import { createPlaceMark } from './place-mark.ts';
import { listenToPointer } from './pointer.ts';
import type { PointerPlace } from './pointer.ts';
import { clickSelection, sameIds } from './selection.ts';
import { turnOf, upright } from './turn.ts';
import { toMap, toPixel, uniteBoxes } from './viewport.ts';
import { createPendingEdits } from './zone-edits.ts';
import { ZoneLayer } from './zone-layer.ts';
import type { ZoneLayerLook } from './zone-layer.ts';
import { createZoneStore } from './zone-store.ts';

export type * from './map-types.ts';

const cssPixelsPerMetre = 96 / 0.0254;
/** One step of turning the display, in degrees. */
const turnStep = 5;

/**
 * The map of a window: drawing, zones, selection and tools in `container`, which it fills. Nothing in it is reactive and all
 * geometry stays inside; the window passes data in and listens to events. Plant metres throughout, y up.
 */
export function createMapView(container: HTMLElement, options: MapOptions): MapView {
  const emitter = createEmitter<MapEvents>();
  const store = createZoneStore();
  const nothing: ReadonlySet<string> = new Set();
  const look: { -readonly [Key in keyof ZoneLayerLook]: ZoneLayerLook[Key] } = { theme: options.theme, texts: options.texts, turn: upright, selected: nothing, hovered: null, hidden: nothing };
  let selection: readonly string[] = [];
  let drawing: MapDrawing | null = null;
  let tool: MapTool = 'select';
  let readOnly = options.readOnly;
  let spaceHeld = false;
  const pending = createPendingEdits(store);

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
    turnLeft: () => { turnTo(look.turn.degrees + turnStep); }, turnRight: () => { turnTo(look.turn.degrees - turnStep); }, north: () => { turnTo(0); },
  });
  const mark = createPlaceMark(map);
  const frame = (): 'plant' | 'drawing' => drawing?.frame ?? 'plant';

  const reportView = (): void => {
    const metresPerPixel = 1 / map.getZoomScale(map.getZoom(), 0);
    controls.update(metresPerPixel, frame());
    emitter.emit('view', { metresPerPixel, scale: metresPerPixel * cssPixelsPerMetre });
  };
  map.on('zoomend', reportView);
  /** The view as it was last fitted; while nobody has moved it, it is fitted again to a container of another size. */
  let fitted: MapViewState | null = null;
  let fitting: 'no' | 'once' | 'again' = 'no';
  const fit = (animate: boolean): void => {
    const box = contentBox();
    if (!box) return;
    fitting = 'once';
    map.once('moveend', () => {
      // A movement under way would end where it was sent to first: what came in between is done now.
      const again = fitting === 'again';
      fitting = 'no';
      fitted = viewState(map, look.turn);
      if (again) fit(false);
    });
    showBox(map, look.turn, box, animate, options.cornerRoom?.());
  };
  const sized = new ResizeObserver(() => {
    const still = fitted !== null && sameView(fitted, viewState(map, look.turn));
    map.invalidateSize({ animate: false });
    if (still) fit(false);
  });
  sized.observe(container);
  const stopDensity = watchDensity(() => { drawingLayer.sharpen(); zoneLayer.repaint(false); editor.refresh(); lines.refresh(); });

  const select = (ids: readonly string[], tell: boolean): void => {
    const known = ids.filter((id) => store.get(id));
    if (sameIds(known, selection)) return;
    selection = known;
    look.selected = new Set(known);
    zoneLayer.selectionChanged();
    editor.contentChanged();
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
    const [x, y] = toMap(containerViewport(map, look.turn), place.x, place.y);
    return store.at(x, y)?.view.id ?? null;
  };
  const contentBox = (): Box | null => {
    const boxes = frame() === 'plant' ? store.all().map((zone) => zone.box) : [];
    const onMap = drawing && drawingToMap(drawing);
    if (drawing && onMap) boxes.push(mapBox(onMap, drawing.bounds));
    return uniteBoxes(boxes);
  };

  const live = document.createElement('div');
  live.className = 'ra-map-live';
  live.setAttribute('aria-live', 'polite');
  container.append(live);
  const host: EditorHost = {
    viewport: () => containerViewport(map, look.turn),
    theme: () => look.theme,
    selection: () => (readOnly || frame() === 'drawing' ? [] : selection),
    zone: (id) => store.get(id)?.view,
    zonesIn: (box) => (frame() === 'drawing' ? [] : store.inBox(box).map((zone) => zone.view)),
    zones: () => (frame() === 'drawing' ? [] : store.all().map((zone) => zone.view)),
    drawingVertices: (box) => drawingLayer.vertices(box, 200),
    drawingSegments: (box) => drawingLayer.segments(box, 20_000),
    hide(ids) {
      if (ids.size === look.hidden.size && [...ids].every((id) => look.hidden.has(id))) return;
      const differing = [...ids].filter((id) => !look.hidden.has(id)).concat([...look.hidden].filter((id) => !ids.has(id)));
      look.hidden = ids;
      zoneLayer.visibilityChanged(differing);
    },
    setCursor(cursor) { container.dataset['cursor'] = cursor; },
    reveal(point) {
      const now = containerViewport(map, look.turn);
      const [x, y] = toPixel(now, point[0], point[1]);
      if (x < 40 || y < 40 || x > now.width - 40 || y > now.height - 40) map.panTo(latLng(look.turn, point[0], point[1]), { animate: false });
    },
    say(point: PlantPoint) {
      live.textContent = fill(look.texts.cross, { x: point[0].toFixed(2), y: point[1].toFixed(2) });
      if (frame() === 'plant') emitter.emit('cursor', { point });
    },
    snapWord: (kind) => look.texts.snaps[kind] ?? '',
    tell(notice, shown) { emitter.emit('tell', { notice, shown }); },
    select(ids) { select(ids, true); },
    create(shape) { view.setTool('select'); editor.setDraft([shape.rings, ...shape.rest]); emitter.emit('create', shape); },
    apply(change) { emitter.emit('apply', change); },
    askNumber(request) { emitter.emit('numeric', { request }); },
    commit(edits) { zoneLayer.zonesChanged(pending.show(edits), edits.map(({ id }) => id)); emitter.emit('edit', { edits }); },
    invalid(reason) { emitter.emit('invalid', { reason }); },
    calibrationPoint(point) {
      const at = drawing && mapToDrawing(drawing, point[0], point[1]);
      if (at) emitter.emit('calibrationPoint', { point: at });
    },
    chooseTool(next) { view.setTool(next); },
  };
  const editor = createEditor(container, host, (state) => { emitter.emit('toolState', state); });
  const lines = createLinesOverlay(container, () => containerViewport(map, look.turn));
  map.on('move', () => { editor.refresh(); lines.refresh(); });
  map.on('zoomstart', () => { editor.setHidden(true); lines.setHidden(true); });
  map.on('zoomend', () => { editor.setHidden(false); editor.refresh(); lines.setHidden(false); lines.refresh(); });
  map.on('resize', () => { editor.refresh(); lines.refresh(); });

  /** Turns the display as a person asked, to a whole number of steps. */
  const turnTo = (degrees: number): void => {
    view.setRotation(Math.round(degrees / turnStep) * turnStep);
    emitter.emit('turn', { degrees: look.turn.degrees });
  };
  const selecting = (): boolean => tool === 'select' || tool === 'pan';
  const selectAt = (place: PointerPlace): void => { if (tool !== 'pan' && tool !== 'calibrate') select(clickSelection(selection, zoneUnder(place), place.ctrl || place.shift), true); };
  const stopPointer = listenToPointer(container, (target) => target instanceof Element && target.closest('.ra-map-controls') !== null, {
    press: (place) => !readOnly && tool !== 'pan' && editor.press(place),
    move(place, held) {
      emitter.emit('cursor', { point: frame() === 'plant' ? toMap(containerViewport(map, look.turn), place.x, place.y) : null });
      editor.move(place, held);
      if (!held) hover(selecting() ? zoneUnder(place) : null);
    },
    release(place, click, cancelled) { if (!editor.release(place, click, cancelled) && click && !cancelled) selectAt(place); },
    click(place) {
      container.focus({ preventScroll: true });
      if (!editor.click(place)) selectAt(place);
    },
    doubleClick(place) {
      if (editor.doubleClick(place)) return;
      const id = selecting() ? zoneUnder(place) : null;
      if (id !== null) view.fitZones([id]);
    },
    leave() { hover(null); emitter.emit('cursor', { point: null }); },
    panning: () => spaceHeld,
    pan(dx, dy) { map.panBy([-dx, -dy], { animate: false }); },
  });
  const stopKeys = listenToKeys(container, {
    editor: (event) => editor.key(event),
    action(action) { if (readOnly) return false; emitter.emit('action', { action }); return true; },
    zoom(steps) { view.zoomBy(steps); },
    remove() { view.deleteSelected(); },
    escape() { if (selection.length === 0) return false; select([], true); return true; },
    pan(dx, dy) { map.panBy([-dx, -dy], { animate: false }); },
    turn(steps) { turnTo(steps === 0 ? 0 : look.turn.degrees + steps * turnStep); },
    space(held) { spaceHeld = held; if (held) container.dataset['cursor'] = 'grab'; else if (container.dataset['cursor'] === 'grab') container.dataset['cursor'] = selecting() ? 'default' : 'crosshair'; },
  });

  const view: MapView = {
    on: (name, listener) => emitter.on(name, listener),
    setDrawing(next) {
      drawing = next;
      const onMap = next && drawingToMap(next);
      if (next && onMap) {
        drawingLayer.setSource({ bytes: next.bytes, picture: next.kind === 'picture' ? next.mediaType : null, toMap: onMap, bounds: next.bounds });
        if (!map.hasLayer(drawingLayer)) drawingLayer.addTo(map);
      } else {
        drawingLayer.setSource(null);
        drawingLayer.remove();
      }
      if (frame() === 'plant') zoneLayer.addTo(map); else zoneLayer.remove();
      editor.drawingChanged();
      reportView();
    },
    setZones(zones) {
      pending.settle(store.all().map((zone) => zone.view.id));
      store.set(zones);
      select(selection, true);
      zoneLayer.repaint();
      editor.contentChanged();
    },
    updateZones(changed, removedIds) {
      pending.settle(changed.map(({ id }) => id));
      pending.settle(removedIds);
      zoneLayer.zonesChanged(store.update(changed, removedIds), [...changed.map(({ id }) => id), ...removedIds]);
      select(selection, true);
      editor.contentChanged();
    },
    setSelection(ids) { select(ids, false); },
    getSelection: () => selection,
    fitAll() { fit(true); },
    cornerChanged() { if (fitting !== 'no') fitting = 'again'; else if (fitted !== null && sameView(fitted, viewState(map, look.turn))) fit(false); },
    fitZones(ids) { const box = uniteBoxes(ids.flatMap((id) => store.get(id)?.box ?? [])); if (box) showBox(map, look.turn, box, true, options.cornerRoom?.()); },
    setTheme(theme) {
      look.theme = theme;
      container.classList.toggle('ra-dark', theme === 'dark');
      drawingLayer.setTheme(theme);
      lines.refresh();
      zoneLayer.repaint(false);
      editor.refresh();
    },
    setTexts(texts) { look.texts = texts; container.setAttribute('aria-label', texts.map); controls.setTexts(texts); zoneLayer.repaint(false); },
    setReadOnly(next) {
      readOnly = next;
      if (next) view.setTool('select');
      editor.refresh();
    },
    setTool(next) {
      const allowed = readOnly && next !== 'pan' ? 'select' : next;
      if (allowed === tool) return;
      tool = allowed;
      editor.setTool(allowed);
      hover(null);
      emitter.emit('tool', { tool });
    },
    getTool: () => tool,
    setSnap(on) { editor.setSnap(on); },
    getView: () => viewState(map, look.turn),
    setView(state) { showView(map, look.turn, state); },
    setRotation(degrees) {
      const next = turnOf(degrees);
      if (next.degrees === look.turn.degrees) return;
      const state = viewState(map, look.turn);
      const still = fitted !== null && sameView(fitted, state);
      look.turn = next;
      mark.remove();
      controls.setTurn(next.degrees);
      showView(map, next, state, true);
      drawingLayer.setTurn(next);
      zoneLayer.repaint(false);
      editor.refresh();
      if (still) fit(false);
    },
    getRotation: () => look.turn.degrees,
    setLayers(states) { drawingLayer.setLayers(states); },
    setDifference(shown) { lines.set('added', shown && shown.added); lines.set('removed', shown && shown.removed); },
    setBoundary(rings) { lines.set('boundary', rings && edgesAsLines(rings)); },
    showPlace(place) {
      const box = 'minX' in place ? place : { minX: place[0], minY: place[1], maxX: place[0], maxY: place[1] };
      showPlace(map, look.turn, box, contentBox());
      mark.show(latLng(look.turn, (box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2));
    },
    showDrawingPlace(point) {
      const onMap = drawing && drawingToMap(drawing);
      if (onMap) view.showPlace(plantPoint(...apply(onMap, point[0], point[1])));
    },
    setCalibrationMarks(marks) {
      const onMap = drawing && drawingToMap(drawing);
      editor.setMarks(onMap ? marks.map(({ drawing: [x, y], label }) => ({ at: plantPoint(...apply(onMap, x, y)), label })) : []);
    },
    editor: editor.control,
    clearDraft() { editor.setDraft(null); },
    revertEdits() { const shown = pending.revert(); zoneLayer.zonesChanged(shown, shown.map((zone) => zone.view.id)); editor.refresh(); },
    deleteSelected() { if (!readOnly && !editor.remove() && selection.length > 0) emitter.emit('delete', { ids: selection }); },
    zoomBy(steps) { map.setZoom(map.getZoom() + steps); },
    focus() { container.focus({ preventScroll: true }); },
    async whenPainted() {
      do await new Promise((resolve) => { requestAnimationFrame(resolve); }); while (zoneLayer.waiting || (map.hasLayer(drawingLayer) && drawingLayer.waiting));
    },
    destroy() {
      stopPointer();
      stopDensity();
      stopKeys();
      editor.destroy();
      live.remove();
      sized.disconnect();
      emitter.clear();
      mark.remove();
      lines.destroy();
      drawingLayer.destroy();
      controls.remove();
      map.remove();
      container.classList.remove('ra-map', 'ra-dark');
    },
  };
  container.classList.toggle('ra-dark', options.theme === 'dark');
  container.setAttribute('aria-label', options.texts.map);
  reportView();
  return view;
}
