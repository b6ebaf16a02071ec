/// <reference types="vite/client" />
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { levelStyle } from '#shared/risk/level-style.ts';
import { createMapView } from '../../../../renderer/src/map/map-view.ts';
import type { MapTexts } from '../../../../renderer/src/map/map-view.ts';
import { benchZones } from './zones.ts';

/*
 * Both sides in one page: a map of 1280 × 800 pixels is made, shows 5,000 zones at 2 pixels a metre (names and levels can be read
 * where they fit), and is panned there and back in small steps, a frame a step.
 */
export interface PanTimes { readonly firstPaint: number; readonly pan: number; readonly slowestFrame: number }

const zones = benchZones();
const scaleZoom = 0.5;
const start = { x: 1000, y: 500 };
const steps = 60;
const step: readonly [number, number] = [24, 10];
const texts: MapTexts = {
  map: '', zoomIn: '', zoomOut: '', fit: '', turnLeft: '', turnRight: '', north: '', scaleBar: '{length}', metre: 'm', kilometre: 'km', drawingUnit: '', cross: '', units: '{n} 个单元',
  levels: { 1: '重大', 2: '较大', 3: '一般', 4: '低', none: '未评估' },
};

const nextFrame = (): Promise<void> => new Promise((resolve) => { requestAnimationFrame(() => { resolve(); }); });

/** Waits until what was drawn is in the pixels: reading one of them ends all drawing that a canvas has put off. */
async function painted(container: HTMLElement): Promise<void> {
  await nextFrame();
  for (const canvas of container.querySelectorAll('canvas')) if (canvas.width > 0) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

function makeContainer(): HTMLElement {
  const container = document.createElement('div');
  container.id = 'map';
  document.body.replaceChildren(container);
  return container;
}

async function panned(container: HTMLElement, move: (dx: number, dy: number) => void): Promise<{ pan: number; slowestFrame: number }> {
  const began = performance.now();
  let slowestFrame = 0;
  for (let i = 0; i < steps; i += 1) {
    const from = performance.now();
    const sign = i < steps / 2 ? 1 : -1;
    move(step[0] * sign, step[1] * sign);
    await painted(container);
    slowestFrame = Math.max(slowestFrame, performance.now() - from);
  }
  return { pan: performance.now() - began, slowestFrame };
}

async function ours(): Promise<PanTimes> {
  const container = makeContainer();
  const map = createMapView(container, { theme: 'light', texts, readOnly: false });
  map.setView({ ...start, zoom: scaleZoom });
  await painted(container);
  const began = performance.now();
  map.setZones(zones);
  await map.whenPainted();
  await painted(container);
  const firstPaint = performance.now() - began;
  const perMetre = 2 ** scaleZoom;
  const result = await panned(container, (dx, dy) => {
    const { x, y, zoom } = map.getView();
    map.setView({ x: x + dx / perMetre, y: y - dy / perMetre, zoom });
  });
  map.destroy();
  return { firstPaint, ...result };
}

async function plainLeaflet(): Promise<PanTimes> {
  const container = makeContainer();
  const map = L.map(container, { crs: L.CRS.Simple, zoomSnap: 0.5, minZoom: -20, zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false });
  map.setView([start.y, start.x], scaleZoom, { animate: false });
  await painted(container);
  const began = performance.now();
  const renderer = L.canvas();
  for (const zone of zones) {
    const { fill } = levelStyle(zone.level);
    L.polygon(zone.rings.map((ring) => ring.map(([x, y]): [number, number] => [y, x])), { renderer, interactive: false, color: fill, weight: 2, fillColor: fill, fillOpacity: 0.34 }).addTo(map);
  }
  await painted(container);
  const firstPaint = performance.now() - began;
  const perMetre = 2 ** scaleZoom;
  const result = await panned(container, (dx, dy) => {
    const { lat, lng } = map.getCenter();
    map.setView([lat - dy / perMetre, lng + dx / perMetre], scaleZoom, { animate: false });
  });
  map.remove();
  return { firstPaint, ...result };
}

Object.assign(globalThis, { bench: { ours, plainLeaflet } });
