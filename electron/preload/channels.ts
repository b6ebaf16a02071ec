/** The IPC channels between windows and main; the page itself never sees them. */
export const channels = {
  call: 'riskatlas:call',
  cancel: 'riskatlas:cancel',
  event: 'riskatlas:event',
  /** From the preload alone: the path of a file that the person dropped or chose. */
  grant: 'riskatlas:grant',
} as const;

/** Command-line switch by which main tells a preload the kind of its window. */
export const windowKindArgument = '--riskatlas-window=';
