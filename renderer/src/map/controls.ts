import L from 'leaflet';
import { fill } from '#shared/text/index.ts';
import type { MapTexts } from './map-types.ts';
import { lengthText, roundLength } from './scale-bar.ts';

export interface MapControls {
  /** `frame` drawing shows lengths in drawing units. */
  update(metresPerPixel: number, frame: 'plant' | 'drawing'): void;
  setTexts(texts: MapTexts): void;
  /** Turns the north arrow with the display: degrees counter-clockwise. */
  setTurn(degrees: number): void;
  remove(): void;
}

const longestBar = 120;

export interface MapControlActions { zoomIn(): void; zoomOut(): void; fit(): void; turnLeft(): void; turnRight(): void; north(): void }

/** Buttons for zoom and turn with the north arrow, and the scale bar, laid over the map's lower right and left corners. */
export function createControls(container: HTMLElement, firstTexts: MapTexts, actions: MapControlActions): MapControls {
  let texts = firstTexts;
  let last: readonly [number, 'plant' | 'drawing'] | null = null;
  let degrees = 0;
  const column = document.createElement('div');
  column.className = 'ra-map-controls';
  const groupOf = (): HTMLElement => {
    const made = document.createElement('div');
    made.className = 'ra-map-group';
    made.setAttribute('role', 'group');
    column.append(made);
    return made;
  };
  const turns = groupOf(), zooms = groupOf();
  const button = (group: HTMLElement, sign: string, action: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = sign;
    made.addEventListener('click', action);
    group.append(made);
    return made;
  };
  const turnLeft = button(turns, '↺', () => { actions.turnLeft(); });
  const north = button(turns, '', () => { actions.north(); });
  north.dataset['testid'] = 'map.north';
  const needle = northArrow();
  north.append(needle);
  const turnRight = button(turns, '↻', () => { actions.turnRight(); });
  const zoomIn = button(zooms, '+', () => { actions.zoomIn(); });
  const zoomOut = button(zooms, '−', () => { actions.zoomOut(); });
  const fit = button(zooms, '', () => { actions.fit(); });
  fit.append(fitIcon());
  const bar = document.createElement('div');
  bar.className = 'ra-map-scale';
  bar.setAttribute('role', 'img');
  container.append(bar, column);
  L.DomEvent.disableClickPropagation(column);

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
      name(turnLeft, next.turnLeft); name(turnRight, next.turnRight); name(north, fill(next.north, { degrees: String(Math.round(degrees)) }));
      if (last) controls.update(...last);
    },
    setTurn(next) {
      degrees = next;
      needle.style.transform = `rotate(${-next}deg)`;
      controls.setTexts(texts);
    },
    remove() { column.remove(); bar.remove(); },
  };
  controls.setTexts(firstTexts);
  return controls;
}

const fitIcon = (): SVGElement => icon([{ d: 'M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9' }]);

/** A needle that points up with an N over it, as the printed sheet has it. */
const northArrow = (): SVGElement => icon([{ d: 'M7 5.2 10.4 13.4 7 11.6 3.6 13.4Z' }, { d: 'M7 5.2 7 11.6 3.6 13.4Z', filled: true }, { d: 'M5.4 3.6V0.4L8.6 3.6V0.4' }]);

/** Signs are drawn, because few system fonts have them. */
function icon(paths: readonly { readonly d: string; readonly filled?: boolean }[]): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 14 14');
  svg.setAttribute('aria-hidden', 'true');
  for (const { d, filled } of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    if (filled) path.setAttribute('fill', 'currentcolor');
    svg.append(path);
  }
  return svg;
}
