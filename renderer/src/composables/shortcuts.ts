import { onBeforeUnmount, onMounted } from 'vue';
import { onEvent } from '../api/client.ts';
import { useEditor } from '../stores/editor.ts';
import { places, useShell } from '../stores/shell.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { useCommands } from './commands.ts';
import { dialogOpen, isTyping } from './map-keys.ts';

/** The window's keys and the native menu's choices; both end in the same commands. Inside a text field undo belongs to the field. */
export function useShortcuts(): void {
  const shell = useShell();
  const workspace = useWorkspace();
  const editor = useEditor();
  const commands = useCommands();

  function run(name: string): void {
    const command = commands.value.find((entry) => entry.name === name);
    // What is being drawn is taken back step by step before anything that is stored.
    if ((name === 'undo' && editor.control?.undoStep()) || (name === 'redo' && editor.control?.redoStep())) return;
    if (command !== undefined && (workspace.info !== null || !command.workspace)) command.run();
  }
  function fromMenu(name: string): void {
    const inField = document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement;
    if (inField && (name === 'undo' || name === 'redo')) document.execCommand(name); else run(name);
  }
  function named(event: KeyboardEvent): string | null {
    const key = event.key.toLowerCase();
    if (key === 'f1') return 'keys';
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
    if (key === 'z' && !isTyping(event)) return event.shiftKey ? 'redo' : 'undo';
    if (key === 'y' && !isTyping(event)) return 'redo';
    if (event.shiftKey) return key === 'l' ? 'import-layout' : key === 'i' ? 'import-checklist' : null;
    const index = Number(key) - 1;
    if (Number.isInteger(index) && places[index] !== undefined) return `place.${places[index]}`;
    return { k: 'palette', f: 'find', h: 'history', o: 'open', n: 'new', p: 'export-map' }[key] ?? null;
  }
  function press(event: KeyboardEvent): void {
    const name = named(event);
    if (name === null || (dialogOpen() && name !== 'palette')) return;
    event.preventDefault();
    if (name === 'palette') { if (workspace.info !== null) shell.toggle('palette'); } else if (name === 'find') {
      if (shell.place === 'exchange') shell.place = 'checklist';
      shell.searchAsked += 1;
    } else run(name);
  }
  let stop: (() => void) | null = null;
  onMounted(() => {
    window.addEventListener('keydown', press);
    stop = onEvent('menu/command', ({ command }) => { fromMenu(command); });
  });
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', press);
    stop?.();
  });
}
