import L from 'leaflet';
import { reducedMotion } from './leaflet-map.ts';

/** How long a place is marked, in milliseconds; longer where the ring stands still and catches the eye less. */
const lasts = 2400;
const lastsStill = 4000;

/** A ring that beats around a place for a moment, and only stands there where the person asked for less motion. One at a time. */
export function createPlaceMark(map: L.Map): { show(at: L.LatLng): void; remove(): void } {
  let marker: L.Marker | null = null;
  let timer = 0;
  const remove = (): void => {
    window.clearTimeout(timer);
    marker?.remove();
    marker = null;
  };
  return {
    remove,
    show(at) {
      remove();
      const icon = L.divIcon({ className: 'ra-map-place', iconSize: [56, 56] });
      marker = L.marker(at, { icon, pane: 'ra-marks', interactive: false, keyboard: false }).addTo(map);
      marker.getElement()?.setAttribute('aria-hidden', 'true');
      timer = window.setTimeout(remove, reducedMotion() ? lastsStill : lasts);
    },
  };
}
