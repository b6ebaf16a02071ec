import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { levelStyle } from '#shared/risk/level-style.ts';
import type { ZoneView } from '#shared/contract/zones.ts';

export const leafletStyle = (level: ZoneView['level']): L.PolylineOptions => {
  const { fill } = levelStyle(level);
  return { color: fill, weight: 2, fillColor: fill, fillOpacity: 0.34 };
};

export function leafletMap(container: HTMLElement, x: number, y: number, zoom: number): L.Map {
  const map = L.map(container, { crs: L.CRS.Simple, zoomSnap: 0.5, minZoom: -20, zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false });
  return map.setView([y, x], zoom, { animate: false });
}

/** The zones as plain Leaflet polygons on one canvas, without labels. */
export function leafletZones(map: L.Map, zones: readonly ZoneView[]): L.Polygon[] {
  const renderer = L.canvas();
  return zones.map(({ rings, level }) => L.polygon(rings.map((ring) => ring.map(([x, y]): [number, number] => [y, x])), { renderer, interactive: false, ...leafletStyle(level) }).addTo(map));
}
