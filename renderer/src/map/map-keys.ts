import type { MapTool } from './map-types.ts';

export interface MapKeyActions {
  /** The editor's own keys come first; true where one was used. */
  editor(event: KeyboardEvent): boolean;
  tool(tool: MapTool): void;
  zoom(steps: number): void;
  fit(): void;
  toggleSnap(): void;
  remove(): void;
  /** Nothing is under way: gives up the selection; false where there is none. */
  escape(): boolean;
  pan(dx: number, dy: number): void;
  /** Turns the display by so many steps, counter-clockwise; 0 turns it back to north. */
  turn(steps: number): void;
  /** The space bar is pressed or let go. */
  space(held: boolean): void;
}

/** Pixels that an arrow key moves the map. */
const panStep = 80;

/** Listens to keys while the map itself has the focus; a key that is used goes no further. */
export function listenToKeys(container: HTMLElement, actions: MapKeyActions): () => void {
  const stop = new AbortController();
  const plain: Readonly<Record<string, () => unknown>> = {
    v: () => { actions.tool('select'); }, p: () => { actions.tool('polygon'); }, r: () => { actions.tool('rectangle'); },
    f: () => { actions.fit(); }, g: () => { actions.toggleSnap(); },
    '+': () => { actions.zoom(1); }, '=': () => { actions.zoom(1); }, '-': () => { actions.zoom(-1); },
    arrowleft: () => { actions.pan(panStep, 0); }, arrowright: () => { actions.pan(-panStep, 0); },
    arrowup: () => { actions.pan(0, panStep); }, arrowdown: () => { actions.pan(0, -panStep); },
    '[': () => { actions.turn(1); }, ']': () => { actions.turn(-1); }, '\\': () => { actions.turn(0); },
    delete: () => { actions.remove(); }, escape: () => actions.escape(), ' ': () => { actions.space(true); },
  };
  container.addEventListener('keydown', (event) => {
    if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const action = plain[event.key.toLowerCase()];
    if (!actions.editor(event) && (action === undefined || action() === false)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal: stop.signal });
  container.addEventListener('keyup', (event) => { if (event.key === ' ') actions.space(false); }, { signal: stop.signal });
  container.addEventListener('blur', () => { actions.space(false); }, { signal: stop.signal });
  return () => { stop.abort(); };
}
