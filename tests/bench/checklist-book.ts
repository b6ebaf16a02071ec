import * as XLSX from 'xlsx';

const heads = [
  '序号', '危险源编码', '风险分析对象', '责任部门', '责任人', '风险分析单元', '风险事件', '固有风险L', '固有风险S', '固有风险等级',
  '现有风险L', '现有风险S', '现有风险等级', '管控方式', '管控措施分类1', '管控措施分类2', '管控措施描述', '隐患排查内容', '巡检周期', '巡检周期单位',
];
const classes = [['工程技术', '1-1'], ['工程技术', '安全仪表'], ['维护保养', '动设备'], ['操作行为', '交接班'], ['应急措施', '4-3']] as const;
const levelOf = (score: number): string => (score >= 20 ? '重大' : score >= 15 ? '较大' : score >= 9 ? '一般' : '低');

/**
 * A faultless annex-2 workbook of `rows` lines by 20 columns, every cell filled, as Excel writes it: shared strings, deflated. Twenty
 * measures an event, five events a unit, ten units an object; most descriptions are unlike any other.
 */
export function checklistBook(rows: number): Uint8Array {
  const lines: (string | number)[][] = [heads];
  for (let line = 0; line < rows; line++) {
    const event = Math.floor(line / 20);
    const unit = Math.floor(event / 5);
    const object = Math.floor(unit / 10);
    const [L, S, l, s] = [1 + event % 5, 1 + (event * 3) % 5, 1 + event % 3, 1 + (event * 3) % 5];
    // The remainder keeps the index inside the list.
    const [class1, class2] = classes[line % classes.length]!;
    lines.push([
      line + 1, 990_000_001_000 + object, `生产装置 ${object + 1}`, `第${object % 7 + 1}车间`, `责任人${object % 40}`, `分析单元 ${unit + 1}`, `介质泄漏引发事件 ${event + 1}`,
      L, S, levelOf(L * S), l, s, levelOf(l * s), line % 4 === 0 ? '自动化监控' : '隐患排查', class1, class2,
      `设置高低液位报警及联锁切断装置，投用并定期校验（第 ${line + 1} 条）`, `检查液位报警与联锁是否投用、校验是否在有效期内（第 ${Math.floor(line / 3) + 1} 项）`,
      1 + line % 12, line % 3 === 0 ? '小时' : '天',
    ]);
  }
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(lines), '风险清单');
  return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true }) as Buffer);
}
