export const workspace = {
  'error.workspace.none': '还没有打开工作区。请先新建或打开一个 .riskatlas 文件。',
  'error.workspace.exists': '“{file}”已存在，新建不会覆盖它。请换一个名字，或直接打开它。',
  'error.workspace.notOne': '“{file}”不是 RiskAtlas 工作区。',
  'error.workspace.newer': '“{file}”由较新的 RiskAtlas 保存（格式 {version}，本程序支持到 {supported}）。请升级后再打开；文件未改动。',
  'error.workspace.damaged': '“{file}”已损坏：{detail}。原文件未改动；可用“恢复到新文件”读出能读的部分。',
  'error.workspace.inUse': '“{file}”正在另一个 RiskAtlas 中打开。请先在那里关闭，或在那个窗口中继续。',
  'error.workspace.readOnly': '工作区“{file}”是只读的，不能修改。',
  'error.row.notFound': '找不到这一条（{kind} {id}），它可能已被删除。',
  'error.row.invalid': '{kind}的“{field}”不合要求：{reason}。',
  'error.undo.nothing': '没有可撤销的步骤。',
  'error.redo.nothing': '没有可重做的步骤。',
} as const;
