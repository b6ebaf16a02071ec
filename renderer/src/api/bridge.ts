import type { Bridge } from '#shared/contract/bridge.ts';

declare global {
  interface Window {
    /** What the preload gives; everything a window knows or does goes through it. */
    readonly riskatlas: Bridge;
  }
}

export const bridge: Bridge = window.riskatlas;
