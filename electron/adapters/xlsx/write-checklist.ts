import type ExcelJS from 'exceljs';
import { exportLayout, type ExportLayout } from '#shared/checklist/export-layout.ts';
import { issueText } from '#shared/checklist/issues.ts';
import { needTemplate, type ChecklistData } from '#shared/checklist/parse.ts';
import type { CellIssue } from '#shared/contract/checklist.ts';
import type { ChecklistWriter } from '#shared/contract/ports.ts';
import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';
import { levelStyle } from '#shared/risk/level-style.ts';
import { loadChecklistData } from './checklist-data.ts';
import { newWorkbook } from './exceljs-book.ts';
import { nearestResources } from './resources-folder.ts';

const titleRow = 1;
/** A3 in the format's list of papers (ECMA-376 part 1, 18.3.1.63), which exceljs' own list lacks. */
const a3: number = 8;
const font = '宋体';
const thin = { style: 'thin', color: { argb: 'FF7F7F7F' } } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin } as const;
const headFill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EAEE' } } as const;
/** Lists of a data validation stand in the cell range they apply to, this many rows beyond the last line. */
const spareRows = 500;

/** Writes checklists and reports by exceljs. `resources` is the absolute path of `resources/`; the nearest one without it. */
export function createChecklistWriter(resources?: string): ChecklistWriter {
  let data: Promise<ChecklistData> | null = null;
  return {
    write: async ({ template, title, rows }) => {
      data ??= loadChecklistData(resources ?? nearestResources());
      const loaded = await data;
      const layout = exportLayout(needTemplate(loaded, template), rows, loaded);
      return writeBook(layout, title);
    },
    report: ({ language, fileName, errors, warnings }) => writeReport(language, fileName, errors, warnings),
  };
}

async function writeBook(layout: ExportLayout, title: string): Promise<Uint8Array> {
  const book = newWorkbook();
  const headRows = layout.twoRows ? 2 : 1;
  const firstLine = titleRow + headRows + 1;
  const sheet = book.addWorksheet(layout.sheetName, {
    views: [{ state: 'frozen', xSplit: layout.frozenColumns, ySplit: firstLine - 1 }],
    pageSetup: {
      paperSize: a3 as ExcelJS.PaperSize, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0,
      printTitlesRow: `${titleRow + 1}:${firstLine - 1}`, margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.2 },
    },
    headerFooter: { oddFooter: '&C&P / &N' },
  });
  layout.columns.forEach(({ width, text }, place) => {
    const column = sheet.getColumn(place + 1);
    column.width = width;
    // Text format for the whole column, so that a code typed below the last line does not become a date either.
    if (text) column.numFmt = '@';
  });

  const width = layout.columns.length;
  sheet.mergeCells(titleRow, 1, titleRow, width);
  const titleCell = sheet.getCell(titleRow, 1);
  titleCell.value = title === '' ? layout.title : `${title} ${layout.title}`;
  titleCell.style = { font: { name: font, size: 16, bold: true }, alignment: { horizontal: 'center', vertical: 'middle' }, numFmt: '@' };
  sheet.getRow(titleRow).height = 30;
  writeHead(sheet, layout, titleRow + 1);

  layout.lines.forEach((line, index) => {
    const row = sheet.getRow(firstLine + index);
    line.values.forEach((value, place) => {
      const cell = row.getCell(place + 1);
      const column = layout.columns[place];
      if (column === undefined) return;
      // A string is stored as a string: what begins with = + - @ is text and is never calculated.
      if (value !== null) cell.value = typeof value === 'string' ? escaped(value) : value;
      const level = column.isLevel ? line.levels[column.field] ?? null : null;
      cell.style = {
        font: level === null ? { name: font, size: 10 } : { name: font, size: 10, bold: true, color: { argb: argb(levelStyle(level).onFill) } },
        alignment: { vertical: 'middle', wrapText: true, horizontal: column.width > 12 ? 'left' : 'center' },
        border, numFmt: column.text ? '@' : 'General',
        ...(level === null ? {} : { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: argb(levelStyle(level).fill) } } }),
      };
    });
  });
  // The sheet's own mergeCells compares with every merge before it, which takes minutes for 50,000 lines; layout.merges never overlap.
  for (const { column, from, to } of layout.merges) {
    const master = sheet.getCell(firstLine + from, column + 1);
    for (let line = from + 1; line <= to; line++) sheet.getCell(firstLine + line, column + 1).merge(master, true);
  }
  addChoices(sheet, layout, firstLine);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function writeHead(sheet: ExcelJS.Worksheet, layout: ExportLayout, top: number): void {
  const bottom = layout.twoRows ? top + 1 : top;
  let groupStart = 1;
  layout.columns.forEach(({ head, group }, place) => {
    const column = place + 1;
    for (let row = top; row <= bottom; row++) {
      sheet.getCell(row, column).style = {
        font: { name: font, size: 10, bold: true }, alignment: { horizontal: 'center', vertical: 'middle', wrapText: true }, border, fill: headFill, numFmt: '@',
      };
    }
    if (group === null) {
      sheet.getCell(top, column).value = head;
      if (bottom > top) sheet.mergeCells(top, column, bottom, column);
      return;
    }
    sheet.getCell(bottom, column).value = head;
    if (layout.columns[place - 1]?.group !== group) groupStart = column;
    if (layout.columns[place + 1]?.group === group) return;
    sheet.getCell(top, groupStart).value = group;
    if (column > groupStart) sheet.mergeCells(top, groupStart, top, column);
  });
  sheet.getRow(top).height = 22;
  if (bottom > top) sheet.getRow(bottom).height = 30;
}

function addChoices(sheet: ExcelJS.Worksheet, layout: ExportLayout, firstLine: number): void {
  // A range at once; exceljs' types only know one cell at a time.
  const validations = (sheet as unknown as { dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } }).dataValidations;
  const lastLine = firstLine + layout.lines.length - 1 + spareRows;
  layout.columns.forEach(({ choices }, place) => {
    if (choices.length === 0) return;
    const letter = sheet.getColumn(place + 1).letter;
    validations.add(`${letter}${firstLine}:${letter}${lastLine}`, {
      // Codes and other spellings are understood too: the list helps, it does not forbid.
      type: 'list', allowBlank: true, showErrorMessage: false, formulae: [`"${choices.join(',')}"`],
    });
  });
}

async function writeReport(language: Language, fileName: string, errors: readonly CellIssue[], warnings: readonly CellIssue[]): Promise<Uint8Array> {
  const book = newWorkbook();
  const text = (key: Extract<MessageKey, `checklist.report.${string}`>): string => formatMessage(language, key);
  const sheet = book.addWorksheet(text('checklist.report.title'), { views: [{ state: 'frozen', ySplit: 2 }] });
  [10, 20, 8, 20, 100].forEach((width, place) => { sheet.getColumn(place + 1).width = width; });
  sheet.addRow([fileName]).font = { name: font, bold: true };
  const head = sheet.addRow([text('checklist.report.kind'), text('checklist.report.sheet'), text('checklist.report.cell'), text('checklist.report.field'), text('checklist.report.message')]);
  head.eachCell((cell) => { cell.style = { font: { name: font, bold: true }, border, fill: headFill }; });
  for (const [kind, issues] of [['checklist.report.error', errors], ['checklist.report.warning', warnings]] as const) {
    for (const issue of issues) {
      const row = sheet.addRow([text(kind), issue.sheet, issue.cell, String(issue.params['field'] ?? issue.field), issueText(language, issue)]);
      row.eachCell((cell) => { cell.style = { font: { name: font, size: 10 }, border, numFmt: '@', alignment: { vertical: 'top', wrapText: true } }; });
    }
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** Text that looks like one of the format's own escapes (`_x0041_`) must be escaped itself. */
const escaped = (text: string): string => (text.includes('_x') ? text.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_') : text);
const argb = (colour: string): string => `FF${colour.slice(1).toUpperCase()}`;
