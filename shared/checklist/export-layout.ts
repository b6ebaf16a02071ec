import type { MeasureClasses } from '#shared/codes/measure-classes.ts';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import { assess, factorFaults } from '#shared/risk/assess.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import type { ChecklistData } from './parse.ts';
import type { ChecklistExportRow } from './rows.ts';
import type { ChecklistTemplate, TemplateColumn, TemplateField } from './template.ts';
import type { ChecklistWords } from './words.ts';

export interface ExportColumn {
  readonly field: TemplateField;
  readonly head: string;
  /** Head of the group above, in a two-row head. */
  readonly group: string | null;
  readonly width: number;
  /** Its cells hold text in text format, so that `1-1` stays what it is. */
  readonly text: boolean;
  readonly isLevel: boolean;
  /** Values offered in a list; short enough for a validation's own text. */
  readonly choices: readonly string[];
}

/** A checklist as it is to be written: columns, the lines' values by column, and which cells are one. */
export interface ExportLayout {
  readonly title: string;
  readonly sheetName: string;
  readonly twoRows: boolean;
  readonly frozenColumns: number;
  readonly columns: readonly ExportColumn[];
  /** `levels`: the level behind a level column's word, for its colour. Cells inside a merge are null below its first line. */
  readonly lines: readonly { readonly values: readonly (string | number | null)[]; readonly levels: Partial<Record<TemplateField, RiskLevel | null>> }[];
  /** Lines from 0, ends included. */
  readonly merges: readonly { readonly column: number; readonly from: number; readonly to: number }[];
}

const numberFields = new Set<string>(['number', 'task.cycle', ...['inherent', 'residual'].flatMap((group) => ['L', 'S', 'E', 'C', 'M', 'score'].map((part) => `${group}.${part}`))]);
/** Excel takes no longer list as a validation's own text. */
const choicesLimit = 255;

/** Lays lines out by a template: columns that no line uses are left out where the template allows, equal neighbours are merged. */
export function exportLayout(template: ChecklistTemplate, rows: readonly ChecklistExportRow[], data: Omit<ChecklistData, 'templates'>): ExportLayout {
  const cells = new LineCells(data, rows);
  const templateColumns = template.columns.filter((column) => column.write === 'always' || (column.write === 'used' && rows.some((row) => cells.isUsed(column.field, row))));
  const columns = templateColumns.map((column): ExportColumn => ({
    field: column.field, head: column.head, group: template.groups.find(({ id }) => id === column.group)?.head ?? null, width: column.width,
    text: !numberFields.has(column.field), isLevel: column.field === 'inherent.level' || column.field === 'residual.level', choices: choicesOf(column, data),
  }));
  const blocks = blockStarts(rows);
  const lines = rows.map((row, index) => ({
    values: templateColumns.map((column) => (continuesBlock(column, blocks, index) ? null : cells.value(column.field, row, index))),
    levels: { 'inherent.level': row.inherentLevel, 'residual.level': row.residualLevel },
  }));
  const frozen = templateColumns.findIndex(({ field }) => field === 'unit.name') + 1;
  return {
    title: template.title, sheetName: template.sheetName, twoRows: columns.some(({ group }) => group !== null), frozenColumns: frozen,
    columns, lines, merges: templateColumns.flatMap((column, place) => mergesOf(column, blocks, rows.length).map((run) => ({ column: place, ...run }))),
  };
}

type BlockKind = NonNullable<TemplateColumn['merge']>;
type Blocks = Readonly<Record<BlockKind, readonly boolean[]>>;

/** For each line and kind, whether a row of that kind begins there. A child's block ends with its parent's. */
function blockStarts(rows: readonly ChecklistExportRow[]): Blocks {
  const blocks: Record<BlockKind, boolean[]> = { object: [], unit: [], event: [], measure: [] };
  rows.forEach((row, index) => {
    const above = rows[index - 1];
    const object = above === undefined || above.object !== row.object;
    const unit = object || above.unit !== row.unit;
    const event = unit || row.event === null || above.event !== row.event;
    const measure = event || row.continuesMeasure !== true;
    blocks.object.push(object);
    blocks.unit.push(unit);
    blocks.event.push(event);
    blocks.measure.push(measure);
  });
  return blocks;
}

const continuesBlock = (column: TemplateColumn, blocks: Blocks, index: number): boolean => column.merge !== null && blocks[column.merge][index] === false;

function mergesOf(column: TemplateColumn, blocks: Blocks, count: number): { from: number; to: number }[] {
  if (column.merge === null) return [];
  const starts = blocks[column.merge];
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  for (let index = 1; index <= count; index++) {
    if (index < count && starts[index] !== true) continue;
    if (index - 1 > from) runs.push({ from, to: index - 1 });
    from = index;
  }
  return runs;
}

/** The words of each cell. */
class LineCells {
  readonly #words: ChecklistWords;
  readonly #pack: RulePack;
  readonly #class1: Map<string, string>;
  readonly #class2: Map<string, string>;
  readonly #numbers: number[] = [];

  constructor({ words, classes, rulePack }: Omit<ChecklistData, 'templates'>, rows: readonly ChecklistExportRow[]) {
    this.#words = words;
    this.#pack = rulePack;
    this.#class1 = new Map(classes.classes.map(({ code, name }) => [code, name['zh-CN']]));
    this.#class2 = new Map(classes.classes.flatMap(({ subclasses }) => subclasses.map(({ code, name }) => [code, class2Word(code, name['zh-CN'])] as const)));
    let last = 0;
    for (const row of rows) this.#numbers.push(row.continuesMeasure === true ? last : ++last);
  }

  /** Whether a line needs a column that is written only then. */
  isUsed(field: TemplateField, row: ChecklistExportRow): boolean {
    if (field === 'task.content') return this.value(field, row, 0) !== null;
    // In a list with this column an empty cell means no post; without it the measure's post holds.
    if (field === 'task.post') return row.task !== null && row.task.post !== row.measure?.post;
    return this.value(field, row, 0) !== null;
  }

  value(field: TemplateField, row: ChecklistExportRow, index: number): string | number | null {
    const { object, unit, event, measure, task } = row;
    switch (field) {
      case 'number': return this.#numbers[index] ?? null;
      case 'object.name': return object.name;
      case 'object.hazardCode': return text(object.hazardCode);
      case 'object.majorHazardLevel': return this.#majorHazard(row);
      case 'object.department': return text(object.department);
      case 'object.liablePerson': return text(object.liablePerson);
      case 'unit.name': return text(unit.name);
      case 'unit.department': return text(unit.department);
      case 'unit.liablePerson': return text(unit.liablePerson);
      case 'event.name': return event?.name ?? null;
      case 'event.accidentTypes': return text(event?.accidentTypes.join('、') ?? '');
      case 'measure.dataSrc': return this.#words.dataSrc.find(({ code }) => code === measure?.dataSrc)?.label ?? null;
      case 'measure.classify1': return text(this.#class1.get(measure?.classify1 ?? '') ?? measure?.classify1 ?? '');
      case 'measure.classify2': return text(this.#class2.get(measure?.classify2 ?? '') ?? measure?.classify2 ?? '');
      case 'measure.classify3': return text(measure?.classify3 ?? '');
      case 'measure.description': return measure?.description ?? null;
      case 'measure.checkContent': return text(measure?.checkContent ?? '');
      case 'measure.post': return text(measure?.post ?? '');
      case 'task.content': return task === null || task.content === (measure?.checkContent || measure?.description) ? null : task.content;
      case 'task.cycle': return task?.cycle ?? null;
      case 'task.cycleUnit': return task === null ? null : this.#words.cycleUnits[task.cycleUnit];
      case 'task.post': return text(task?.post ?? '');
      case 'inherent.level': return this.#level(row.inherentLevel);
      case 'residual.level': return this.#level(row.residualLevel);
      case 'inherent.L': case 'inherent.S': case 'inherent.E': case 'inherent.C': case 'inherent.M': case 'inherent.score':
        return this.#factor(event?.inherent ?? null, field.slice('inherent.'.length));
      case 'residual.L': case 'residual.S': case 'residual.E': case 'residual.C': case 'residual.M': case 'residual.score':
        return this.#factor(event?.residual ?? null, field.slice('residual.'.length));
    }
  }

  #majorHazard({ object }: ChecklistExportRow): string | null {
    if (object.majorHazardLevel !== null) return this.#words.majorHazard.levels.find(({ level }) => level === object.majorHazardLevel)?.label ?? null;
    return object.majorHazard === true ? this.#words.majorHazard.ungraded : null;
  }

  #level(level: RiskLevel | null): string | null {
    return level === null ? null : this.#words.levels.find((entry) => entry.level === level)?.label ?? null;
  }

  #factor(assessment: Assessment | null, part: string): number | null {
    if (assessment === null || assessment.method === 'direct') return null;
    if (part === 'score') return factorFaults(this.#pack, assessment).length > 0 ? null : assess(this.#pack, assessment).score;
    const value: unknown = Reflect.get(assessment, part);
    return typeof value === 'number' ? value : null;
  }
}

const text = (value: string): string | null => (value === '' ? null : value);
/** Code and label: readable, and unmistakable where several classes have a label. */
const class2Word = (code: string, label: string): string => `${code} ${label}`;

function choicesOf(column: TemplateColumn, { words, classes }: { words: ChecklistWords; classes: MeasureClasses }): string[] {
  const choices = ((): string[] => {
    switch (column.field) {
      case 'object.majorHazardLevel': return [...words.majorHazard.levels.map(({ label }) => label), ...words.majorHazard.no.slice(0, 1)];
      case 'inherent.level': case 'residual.level': return words.levels.map(({ label }) => label);
      case 'measure.dataSrc': return words.dataSrc.map(({ label }) => label);
      case 'measure.classify1': return classes.classes.map(({ name }) => name['zh-CN']);
      case 'measure.classify2': return classes.classes.flatMap(({ subclasses }) => subclasses.map(({ code, name }) => class2Word(code, name['zh-CN'])));
      case 'task.cycleUnit': return Object.values(words.cycleUnits);
      default: return [];
    }
  })();
  return choices.join(',').length <= choicesLimit ? choices : [];
}
