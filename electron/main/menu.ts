import { Menu, type MenuItemConstructorOptions } from 'electron';
import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';

/** The native menu. Its choices are window commands, so that menu, keyboard and buttons do the very same. */
export function setMenu(language: Language, send: (command: string) => void): void {
  const text = (key: MessageKey) => formatMessage(language, key);
  const command = (key: Extract<MessageKey, `menu.${string}`>, name: string, accelerator?: string): MenuItemConstructorOptions => ({
    label: text(key), click: () => send(name), ...(accelerator ? { accelerator } : {}),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  Menu.setApplicationMenu(Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: text('menu.file'),
      submenu: [
        command('menu.new', 'new', 'CmdOrCtrl+N'), command('menu.open', 'open', 'CmdOrCtrl+O'), command('menu.sample', 'sample'), separator,
        command('menu.importLayout', 'import-layout', 'CmdOrCtrl+Shift+L'), command('menu.importZones', 'import-zones'), command('menu.importChecklist', 'import-checklist', 'CmdOrCtrl+Shift+I'), separator,
        command('menu.exportMap', 'export-map', 'CmdOrCtrl+P'), command('menu.exportChecklist', 'export-checklist'), command('menu.exportPackage', 'export-package'), separator,
        command('menu.check', 'check'), command('menu.close', 'close', 'CmdOrCtrl+W'), { role: 'quit', label: text('menu.quit') },
      ],
    },
    {
      label: text('menu.edit'),
      // Undo and redo act on the workspace; inside a text field the window passes them to the field.
      submenu: [
        { label: text('menu.undo'), accelerator: 'CmdOrCtrl+Z', registerAccelerator: false, click: () => send('undo') },
        { label: text('menu.redo'), accelerator: 'CmdOrCtrl+Shift+Z', registerAccelerator: false, click: () => send('redo') },
        separator, { role: 'cut', label: text('menu.cut') }, { role: 'copy', label: text('menu.copy') }, { role: 'paste', label: text('menu.paste') },
      ],
    },
    {
      label: text('menu.view'),
      submenu: [
        command('menu.controlRoom', 'control-room', 'F11'), separator,
        { role: 'zoomIn', label: text('menu.zoomIn') }, { role: 'zoomOut', label: text('menu.zoomOut') }, { role: 'resetZoom', label: text('menu.zoomReset') },
      ],
    },
    {
      label: text('menu.help'),
      submenu: [command('menu.keys', 'keys', 'F1'), command('menu.about', 'about')],
    },
  ]));
}
