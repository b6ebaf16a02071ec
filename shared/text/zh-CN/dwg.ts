/** The converter of DWG drawings: dialogs of the system and what is refused. */
export const dwg = {
  'error.dwg.noConverter': '还没有选择 DWG 转换程序。请先选择转换程序。',
  'error.dwg.arguments': '转换参数必须用 {in} 或 {inDir} 指明 DWG 的位置，并用 {out} 或 {outDir} 指明 DXF 的位置。请补全后再保存。',
  'dwgProgram.pick': '选择 DWG 转换程序',
  'dwgProgram.program': '程序',
  'dwgProgram.agree': '导入 DWG 时将用这些参数运行转换程序：',
  'dwgProgram.agreeYes': '使用这些参数',
  'dwgProgram.agreeNo': '取消',
} as const;
