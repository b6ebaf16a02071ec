import L from 'leaflet';
import { fill } from '#shared/text/index.ts';
import type { MapTexts } from './map-types.ts';
import { lengthText, roundLength } from './scale-bar.ts';

export interface MapControls {
  /** `frame` drawing shows lengths in drawing units. */
  update(metresPerPixel: number, frame: 'plant' | 'drawing'): void;
  setTexts(texts: MapTexts): void;
  remove(): void;
}

const longestBar = 120;

/** Zoom buttons and scale bar, laid over the map's lower right and left corners. */
export function createControls(container: HTMLElement, firstTexts: MapTexts, actions: { zoomIn(): void; zoomOut(): void; fit(): void }): MapControls {
  let texts = firstTexts;
  let last: readonly [number, 'plant' | 'drawing'] | null = null;
  const group = document.createElement('div');
  group.className = 'ra-map-zoom';
  group.setAttribute('role', 'group');
  const button = (sign: string, action: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = sign;
    made.addEventListener('click', action);
    group.append(made);
    return made;
  };
  const zoomIn = button('+', () => { actions.zoomIn(); });
  const zoomOut = button('−', () => { actions.zoomOut(); });
  const fit = button('', () => { actions.fit(); });
  fit.append(fitIcon());
  const bar = document.createElement('div');
  bar.className = 'ra-map-scale';
  bar.setAttribute('role', 'img');
  container.append(bar, group);
  L.DomEvent.disableClickPropagation(group);

  const controls: MapControls = {
    update(metresPerPixel, frame) {
      last = [metresPerPixel, frame];
      const length = roundLength(metresPerPixel * longestBar);
      const text = lengthText(length, texts, frame === 'drawing' ? texts.drawingUnit : null);
      bar.style.width = `${Math.round(length / metresPerPixel)}px`;
      bar.textContent = text;
      bar.setAttribute('aria-label', fill(texts.scaleBar, { length: text }));
    },
    setTexts(next) {
      texts = next;
      const name = (element: HTMLElement, text: string): void => { element.title = text; element.setAttribute('aria-label', text); };
      name(zoomIn, next.zoomIn); name(zoomOut, next.zoomOut); name(fit, next.fit);
      if (last) controls.update(...last);
    },
    remove() { group.remove(); bar.remove(); },
  };
  controls.setTexts(firstTexts);
  return controls;
}

/** Four corners of a frame; drawn, because few system fonts have a sign for it. */
function fitIcon(): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 14 14');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', 'M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9');
  icon.append(path);
  return icon;
}
