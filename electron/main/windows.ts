import path from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { EventData, EventName } from '#shared/contract/events.ts';
import { channels, windowKindArgument } from '#electron/preload/channels.ts';
import { pageOrigin } from './page-protocol.ts';

export type WindowKind = 'main' | 'control-room';

/** The program's windows: one main window, and at most one control-room view of the same workspace. */
export class Windows {
  readonly #open = new Map<WindowKind, BrowserWindow>();

  /** Shows the window of that kind, opening it if need be. */
  show(kind: WindowKind): BrowserWindow {
    const existing = this.#open.get(kind);
    if (existing) {
      if (existing.isMinimized()) existing.restore();
      existing.focus();
      return existing;
    }
    const window = kind === 'main' ? makeWindow(kind, { width: 1280, height: 800, minWidth: 960, minHeight: 600 }) : makeWindow(kind, { width: 1280, height: 800, fullscreen: true });
    this.#open.set(kind, window);
    window.on('closed', () => this.#open.delete(kind));
    if (kind === 'control-room') keysOfControlRoom(window);
    void window.loadURL(`${pageOrigin}/${kind === 'main' ? 'index' : 'control-room'}.html`);
    return window;
  }

  get(kind: WindowKind): BrowserWindow | undefined {
    return this.#open.get(kind);
  }

  /** The kind of the window whose page's top frame sent a message; null for anything else. */
  kindOf(event: { readonly sender: Electron.WebContents; readonly senderFrame: Electron.WebFrameMain | null }): WindowKind | null {
    for (const [kind, window] of this.#open) {
      const page = window.webContents;
      if (event.sender === page && event.senderFrame === page.mainFrame && event.senderFrame.url.startsWith(`${pageOrigin}/`)) return kind;
    }
    return null;
  }

  broadcast<Name extends EventName>(name: Name, data: EventData<Name>): void {
    for (const window of this.#open.values()) window.webContents.send(channels.event, name, data);
  }
}

/**
 * The control room has no menu: the menu's commands are for the main window, and their keys must not reach it from here.
 * F11 leaves and enters full screen, Ctrl+W closes the window.
 */
function keysOfControlRoom(window: BrowserWindow): void {
  window.removeMenu();
  window.webContents.on('before-input-event', (event, input) => {
    const wish = input.key === 'F11' ? 'full-screen' : (input.control || input.meta) && input.key.toLowerCase() === 'w' ? 'close' : null;
    if (wish === null) return;
    event.preventDefault();
    if (input.type !== 'keyDown' || input.isAutoRepeat) return;
    if (wish === 'close') window.close();
    else window.setFullScreen(!window.isFullScreen());
  });
}

function makeWindow(kind: WindowKind, bounds: Electron.BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    title: 'RiskAtlas 风险图集',
    show: false,
    backgroundColor: kind === 'control-room' || nativeTheme.shouldUseDarkColors ? '#16181c' : '#f5f6f8',
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      additionalArguments: [`${windowKindArgument}${kind}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}
