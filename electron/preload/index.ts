import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Answer, Bridge } from '#shared/contract/bridge.ts';
import { channels, windowKindArgument } from '#electron/preload/channels.ts';

const windowKind = process.argv.includes(`${windowKindArgument}control-room`) ? 'control-room' : 'main';

const bridge: Bridge = {
  windowKind,
  platform: process.platform,
  // Main checks name and input by the contract; the types here only say what comes back.
  call: (name, input, taskId) => ipcRenderer.invoke(channels.call, name, input, taskId) as Promise<Answer<never>>,
  cancel: (taskId) => ipcRenderer.invoke(channels.cancel, taskId) as Promise<void>,
  on(name, listener) {
    // Only main sends on this channel, and only data of the event's schema.
    const forward = (_event: unknown, eventName: unknown, data: unknown) => {
      if (eventName === name) listener(data as never);
    };
    ipcRenderer.on(channels.event, forward);
    return () => ipcRenderer.off(channels.event, forward);
  },
  pathOf(file) {
    // Empty for a File that the page made itself: only files that a person handed over have a path.
    const path = webUtils.getPathForFile(file);
    if (path !== '') ipcRenderer.sendSync(channels.grant, path);
    return path;
  },
};

contextBridge.exposeInMainWorld('riskatlas', bridge);
