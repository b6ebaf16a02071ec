import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { Box } from '#shared/geometry/frames.ts';
import type { MapViewState } from './map-types.ts';
import { turnBox, turned, unturned } from './turn.ts';
import type { Turn } from './turn.ts';
import type { Viewport } from './viewport.ts';

/*
 * Leaflet calls its coordinates latitude and longitude. With CRS.Simple they are plain numbers: latitude is y (metres, up) and
 * longitude is x, both turned as the display is. At zoom z a metre has 2^z pixels.
 */
export function latLng(turn: Turn, x: number, y: number): L.LatLng {
  const [east, north] = turned(turn, x, y);
  return L.latLng(north, east);
}

export const leastZoom = -20;
export const mostZoom = 10;

export const reducedMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Makes the Leaflet map of a container; nothing moves by itself where the person asked for less motion. */
export function createLeafletMap(container: HTMLElement): L.Map {
  const still = reducedMotion();
  const map = L.map(container, {
    crs: L.CRS.Simple, minZoom: leastZoom, maxZoom: mostZoom, zoomSnap: 0.05, zoomDelta: 1, wheelDebounceTime: 30, wheelPxPerZoomLevel: 90,
    zoomControl: false, attributionControl: false, keyboard: false, boxZoom: false, doubleClickZoom: false, preferCanvas: true,
    zoomAnimation: !still, fadeAnimation: false, inertia: !still, markerZoomAnimation: false,
    // A plant is far smaller than a world: without this Leaflet would pull the view back into longitudes of ±180.
    worldCopyJump: false,
  });
  map.setView([0, 0], 0, { animate: false });
  for (const [name, order] of [['ra-drawing', 300], ['ra-zones', 400], ['ra-marks', 500]] as const) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(order);
    pane.style.pointerEvents = 'none';
  }
  return map;
}

/** From map coordinates to pixels of the container, as the view is now. */
export function containerViewport(map: L.Map, turn: Turn): Viewport {
  const size = map.getSize();
  const origin = map.latLngToContainerPoint([0, 0]);
  return { scale: map.getZoomScale(map.getZoom(), 0), cos: turn.cos, sin: turn.sin, dx: origin.x, dy: origin.y, width: size.x, height: size.y };
}

export function viewState(map: L.Map, turn: Turn): MapViewState {
  const center = map.getCenter();
  const [x, y] = unturned(turn, center.lng, center.lat);
  return { x, y, zoom: map.getZoom() };
}

/** The same place at the same zoom, to less than a pixel. */
export function sameView(a: MapViewState, b: MapViewState): boolean {
  const pixel = 2 ** -a.zoom;
  return a.zoom === b.zoom && Math.abs(a.x - b.x) < pixel && Math.abs(a.y - b.y) < pixel;
}

/** Shows a view at once; `anew` has every layer laid out again though the view is the same (the display was turned). */
export function showView(map: L.Map, turn: Turn, view: MapViewState, anew = false): void {
  if (![view.x, view.y, view.zoom].every(Number.isFinite)) return;
  // Leaflet's types leave out `reset`.
  const options: L.ZoomPanOptions & { reset?: boolean } = anew ? { animate: false, reset: true } : { animate: false };
  map.setView(latLng(turn, view.x, view.y), Math.max(leastZoom, Math.min(mostZoom, view.zoom)), options);
}

/**
 * Brings a small place into view with its surroundings: a place that is seen keeps the zoom where it is large enough; else it is shown
 * at no more than two fifths of the view. `all` is everything there is to see; null where nothing is.
 */
export function showPlace(map: L.Map, turn: Turn, place: Box, all: Box | null): void {
  const zoomFor = (box: Box): number => {
    const { minX, minY, maxX, maxY } = turnBox(turn, box);
    const size = map.getSize();
    return Math.log2(Math.min(size.x / Math.max(maxX - minX, 1e-9), size.y / Math.max(maxY - minY, 1e-9)));
  };
  const closest = zoomFor(place) + Math.log2(0.4);
  // A place of a plant of 500 m on a screen of 1,000 pixels is looked at at least at 8 pixels a metre.
  const wanted = Math.min(closest, all ? zoomFor(all) + 2 : map.getZoom());
  const zoom = Math.max(leastZoom, Math.min(mostZoom, closest, Math.max(map.getZoom(), wanted)));
  showView(map, turn, { x: (place.minX + place.maxX) / 2, y: (place.minY + place.maxY) / 2, zoom });
}

/** Pixels at the lower left of the container that something else covers, such as a legend. */
export interface CornerRoom { readonly width: number; readonly height: number }

const margin = 16;

/**
 * Brings a box into view with a margin; a box without size is shown 50 m wide. The covered corner is kept clear, on its right or
 * above it, whichever shows the box larger.
 */
export function showBox(map: L.Map, turn: Turn, shown: Box, animate: boolean, room: CornerRoom = { width: 0, height: 0 }): void {
  const box = turnBox(turn, shown);
  const spare = box.maxX - box.minX <= 0 && box.maxY - box.minY <= 0 ? 25 : 0;
  const bounds = L.latLngBounds([box.minY - spare, box.minX - spare], [box.maxY + spare, box.maxX + spare]);
  const beside = map.getBoundsZoom(bounds, false, L.point(2 * margin + room.width, 2 * margin));
  const above = map.getBoundsZoom(bounds, false, L.point(2 * margin, 2 * margin + room.height));
  map.fitBounds(bounds, {
    paddingTopLeft: [margin + (beside > above ? room.width : 0), margin],
    paddingBottomRight: [margin, margin + (beside > above ? 0 : room.height)],
    animate: animate && !reducedMotion(), duration: 0.25,
  });
}
