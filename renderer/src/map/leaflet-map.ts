import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { Box } from '#shared/geometry/frames.ts';
import type { MapViewState } from './map-types.ts';
import type { Viewport } from './viewport.ts';

/*
 * Leaflet calls its coordinates latitude and longitude. With CRS.Simple they are plain numbers: latitude is y (metres, up) and
 * longitude is x. At zoom z a metre has 2^z pixels.
 */
export const latLng = (x: number, y: number): L.LatLng => L.latLng(y, x);
export const latLngBounds = (box: Box): L.LatLngBounds => L.latLngBounds(latLng(box.minX, box.minY), latLng(box.maxX, box.maxY));

export const leastZoom = -20;
export const mostZoom = 10;

const reducedMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

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
  for (const [name, order] of [['ra-drawing', 300], ['ra-zones', 400]] as const) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(order);
    pane.style.pointerEvents = 'none';
  }
  return map;
}

/** From map coordinates to pixels of the container, as the view is now. */
export function containerViewport(map: L.Map): Viewport {
  const size = map.getSize();
  const origin = map.latLngToContainerPoint(latLng(0, 0));
  return { scale: map.getZoomScale(map.getZoom(), 0), dx: origin.x, dy: origin.y, width: size.x, height: size.y };
}

export function viewState(map: L.Map): MapViewState {
  const center = map.getCenter();
  return { x: center.lng, y: center.lat, zoom: map.getZoom() };
}

/** The same place at the same zoom, to less than a pixel. */
export function sameView(a: MapViewState, b: MapViewState): boolean {
  const pixel = 2 ** -a.zoom;
  return a.zoom === b.zoom && Math.abs(a.x - b.x) < pixel && Math.abs(a.y - b.y) < pixel;
}

export function showView(map: L.Map, view: MapViewState): void {
  if (![view.x, view.y, view.zoom].every(Number.isFinite)) return;
  map.setView(latLng(view.x, view.y), Math.max(leastZoom, Math.min(mostZoom, view.zoom)), { animate: false });
}

/** Pixels at the lower left of the container that something else covers, such as a legend. */
export interface CornerRoom { readonly width: number; readonly height: number }

const margin = 16;

/**
 * Brings a box into view with a margin; a box without size is shown 50 m wide. The covered corner is kept clear, on its right or
 * above it, whichever shows the box larger.
 */
export function showBox(map: L.Map, box: Box, animate: boolean, room: CornerRoom = { width: 0, height: 0 }): void {
  const spare = box.maxX - box.minX <= 0 && box.maxY - box.minY <= 0 ? 25 : 0;
  const bounds = latLngBounds({ minX: box.minX - spare, minY: box.minY - spare, maxX: box.maxX + spare, maxY: box.maxY + spare });
  const beside = map.getBoundsZoom(bounds, false, L.point(2 * margin + room.width, 2 * margin));
  const above = map.getBoundsZoom(bounds, false, L.point(2 * margin, 2 * margin + room.height));
  map.fitBounds(bounds, {
    paddingTopLeft: [margin + (beside > above ? room.width : 0), margin],
    paddingBottomRight: [margin, margin + (beside > above ? 0 : room.height)],
    animate: animate && !reducedMotion(), duration: 0.25,
  });
}
