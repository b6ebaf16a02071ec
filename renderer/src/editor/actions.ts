import type { MapTool } from '../map/map-types.ts';

/** What the editor does at once, without a tool of its own. */
export const editorCommands = ['merge', 'subtract', 'duplicate', 'copy', 'paste', 'selectAll'] as const;
export type EditorCommand = (typeof editorCommands)[number];
export type DrawTool = Exclude<MapTool, 'calibrate'>;
/** Switches of the map that have a key. */
export type MapSwitch = 'snap' | 'fit' | 'table';

/** Where an action stands in the toolbar and on the page of keys. */
export type ActionGroup = 'choose' | 'draw' | 'change' | 'clipboard' | 'view';

interface ActionOf<Kind extends string, Name extends string> {
  readonly kind: Kind; readonly name: Name; readonly group: ActionGroup;
  /** As it is written for people: `P`, `Ctrl+D`. */
  readonly keys: string;
}
export type EditorAction = ActionOf<'tool', DrawTool> | ActionOf<'command', EditorCommand> | ActionOf<'switch', MapSwitch>;

const tool = (name: DrawTool, group: ActionGroup, keys: string): EditorAction => ({ kind: 'tool', name, group, keys });
const command = (name: EditorCommand, group: ActionGroup, keys: string): EditorAction => ({ kind: 'command', name, group, keys });
const button = (name: MapSwitch, keys: string): EditorAction => ({ kind: 'switch', name, group: 'view', keys });

/** Every tool and command of the editor with its key: toolbar, tooltips, page of keys and keyboard all read this one table. */
export const editorActions: readonly EditorAction[] = [
  tool('select', 'choose', 'V'), tool('pan', 'choose', 'H'),
  tool('polygon', 'draw', 'P'), tool('rectangle', 'draw', 'R'), tool('circle', 'draw', 'C'), tool('trace', 'draw', 'T'), tool('fill', 'draw', 'E'), tool('buffer', 'draw', 'B'),
  tool('offset', 'change', 'O'), tool('split', 'change', 'S'), command('merge', 'change', 'M'), tool('cut', 'change', 'X'), command('subtract', 'change', 'Shift+X'), tool('transform', 'change', 'Q'),
  command('duplicate', 'clipboard', 'Ctrl+D'), command('copy', 'clipboard', 'Ctrl+C'), command('paste', 'clipboard', 'Ctrl+V'), command('selectAll', 'clipboard', 'Ctrl+A'),
  button('snap', 'G'), button('fit', 'F'), button('table', 'L'),
];

/** Keys that belong to what is under way; shown on the page of keys and in the guide. `text` is the end of `editor.key.…`. */
export const editorKeys: readonly { readonly keys: string; readonly text: string }[] = [
  { keys: 'Enter', text: 'enter' }, { keys: 'Ctrl+Enter', text: 'finish' }, { keys: 'Backspace', text: 'back' }, { keys: 'Delete', text: 'delete' }, { keys: 'Esc', text: 'escape' },
  { keys: 'Tab / Shift+Tab', text: 'walk' }, { keys: '← ↑ → ↓', text: 'arrows' }, { keys: 'Shift+← ↑ → ↓', text: 'arrowsLarge' },
  { keys: '0–9 @ <', text: 'numeric' }, { keys: 'Shift', text: 'lock' }, { keys: 'Alt', text: 'free' }, { keys: 'Ctrl+Z', text: 'undoStep' },
  { keys: 'Space', text: 'pan' }, { keys: '+ / −', text: 'zoom' },
];

type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The action whose key is pressed; null for other keys. Shift only counts where the table asks for it. */
export function actionOfKey(event: PressedKey): EditorAction | null {
  if (event.altKey) return null;
  const pressed = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.key.toUpperCase()}`;
  return editorActions.find(({ keys }) => keys.toUpperCase() === pressed.toUpperCase()) ?? null;
}

export function keysOf(name: EditorAction['name']): string {
  return editorActions.find((action) => action.name === name)?.keys ?? '';
}
