import type { MapTexts } from '../../../../renderer/src/map/map-view.ts';

/** Milliseconds: until everything was first in the pixels, and of each step until its pixels. */
export interface FrameTimes { readonly firstPaint: number; readonly frames: number[] }

export const benchTexts: MapTexts = {
  map: '', zoomIn: '', zoomOut: '', fit: '', turnLeft: '', turnRight: '', north: '', scaleBar: '{length}', metre: 'm', kilometre: 'km', drawingUnit: '', cross: '', snaps: {}, units: '{n} 个单元',
  levels: { 1: '重大', 2: '较大', 3: '一般', 4: '低', none: '未评估' },
};

export const nextFrame = (): Promise<void> => new Promise((resolve) => { requestAnimationFrame(() => { resolve(); }); });

/** Waits until what was drawn is in the pixels: reading one of them ends all drawing that a canvas has put off. */
export async function painted(container: HTMLElement): Promise<void> {
  await nextFrame();
  for (const canvas of container.querySelectorAll('canvas')) if (canvas.width > 0) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

export function makeContainer(): HTMLElement {
  const container = document.createElement('div');
  container.id = 'map';
  document.body.replaceChildren(container);
  return container;
}

/** Takes each step and waits for its pixels. */
export async function timeFrames(container: HTMLElement, count: number, step: (index: number) => void): Promise<number[]> {
  const frames: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const from = performance.now();
    step(i);
    await painted(container);
    frames.push(performance.now() - from);
  }
  return frames;
}
