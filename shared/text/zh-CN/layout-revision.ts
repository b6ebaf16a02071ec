/** Revisions of a layout's drawing and its layers. */
export const layoutRevision = {
  'error.layout.sameRevision': '“{file}”与平面图“{name}”现在的图纸完全相同，没有更新。请选择修改后的图纸。',
  'error.layout.noPrevious': '平面图“{name}”还没有旧版图纸。更新图纸后才能比较。',
  'change.layoutRevise': '更新平面图“{name}”的图纸',
  'progress.layoutCompare': '正在比较新旧图纸',
} as const;
