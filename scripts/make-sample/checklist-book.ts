import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import { checklist, levelOf } from './checklist/index.ts';
import type { Score } from './checklist/types.ts';
import { enterprise } from './site.ts';

/** Names of the classes by code, as the data exchange has them (domain 5.A.3). */
const classNames: Readonly<Record<string, string>> = {
  '1': '工程技术', '2': '维护保养', '3': '操作行为', '4': '应急措施',
  '1-1': '工艺控制', '1-2': '关键设备/部件', '1-3': '安全附件', '1-4': '安全仪表', '1-5': '其它',
  '2-1': '动设备', '2-2': '静设备', '2-3': '其它',
  '3-1': '人员资质', '3-2': '操作记录', '3-3': '交接班', '3-4': '其它',
  '4-1': '应急设施', '4-2': '个体防护', '4-3': '消防设施', '4-4': '应急预案', '4-5': '其它',
};

const levelFills: Readonly<Record<string, string>> = { 重大: 'FFFF5050', 较大: 'FFFFA94D', 一般: 'FFFFF176', 低: 'FF8AB4F8' };

/** Heads in two rows: a group over its columns, or one head over both rows. */
const columns: readonly { readonly group?: string; readonly head: string; readonly width: number }[] = [
  { head: '序号', width: 6 }, { head: '风险分析对象', width: 15 }, { head: '危险源编码', width: 15 }, { head: '重大危险源等级', width: 10 },
  { head: '责任部门', width: 13 }, { head: '责任人', width: 9 }, { head: '风险分析单元', width: 18 }, { head: '风险事件', width: 26 }, { head: '事故类型', width: 14 },
  { group: '固有风险', head: 'L', width: 5 }, { group: '固有风险', head: 'S', width: 5 }, { group: '固有风险', head: 'R', width: 6 }, { group: '固有风险', head: '等级', width: 7 },
  { group: '现有风险', head: 'L', width: 5 }, { group: '现有风险', head: 'S', width: 5 }, { group: '现有风险', head: 'R', width: 6 }, { group: '现有风险', head: '等级', width: 7 },
  { head: '管控方式', width: 12 }, { head: '管控措施分类1', width: 12 }, { head: '管控措施分类2', width: 14 }, { head: '管控措施分类3', width: 14 },
  { head: '管控措施描述', width: 46 }, { head: '隐患排查内容', width: 46 }, { head: '巡检周期', width: 8 }, { head: '巡检周期单位', width: 8 }, { head: '责任岗位', width: 14 },
];
const headRow = 4;
const thin = { style: 'thin', color: { argb: 'FF7F7F7F' } } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };

/** The checklist as an enterprise keeps it (annex-2 form): title rows, head of two rows, cells merged downwards. */
export async function checklistBook(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.creator = enterprise.name;
  book.created = book.modified = new Date('2026-09-15T00:00:00Z');
  const sheet = book.addWorksheet('风险清单', {
    views: [{ state: 'frozen', xSplit: 8, ySplit: headRow + 1, zoomScale: 90 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `${headRow}:${headRow + 1}` },
  });
  sheet.headerFooter.oddFooter = '第 &P 页 共 &N 页';
  columns.forEach(({ width }, i) => { sheet.getColumn(i + 1).width = width; });
  title(sheet);
  head(sheet);
  let row = headRow + 2;
  let serial = 0;
  for (const [objectIndex, object] of checklist.entries()) {
    const objectStart = row;
    for (const unit of object.units) {
      const unitStart = row;
      for (const event of unit.events) {
        const eventStart = row;
        for (const measure of event.measures) {
          const values: ExcelJS.CellValue[] = [++serial];
          values[17] = measure.automatic ? '自动化监控' : '隐患排查';
          values[18] = classNames[measure.classCode.slice(0, 1)];
          values[19] = classNames[measure.classCode];
          [values[20], values[21], values[22], values[23], values[24], values[25]] = [measure.classify3, measure.description, measure.check, measure.cycle, measure.cycleUnit, measure.post];
          values.forEach((value, i) => { sheet.getCell(row, i + 1).value = value ?? null; });
          row++;
        }
        fillDown(sheet, eventStart, row - 1, 8, [event.name, event.accidents.join('、')]);
        score(sheet, eventStart, row - 1, 10, event.inherent);
        score(sheet, eventStart, row - 1, 14, event.residual);
      }
      fillDown(sheet, unitStart, row - 1, 7, [unit.name]);
    }
    const hazardCode = `${enterprise.companyCode}${String(objectIndex + 1).padStart(3, '0')}`;
    fillDown(sheet, objectStart, row - 1, 2, [object.name, hazardCode, object.majorHazardLevel, object.department, object.person]);
    sheet.getCell(objectStart, 2).font = { name: '宋体', size: 10, bold: true };
  }
  finish(sheet, row - 1);
  return repack(new Uint8Array(await book.xlsx.writeBuffer() as ArrayBuffer));
}

function title(sheet: ExcelJS.Worksheet): void {
  const last = columns.length;
  sheet.mergeCells(1, 1, 1, last);
  sheet.getCell(1, 1).value = `${enterprise.name}安全风险分级管控清单及隐患排查内容表`;
  sheet.getCell(1, 1).font = { name: '黑体', size: 18, bold: true };
  sheet.getCell(1, 1).alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.mergeCells(2, 1, 2, 9);
  sheet.getCell(2, 1).value = `企业编码：${enterprise.companyCode}    装置范围：${enterprise.siteName}`;
  sheet.mergeCells(2, 10, 2, last);
  sheet.getCell(2, 10).value = '编制部门：安全环保部    编制日期：2026-09-15    版本：B';
  sheet.getCell(2, 10).alignment = { horizontal: 'right' };
  sheet.mergeCells(3, 1, 3, last);
  sheet.getCell(3, 1).value = '评价方法：LS 法，R=L×S；20～25 重大，15～16 较大，9～12 一般，1～8 低。本表为示例，企业、人员与数据均为虚构。';
  sheet.getCell(3, 1).font = { name: '宋体', size: 10, italic: true };
  sheet.getRow(1).height = 32;
}

function head(sheet: ExcelJS.Worksheet): void {
  columns.forEach(({ group, head: text }, i) => {
    const column = i + 1;
    if (!group) {
      sheet.mergeCells(headRow, column, headRow + 1, column);
      sheet.getCell(headRow, column).value = text;
    } else {
      sheet.getCell(headRow + 1, column).value = text;
      if (columns[i - 1]?.group !== group) {
        sheet.mergeCells(headRow, column, headRow, column + 3);
        sheet.getCell(headRow, column).value = group;
      }
    }
    for (const at of [headRow, headRow + 1]) {
      const cell = sheet.getCell(at, column);
      cell.font = { name: '黑体', size: 10, bold: true };
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFD9E2EC' } };
      cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
      cell.border = border;
    }
  });
  sheet.getRow(headRow).height = 22;
  sheet.getRow(headRow + 1).height = 22;
}

/** Writes `values` from `column` on and merges each over the rows. Codes stay text. */
function fillDown(sheet: ExcelJS.Worksheet, from: number, to: number, column: number, values: readonly string[]): void {
  values.forEach((value, i) => {
    sheet.getCell(from, column + i).value = value === '' ? null : value;
    if (/^\d{12}$/.test(value)) sheet.getCell(from, column + i).numFmt = '@';
    if (to > from) sheet.mergeCells(from, column + i, to, column + i);
  });
}

function score(sheet: ExcelJS.Worksheet, from: number, to: number, column: number, value: Score | null): void {
  for (let i = 0; i < 4; i++) if (to > from) sheet.mergeCells(from, column + i, to, column + i);
  if (!value) return;
  const level = levelOf(value);
  const factor = (at: number): string => `${sheet.getColumn(at).letter}${from}`;
  sheet.getCell(from, column).value = value.L;
  sheet.getCell(from, column + 1).value = value.S;
  sheet.getCell(from, column + 2).value = { formula: `${factor(column)}*${factor(column + 1)}`, result: value.L * value.S };
  const cell = sheet.getCell(from, column + 3);
  cell.value = level;
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: levelFills[level] ?? 'FFFFFFFF' } };
}

function finish(sheet: ExcelJS.Worksheet, lastRow: number): void {
  for (let row = headRow + 2; row <= lastRow; row++) {
    sheet.getRow(row).height = 42;
    columns.forEach(({ width }, i) => {
      const cell = sheet.getCell(row, i + 1);
      if (!cell.font?.bold) cell.font = { name: '宋体', size: 10 };
      cell.border = border;
      cell.alignment = { vertical: 'middle', horizontal: width >= 40 ? 'left' : 'center', wrapText: true };
    });
  }
}

/** The same workbook in a zip without the time of day, so that remaking gives the same bytes. */
function repack(bytes: Uint8Array): Uint8Array {
  const entries = unzipSync(bytes);
  const sorted = Object.fromEntries(Object.keys(entries).sort().map((name) => [name, entries[name] ?? new Uint8Array()]));
  return zipSync(sorted, { level: 9, mtime: new Date(2026, 8, 15) });
}
