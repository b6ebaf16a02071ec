import type { CellIssue } from '#shared/contract/checklist.ts';
import type { MeasureClasses } from '#shared/codes/measure-classes.ts';
import type { Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import { CellRules, type IssueCode } from './cell-rules.ts';
import { cellName, type SheetGrid } from './grid.ts';
import { findHead } from './head.ts';
import { interpretChecklist } from './interpret.ts';
import type { ParsedChecklist } from './rows.ts';
import type { ChecklistTemplate } from './template.ts';
import type { ChecklistWords } from './words.ts';

/** The shipped (or the enterprise's own) data that reading and writing a checklist needs. */
export interface ChecklistData {
  readonly templates: readonly ChecklistTemplate[];
  readonly words: ChecklistWords;
  readonly classes: MeasureClasses;
  readonly rulePack: RulePack;
}

/** The template `id`. @throws AppError error.checklist.template */
export function needTemplate(data: ChecklistData, id: string): ChecklistTemplate {
  const found = data.templates.find((template) => template.id === id);
  if (found === undefined) throw new AppError('error.checklist.template', { template: id, known: data.templates.map((template) => template.id).join('、') });
  return found;
}

/**
 * Reads a checklist from a workbook's sheets: finds the form (`template` is an id, or `auto` for any), then its lines.
 * @throws AppError error.checklist.noHead, columnMissing, noRows, template
 */
export function parseChecklist(
  file: string, sheets: readonly SheetGrid[], template: string, data: ChecklistData, onProgress: (progress: Progress) => void,
): ParsedChecklist {
  const templates = template === 'auto' ? data.templates : [needTemplate(data, template)];
  const found = findHead(sheets, templates);
  if (found === null) {
    const [first] = templates;
    throw new AppError('error.checklist.noHead', {
      file, template: templates.map(({ name }) => name['zh-CN']).join('、'),
      needed: (first?.columns ?? []).filter(({ required }) => required).map(({ head }) => head).join('、'),
    });
  }
  const { best, others } = found;
  const where = { file, sheet: best.sheet.name, sheetNumber: best.sheet.number };
  if (best.missing.length > 0) {
    throw new AppError('error.checklist.columnMissing', { ...where, row: best.top + 1, missing: best.missing.map(({ head }) => head).join('、') });
  }
  const parsed = interpretChecklist(best, new CellRules(data.words, data.classes), data.rulePack, onProgress);
  if (parsed.rowCount === 0) throw new AppError('error.checklist.noRows', where);
  const code: IssueCode = 'issue.sheet.also';
  const also = others.map(({ sheet, top, columns }): CellIssue => ({
    sheet: sheet.name, cell: cellName(top, columns[0]?.column ?? 0), field: '', code, params: { sheet: sheet.name, sheetNumber: sheet.number },
  }));
  return also.length === 0 ? parsed : { ...parsed, warnings: [...also, ...parsed.warnings] };
}
