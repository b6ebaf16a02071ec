import L from 'leaflet';
import '@geoman-io/leaflet-geoman-free';
import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css';
import { createMapView } from '../../../../renderer/src/map/map-view.ts';
import { benchTexts, makeContainer, painted, timeFrames } from './frames.ts';
import type { FrameTimes } from './frames.ts';
import { leafletMap } from './leaflet-zones.ts';
import { meshZones } from './zones.ts';

/* Both sides get the events of a mouse: a press on the vertex in the middle of the view, 60 moves around it, and the release. */
const zones = meshZones();
const start = { x: 1000, y: 500 };
const zoom = 2;
const steps = 60;
const path = (step: number): [dx: number, dy: number] => [30 * Math.sin(step / 7), 25 * Math.sin(step / 5)];

const mouse = (target: EventTarget, type: string, x: number, y: number): void => {
  const init = { clientX: x, clientY: y, button: 0, buttons: 1, bubbles: true, cancelable: true };
  target.dispatchEvent(type.startsWith('pointer') ? new PointerEvent(type, { ...init, pointerId: 1, pointerType: 'mouse', isPrimary: true }) : new MouseEvent(type, init));
};

export async function dragOurs(): Promise<FrameTimes> {
  const container = makeContainer();
  // A made-up pointer cannot be captured.
  container.setPointerCapture = () => undefined;
  const map = createMapView(container, { theme: 'light', texts: benchTexts, readOnly: false });
  map.setView({ ...start, zoom });
  const began = performance.now();
  map.setZones(zones);
  await map.whenPainted();
  await painted(container);
  const firstPaint = performance.now() - began;
  let edited = 0;
  map.on('edit', ({ edits }) => { edited = edits.length; });
  const chosen = zones.find(({ rings }) => rings[0]?.some(([x, y]) => x === start.x && y === start.y));
  if (!chosen) throw new Error('No zone has the vertex in the middle.');
  map.setSelection([chosen.id]);
  await painted(container);
  const box = container.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  mouse(container, 'pointermove', x, y);
  mouse(container, 'pointerdown', x, y);
  const frames = await timeFrames(container, steps, (step) => { const [dx, dy] = path(step + 1); mouse(container, 'pointermove', x + dx, y + dy); });
  mouse(container, 'pointerup', x + 20, y + 10);
  if (edited !== 4) throw new Error(`The drag has changed ${edited} zones, not the four that share the vertex.`);
  map.destroy();
  return { firstPaint, frames };
}

export async function dragGeoman(): Promise<FrameTimes> {
  const container = makeContainer();
  const map = leafletMap(container, start.x, start.y, zoom);
  const ring = Array.from({ length: 300 }, (_, i): [number, number] => { const angle = (i / 300) * 2 * Math.PI; return [start.y + 60 * Math.sin(angle), start.x - 60 + 60 * Math.cos(angle)]; });
  const began = performance.now();
  const polygon = L.polygon(ring, { renderer: L.canvas() }).addTo(map);
  polygon.pm.enable({ snappable: true });
  await painted(container);
  const firstPaint = performance.now() - began;
  const box = container.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const handle = document.elementFromPoint(x, y);
  if (!handle?.classList.contains('marker-icon')) throw new Error('No handle of leaflet-geoman lies in the middle.');
  let moved = 0;
  polygon.on('pm:markerdrag', () => { moved += 1; });
  mouse(handle, 'pointerdown', x, y);
  mouse(handle, 'mousedown', x, y);
  const frames = await timeFrames(container, steps, (step) => { const [dx, dy] = path(step + 1); mouse(document.body, 'pointermove', x + dx, y + dy); mouse(document.body, 'mousemove', x + dx, y + dy); });
  mouse(document.body, 'pointerup', x + 20, y + 10);
  mouse(document.body, 'mouseup', x + 20, y + 10);
  polygon.pm.disable();
  if (moved < steps / 2) throw new Error(`leaflet-geoman has followed ${moved} moves only.`);
  map.remove();
  return { firstPaint, frames };
}
