import { onBeforeUnmount, onMounted } from 'vue';
import { actionOfKey } from '../editor/actions.ts';
import type { EditorAction } from '../editor/actions.ts';

export interface MapKeyActions {
  readonly action: (action: EditorAction) => void;
  readonly remove: () => void;
  readonly escape: () => void;
  /** Whether keys belong to the map just now; the palette, the tree and tables have keys of their own. */
  readonly active: () => boolean;
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

/** Whether text is selected that Ctrl+C should copy. */
const textSelected = (): boolean => (window.getSelection()?.toString() ?? '') !== '';

/** The keys of tools and commands, for as long as the map's place is shown. The map handles its own keys first and stops them. */
export function useMapKeys(actions: MapKeyActions): void {
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTyping(event) || dialogOpen() || !actions.active()) return;
    const action = actionOfKey(event);
    if (action) {
      if (action.name === 'copy' && textSelected()) return;
      event.preventDefault();
      actions.action(action);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const run = { Delete: actions.remove, Escape: actions.escape }[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  };
  onMounted(() => { window.addEventListener('keydown', press); });
  onBeforeUnmount(() => { window.removeEventListener('keydown', press); });
}
