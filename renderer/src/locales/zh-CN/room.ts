/** The control-room window. */
export const room = {
  'room.title': '安全风险空间分布图',
  'room.dataAge': '数据更新于 {age}',
  'room.zones': '风险分区，由高到低',
  'room.recent': '最近变化',
  'room.noChange': '打开本窗口后没有变化。',
  'room.none': '还没有打开工作区。在主窗口打开后，这里会显示分布图。',
  'room.noZones': '工作区中还没有风险分区。',
  'room.back': '返回全部分区',
  'room.units': '单元（{n}）',
  'room.changed': '有变化',
  'room.was': '{before} → {after}',
  'room.added': '新增：{after}',
  'room.removed': '已删除',
  'room.edited': '内容有修改',
  'room.total': '共 {n} 个分区',
} as const;
