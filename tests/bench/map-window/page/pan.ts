import { createMapView } from '../../../../renderer/src/map/map-view.ts';
import { benchTexts, makeContainer, painted, timeFrames } from './frames.ts';
import type { FrameTimes } from './frames.ts';
import { leafletMap, leafletZones } from './leaflet-zones.ts';
import { benchZones } from './zones.ts';

/* 5,000 zones at about 1.4 pixels a metre (names and levels can be read where they fit), panned there and back, a frame a step. */
const zones = benchZones();
const zoom = 0.5;
const perMetre = 2 ** zoom;
const start = { x: 1000, y: 500 };
const steps = 120;
const move = (index: number): [dx: number, dy: number] => (index % 60 < 30 ? [24, 10] : [-24, -10]);

export async function panOurs(): Promise<FrameTimes> {
  const container = makeContainer();
  const map = createMapView(container, { theme: 'light', texts: benchTexts, readOnly: false });
  map.setView({ ...start, zoom });
  await painted(container);
  const began = performance.now();
  map.setZones(zones);
  await map.whenPainted();
  await painted(container);
  const firstPaint = performance.now() - began;
  const frames = await timeFrames(container, steps, (index) => {
    const [dx, dy] = move(index);
    const view = map.getView();
    map.setView({ x: view.x + dx / perMetre, y: view.y - dy / perMetre, zoom });
  });
  map.destroy();
  return { firstPaint, frames };
}

export async function panLeaflet(): Promise<FrameTimes> {
  const container = makeContainer();
  const map = leafletMap(container, start.x, start.y, zoom);
  await painted(container);
  const began = performance.now();
  leafletZones(map, zones);
  await painted(container);
  const firstPaint = performance.now() - began;
  const frames = await timeFrames(container, steps, (index) => {
    const [dx, dy] = move(index);
    const { lat, lng } = map.getCenter();
    map.setView([lat - dy / perMetre, lng + dx / perMetre], zoom, { animate: false });
  });
  map.remove();
  return { firstPaint, frames };
}
