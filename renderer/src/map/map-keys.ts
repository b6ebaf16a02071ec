import { actionOfKey } from '../editor/actions.ts';
import type { EditorAction } from '../editor/actions.ts';

export interface MapKeyActions {
  /** The editor's own keys come first; true where one was used. */
  editor(event: KeyboardEvent): boolean;
  /** The key of a tool or command; false where the map leaves it to the window. */
  action(action: EditorAction): boolean;
  zoom(steps: number): void;
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
    '+': () => { actions.zoom(1); }, '=': () => { actions.zoom(1); }, '-': () => { actions.zoom(-1); },
    arrowleft: () => { actions.pan(panStep, 0); }, arrowright: () => { actions.pan(-panStep, 0); },
    arrowup: () => { actions.pan(0, panStep); }, arrowdown: () => { actions.pan(0, -panStep); },
    '[': () => { actions.turn(1); }, ']': () => { actions.turn(-1); }, '\\': () => { actions.turn(0); },
    delete: () => { actions.remove(); }, escape: () => actions.escape(), ' ': () => { actions.space(true); },
  };
  container.addEventListener('keydown', (event) => {
    if (event.target !== container || event.altKey || event.isComposing) return;
    const controlled = event.ctrlKey || event.metaKey;
    const action = actionOfKey(event);
    const key = controlled ? undefined : plain[event.key.toLowerCase()];
    if (!actions.editor(event) && !(action && actions.action(action)) && (key === undefined || key() === false)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal: stop.signal });
  container.addEventListener('keyup', (event) => { if (event.key === ' ') actions.space(false); }, { signal: stop.signal });
  container.addEventListener('blur', () => { actions.space(false); }, { signal: stop.signal });
  return () => { stop.abort(); };
}
