import { onBeforeUnmount, onMounted } from 'vue';
import type { MapTool } from '../map/map-view.ts';

export interface MapKeyActions {
  readonly tool: (tool: MapTool) => void;
  readonly fit: () => void;
  readonly snap: () => void;
  readonly remove: () => void;
  readonly escape: () => void;
}

/** True where a key press is text that somebody types. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** True while a dialog is open: then keys are its own. */
export function dialogOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.el-overlay, [data-modal]')].some((element) => element.style.display !== 'none');
}

/** The map's single-letter keys, for as long as the map's place is shown. The map handles its own keys first and stops them. */
export function useMapKeys(actions: MapKeyActions): void {
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event) || dialogOpen()) return;
    const keys: Record<string, () => void> = {
      v: () => { actions.tool('select'); }, p: () => { actions.tool('polygon'); }, r: () => { actions.tool('rectangle'); },
      f: actions.fit, g: actions.snap, delete: actions.remove, escape: actions.escape,
    };
    const action = keys[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  onMounted(() => { window.addEventListener('keydown', press); });
  onBeforeUnmount(() => { window.removeEventListener('keydown', press); });
}
