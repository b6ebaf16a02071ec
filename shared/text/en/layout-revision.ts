/** Revisions of a layout's drawing and its layers. */
export const layoutRevision = {
  'error.layout.sameRevision': '“{file}” is the very drawing that the layout “{name}” has now; nothing was changed. Choose the changed drawing.',
  'error.layout.noPrevious': 'The layout “{name}” has no earlier drawing yet. Bring in a new revision first, then compare.',
  'change.layoutRevise': 'New drawing for layout “{name}”',
  'progress.layoutCompare': 'Comparing the drawings',
} as const;
