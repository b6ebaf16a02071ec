import { createMapView } from '../../../../renderer/src/map/map-view.ts';
import { benchTexts, makeContainer, painted, timeFrames } from './frames.ts';
import type { FrameTimes } from './frames.ts';
import { leafletMap, leafletStyle, leafletZones } from './leaflet-zones.ts';
import { benchZones } from './zones.ts';

/* 10,000 zones, of which about 1,600 are in view; each step gives one of those in the middle of the view another level. */
const zones = benchZones(40, 100);
const start = { x: 1000, y: 1000 };
const zoom = 0.5;
const steps = 60;
const levels = [1, 2, 3, 4] as const;
const at = (step: number): number => 4940 + ((step * 7) % 20) + 100 * (step % 5);

export async function restyleOurs(): Promise<FrameTimes> {
  const container = makeContainer();
  const map = createMapView(container, { theme: 'light', texts: benchTexts, readOnly: false });
  map.setView({ ...start, zoom });
  await painted(container);
  const began = performance.now();
  map.setZones(zones);
  await map.whenPainted();
  await painted(container);
  const firstPaint = performance.now() - began;
  const frames = await timeFrames(container, steps, (step) => {
    const zone = zones[at(step)];
    // As it comes from the host: a new view with rings of its own.
    if (zone) map.updateZones([{ ...structuredClone(zone), level: levels[step % 4] ?? 1 }], []);
  });
  map.destroy();
  return { firstPaint, frames };
}

export async function restyleLeaflet(): Promise<FrameTimes> {
  const container = makeContainer();
  const map = leafletMap(container, start.x, start.y, zoom);
  await painted(container);
  const began = performance.now();
  const polygons = leafletZones(map, zones);
  await painted(container);
  const firstPaint = performance.now() - began;
  const frames = await timeFrames(container, steps, (step) => { polygons[at(step)]?.setStyle(leafletStyle(levels[step % 4] ?? 1)); });
  map.remove();
  return { firstPaint, frames };
}
