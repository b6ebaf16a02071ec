import { splitAccidentTypes } from '#shared/codes/accident-types.ts';
import type { Progress } from '#shared/contract/ports.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import { readAssessment } from './assessment-cells.ts';
import { CellRules, shortened, type Fault, type Ruled } from './cell-rules.ts';
import { oneLine, valueText, wordKey } from './cell-text.ts';
import { cellName, isFault, type GridValue } from './grid.ts';
import type { FoundColumn, FoundHead } from './head.ts';
import { IssueList } from './issues.ts';
import type { ChecklistRow, ParsedChecklist } from './rows.ts';
import { sheetLines, type SheetLine } from './sheet-lines.ts';
import type { TemplateField } from './template.ts';

const sampleRows = 200;
const linesPerReport = 2_000;

/** Longest texts that the model takes (shared/model), by field. */
const limits: Partial<Record<TemplateField, number>> = {
  'object.name': 500, 'unit.name': 500, 'event.name': 500, 'object.hazardCode': 36, 'measure.classify3': 100,
};
const textLimit = 4_000;
/** Fields of one line; line breaks in them come from narrow columns. */
const singleLine = new Set<TemplateField>([
  'object.name', 'object.hazardCode', 'object.department', 'object.liablePerson', 'unit.name', 'unit.department', 'unit.liablePerson', 'event.name',
  'event.accidentTypes', 'measure.classify3', 'measure.post', 'task.post',
]);
const measureFields = ['measure.dataSrc', 'measure.classify1', 'measure.classify2', 'measure.classify3', 'measure.checkContent', 'measure.post'] as const;
const assessmentParts = ['L', 'S', 'E', 'C', 'M', 'score', 'level'] as const;

type ObjectPart = ChecklistRow['object'];
type UnitPart = ChecklistRow['unit'];
type EventPart = NonNullable<ChecklistRow['event']>;
type MeasurePart = NonNullable<ChecklistRow['measure']>;
type TaskPart = NonNullable<ChecklistRow['task']>;

/**
 * Makes checklist rows of the lines below a head: merges and continuations filled down, codes and labels resolved, every
 * cell checked. A line with an error is left out of `rows`; totals, signatures and headings between lines are no lines.
 */
export function interpretChecklist(head: FoundHead, rules: CellRules, pack: RulePack, onProgress: (progress: Progress) => void): ParsedChecklist {
  return new Interpreter(head, rules, pack).run(onProgress);
}

class Interpreter {
  readonly #head: FoundHead;
  readonly #rules: CellRules;
  readonly #pack: RulePack;
  readonly #places = new Map<TemplateField, number>();
  readonly #errors: IssueList;
  readonly #warnings: IssueList;
  readonly #footers: readonly string[];
  readonly #sample: { row: number; cells: Record<string, string> }[] = [];
  readonly #judged = new Map<string, { inherent: Judged | null; residual: Judged | null }>();
  #line: SheetLine | null = null;
  #faulty = false;
  // What the line above had, for continuations; null where a continuation would have nothing to continue.
  #object: ObjectPart | null = null;
  #unit: UnitPart | null = null;
  #event: EventPart | null = null;
  #measure: { part: MeasurePart; number: string; tasks: Set<string>; accepted: boolean } | null = null;

  constructor(head: FoundHead, rules: CellRules, pack: RulePack) {
    this.#head = head;
    this.#rules = rules;
    this.#pack = pack;
    head.columns.forEach(({ field }, place) => this.#places.set(field, place));
    this.#errors = new IssueList(head);
    this.#warnings = new IssueList(head);
    this.#footers = head.template.footers.map(wordKey);
  }

  run(onProgress: (progress: Progress) => void): ParsedChecklist {
    const rows: ChecklistRow[] = [];
    const total = this.#head.sheet.rows.length;
    let rowCount = 0;
    let seen = 0;
    for (const line of sheetLines(this.#head)) {
      if (++seen % linesPerReport === 0) onProgress({ phase: 'progress.checklist.check', done: seen, total });
      if (line.own === 0 || this.#isNoData(line)) continue;
      rowCount++;
      this.#line = line;
      this.#faulty = false;
      const row = this.#row(line);
      if (this.#sample.length < sampleRows) this.#addSample(line);
      if (row !== null && !this.#faulty) rows.push(row);
    }
    return {
      template: this.#head.template.id, sheet: this.#head.sheet.name, rowCount, rows,
      errors: this.#errors.list(), warnings: this.#warnings.list(),
      columns: this.#head.columns.map(({ head }) => head), sample: this.#sample,
    };
  }

  // ---- lines that are no data

  #isNoData(line: SheetLine): boolean {
    const own: { place: number; text: string }[] = [];
    for (let place = 0; place < line.values.length && own.length < 4; place++) {
      if (line.from[place] === line.row.index && line.values[place] !== undefined) own.push({ place, text: wordKey(valueText(line.values[place])) });
    }
    const [first] = own;
    if (first === undefined) return true;
    const described = this.#has(line, 'measure.description');
    if (!described && this.#footers.some((footer) => first.text.startsWith(footer))) return true;
    if (line.banner && own.length === 1) {
      const column = this.#column(first.place);
      this.#warnings.add(column, line.row.index, { code: 'issue.row.skipped', params: { value: shortened(valueText(line.values[first.place])) } });
      return true;
    }
    // A running number alone is an empty line of a printed form.
    if (own.length === 1 && this.#column(first.place).field === 'number') return true;
    return own.length >= 3 && (this.#isRepeatedHead(line) || isNumbering(line));
  }

  #isRepeatedHead(line: SheetLine): boolean {
    let same = 0;
    let other = 0;
    for (let place = 0; place < line.values.length; place++) {
      const value = line.values[place];
      if (value === undefined || line.from[place] !== line.row.index) continue;
      const text = wordKey(valueText(value));
      if (text !== '' && wordKey(this.#column(place).head).endsWith(text)) same++;
      else other++;
    }
    return same >= 3 && same > other;
  }

  // ---- one line

  #row(line: SheetLine): ChecklistRow | null {
    for (let place = 0; place < line.values.length; place++) {
      const value = line.values[place];
      if (value === undefined || typeof value !== 'object' || !isFault(value)) continue;
      const column = this.#column(place);
      if (column.field === 'number' || column.field.endsWith('.score')) continue;
      this.#error(column.field, { code: value.fault === 'error' ? 'issue.cell.error' : 'issue.cell.formula', params: { value: shortened(value.text) } });
    }
    const object = this.#readObject();
    if (object === null) return this.#breakChain();
    const unit = this.#readUnit(object);
    if (unit === null) return this.#breakChain();
    const event = this.#readEvent(object, unit);
    const measureStated = this.#has(line, 'measure.description') || measureFields.some((field) => this.#has(line, field));
    const taskStated = this.#has(line, 'task.cycle') || this.#has(line, 'task.cycleUnit');
    if (event === null && (measureStated || taskStated)) {
      this.#error('event.name', { code: 'issue.required', params: {} });
      return null;
    }
    if (event !== null && unit.name === '') {
      this.#error('unit.name', { code: 'issue.required', params: {} });
      return null;
    }
    const measure = event !== null && (measureStated || taskStated) ? this.#readMeasure() : null;
    const task = measure === null ? null : this.#readTask(measure);
    const continues = measure !== null && this.#continues(line, measure, event, task);
    const sameAsAbove = this.#sameEvent(event) && continues;
    if (measure === null) this.#measure = null;
    else if (sameAsAbove && this.#measure !== null) {
      if (task !== null) this.#measure.tasks.add(taskKey(task));
      this.#measure.accepted ||= !this.#faulty;
    } else this.#measure = { part: measure, number: this.#text('number'), tasks: new Set(task === null ? [] : [taskKey(task)]), accepted: !this.#faulty };
    this.#event = event;
    const part = sameAsAbove && this.#measure !== null ? this.#measure.part : measure;
    return { row: line.row.index + 1, object, unit, event, measure: part, task, ...(sameAsAbove ? { continuesMeasure: true } : {}) };
  }

  #breakChain(): null {
    this.#measure = null;
    return null;
  }

  #sameEvent(event: EventPart | null): boolean { return event !== null && this.#event === event; }

  #readObject(): ObjectPart | null {
    const above = this.#object;
    const continued = above !== null && this.#continuesAbove('object.name');
    const stated = this.#text('object.name');
    if (stated === '' && !continued) {
      this.#error('object.name', { code: 'issue.required', params: {} });
      this.#object = this.#unit = this.#event = null;
      return null;
    }
    const major = this.#ruled('object.majorHazardLevel', (value) => this.#rules.majorHazard(value));
    const level = typeof major === 'number' ? major : null;
    const kept = continued ? above : null;
    const object: ObjectPart = {
      name: stated === '' ? above?.name ?? '' : stated,
      hazardCode: this.#text('object.hazardCode') || (kept?.hazardCode ?? ''),
      majorHazardLevel: level ?? kept?.majorHazardLevel ?? null,
      department: this.#text('object.department') || (kept?.department ?? ''),
      liablePerson: this.#text('object.liablePerson') || (kept?.liablePerson ?? ''),
      ...(major === 'yes' || (kept?.majorHazard === true && level === null) ? { majorHazard: true } : {}),
    };
    if (above !== null && sameObject(above, object)) return above;
    // Another object, or the same with more said about it: only the former ends the unit above.
    if (above === null || above.name !== object.name || (above.hazardCode !== object.hazardCode && above.hazardCode !== '')) this.#unit = this.#event = null;
    this.#object = object;
    return object;
  }

  #readUnit(object: ObjectPart): UnitPart | null {
    const above = this.#unit;
    const continued = above !== null && this.#continuesAbove('unit.name');
    const stated = this.#text('unit.name');
    const kept = continued ? above : null;
    const unit: UnitPart = {
      name: stated === '' ? kept?.name ?? '' : stated,
      department: this.#text('unit.department') || (kept?.department ?? ''),
      liablePerson: this.#text('unit.liablePerson') || (kept?.liablePerson ?? ''),
    };
    if (object.name === '') return null;
    if (above !== null && above.name === unit.name && above.department === unit.department && above.liablePerson === unit.liablePerson) return above;
    if (above === null || above.name !== unit.name) this.#event = null;
    this.#unit = unit;
    return unit;
  }

  #readEvent(object: ObjectPart, unit: UnitPart): EventPart | null {
    const above = this.#event;
    const continued = above !== null && this.#continuesAbove('event.name');
    const stated = this.#text('event.name');
    const name = stated === '' && continued ? above.name : stated;
    if (name === '') return null;
    const kept = continued ? above : null;
    const types = this.#accidentTypes();
    const event: EventPart = {
      name,
      accidentTypes: types.length === 0 ? kept?.accidentTypes ?? [] : types,
      inherent: this.#assessment('inherent', kept),
      residual: this.#assessment('residual', kept),
    };
    this.#checkJudgedOnce(object, unit, event);
    if (above !== null && sameEventPart(above, event)) return above;
    return event;
  }

  #assessment(group: 'inherent' | 'residual', kept: EventPart | null): Assessment | null {
    const line = this.#need();
    let own = false;
    let any = false;
    for (const part of assessmentParts) {
      const place = this.#places.get(`${group}.${part}`);
      if (place === undefined || line.values[place] === undefined) continue;
      any = true;
      own ||= line.from[place] === line.row.index;
    }
    if (kept !== null && !own) return kept[group];
    if (!any) return null;
    const value = (part: (typeof assessmentParts)[number]): GridValue | undefined => this.#value(`${group}.${part}`);
    return readAssessment({ group, value }, this.#rules, this.#pack, {
      error: (field, fault) => this.#error(field, fault),
      warning: (field, fault) => this.#warning(field, fault),
    }) ?? (kept === null ? null : kept[group]);
  }

  /** An event is assessed once; lines of the same event that say otherwise are reported, and the first stands. */
  #checkJudgedOnce(object: ObjectPart, unit: UnitPart, event: EventPart): void {
    if (event.inherent === null && event.residual === null) return;
    const key = `${object.hazardCode || object.name}\n${unit.name}\n${event.name}`;
    const judged = this.#judged.get(key) ?? { inherent: null, residual: null };
    if (judged.inherent === null && judged.residual === null) this.#judged.set(key, judged);
    for (const group of ['inherent', 'residual'] as const) {
      const stated = event[group];
      if (stated === null || judged[group]?.assessment === stated) continue;
      const field = this.#firstStated(group);
      const place = field === undefined ? undefined : this.#places.get(field);
      if (field === undefined || place === undefined) continue;
      const cell = cellName(this.#need().from[place] ?? 0, this.#column(place).column);
      const text = JSON.stringify(stated);
      const first = judged[group];
      if (first === null) judged[group] = { assessment: stated, text, cell };
      else if (first.text !== text && first.cell !== cell) this.#warning(field, { code: 'issue.event.contradiction', params: { event: shortened(event.name), other: first.cell } });
    }
  }

  #firstStated(group: 'inherent' | 'residual'): TemplateField | undefined {
    return assessmentParts.map((part): TemplateField => `${group}.${part}`).find((field) => this.#value(field) !== undefined);
  }

  #readMeasure(): MeasurePart | null {
    const description = this.#text('measure.description');
    if (description === '') {
      this.#error('measure.description', { code: 'issue.required', params: {} });
      return null;
    }
    let classify1 = this.#ruled('measure.classify1', (value) => this.#rules.classify1(value)) ?? '';
    const classify2 = this.#ruled('measure.classify2', (value) => this.#rules.classify2(value, classify1)) ?? '';
    if (classify1 === '' && classify2 !== '') classify1 = classify2.slice(0, classify2.indexOf('-'));
    return {
      dataSrc: this.#ruled('measure.dataSrc', (value) => this.#rules.dataSrc(value)) ?? '',
      classify1, classify2, classify3: this.#text('measure.classify3'), description,
      checkContent: this.#text('measure.checkContent'), post: this.#text('measure.post'),
    };
  }

  #readTask(measure: MeasurePart): TaskPart | null {
    const cycle = this.#stated('task.cycle');
    const unit = this.#stated('task.cycleUnit');
    if (cycle === undefined && unit === undefined) return null;
    const period = this.#rules.period(cycle, unit);
    const field: TemplateField = 'fault' in period && period.fault.code === 'issue.cycleUnit.unknown' ? 'task.cycleUnit' : this.#places.has('task.cycle') && cycle !== undefined ? 'task.cycle' : 'task.cycleUnit';
    if ('fault' in period) {
      this.#error(field, period.fault);
      return null;
    }
    if (period.warning !== undefined) this.#warning(field, period.warning);
    const content = this.#text('task.content') || measure.checkContent || measure.description;
    return {
      content, cycle: period.value.amount, cycleUnit: period.value.unit,
      post: this.#places.has('task.post') ? this.#text('task.post') : measure.post,
    };
  }

  /**
   * Whether the line goes on with the measure above: its description is merged with the one above, or a list without merges and
   * without running numbers repeats the measure for a further task.
   */
  #continues(line: SheetLine, measure: MeasurePart, event: EventPart | null, task: TaskPart | null): boolean {
    const above = this.#measure;
    if (above === null || !above.accepted || !this.#sameEvent(event)) return false;
    const place = this.#places.get('measure.description');
    if (place !== undefined && line.from[place] !== line.row.index) return true;
    return task !== null && this.#text('number') === above.number && !above.tasks.has(taskKey(task)) && sameMeasure(above.part, measure)
      && !this.#placeMerges('measure.description');
  }

  // ---- cells

  #need(): SheetLine {
    if (this.#line === null) throw new Error('no line is being read');
    return this.#line;
  }

  #column(place: number): FoundColumn {
    const column = this.#head.columns[place];
    if (column === undefined) throw new Error(`no column ${place}`);
    return column;
  }

  #value(field: TemplateField): GridValue | undefined {
    const place = this.#places.get(field);
    return place === undefined ? undefined : this.#need().values[place];
  }

  /** The cell's value, if it says something. */
  #stated(field: TemplateField): GridValue | undefined {
    const value = this.#value(field);
    return value === undefined || this.#rules.isBlank(value) || (typeof value === 'object' && isFault(value)) ? undefined : value;
  }

  #has(line: SheetLine, field: TemplateField): boolean {
    const place = this.#places.get(field);
    const value = place === undefined ? undefined : line.values[place];
    return value !== undefined && !this.#rules.isBlank(value);
  }

  /** Whether an entity's name comes from the line above: merged with it, or left empty where the form allows that. */
  #continuesAbove(field: TemplateField): boolean {
    const place = this.#places.get(field);
    if (place === undefined) return false;
    const line = this.#need();
    if (line.values[place] === undefined) return line.from[place] !== line.row.index || this.#column(place).template.fillDown === 'blank';
    return line.from[place] !== line.row.index;
  }

  #placeMerges(field: TemplateField): boolean {
    const place = this.#places.get(field);
    const column = place === undefined ? -1 : this.#column(place).column;
    this.#merging ??= this.#head.sheet.merges.some((merge) => merge.left === column && merge.top > this.#head.bottom && merge.bottom > merge.top);
    return this.#merging;
  }
  #merging: boolean | null = null;

  #text(field: TemplateField): string {
    const value = this.#stated(field);
    if (value === undefined) return '';
    const text = singleLine.has(field) ? oneLine(valueText(value)) : valueText(value);
    const max = limits[field] ?? textLimit;
    if (text.length > max) this.#error(field, { code: 'issue.text.tooLong', params: { length: text.length, max } });
    return text;
  }

  #ruled<Value>(field: TemplateField, rule: (value: GridValue) => Ruled<Value>): Value | null {
    const value = this.#stated(field);
    if (value === undefined) return null;
    const ruled = rule(value);
    if ('fault' in ruled) {
      this.#error(field, ruled.fault);
      return null;
    }
    return ruled.value;
  }

  #accidentTypes(): string[] {
    const text = this.#text('event.accidentTypes');
    if (text === '') return [];
    const types = splitAccidentTypes(text);
    const long = types.find((type) => type.length > 100);
    if (long !== undefined || types.length > 40) this.#error('event.accidentTypes', { code: 'issue.text.tooLong', params: { length: long?.length ?? types.length, max: long === undefined ? 40 : 100 } });
    return types;
  }

  #error(field: TemplateField, fault: Fault): void {
    this.#faulty = true;
    const value = this.#value(field);
    // A cell with an error value was reported as that; that it says nothing besides follows.
    if (fault.code === 'issue.required' && typeof value === 'object' && isFault(value)) return;
    this.#report(this.#errors, field, fault);
  }

  #warning(field: TemplateField, fault: Fault): void { this.#report(this.#warnings, field, fault); }

  #report(list: IssueList, field: TemplateField, fault: Fault): void {
    const place = this.#places.get(field);
    const line = this.#need();
    if (place === undefined) list.addAt(cellName(line.row.index, 0), field, this.#head.template.columns.find((column) => column.field === field)?.head ?? field, fault);
    else list.add(this.#column(place), line.from[place] ?? line.row.index, fault);
  }

  #addSample(line: SheetLine): void {
    const cells: Record<string, string> = {};
    this.#head.columns.forEach(({ head }, place) => { cells[head] = shortened(valueText(line.values[place])); });
    this.#sample.push({ row: line.row.index + 1, cells });
  }
}

interface Judged { readonly assessment: Assessment; readonly text: string; readonly cell: string }

/** The row of column numbers 1, 2, 3 … that printed forms carry under their head. */
function isNumbering(line: SheetLine): boolean {
  let last: number | null = null;
  for (let place = 0; place < line.values.length; place++) {
    const value = line.values[place];
    if (value === undefined) continue;
    const number = typeof value === 'number' ? value : Number(wordKey(valueText(value)).replace(/^\((.*)\)$/, '$1'));
    if (!Number.isInteger(number) || (last !== null && number <= last)) return false;
    last = number;
  }
  return last !== null;
}

const taskKey = (task: TaskPart): string => `${task.content}\n${task.cycle}\n${task.cycleUnit}\n${task.post}`;

function sameObject(a: ObjectPart, b: ObjectPart): boolean {
  return a.name === b.name && a.hazardCode === b.hazardCode && a.majorHazardLevel === b.majorHazardLevel && a.department === b.department
    && a.liablePerson === b.liablePerson && (a.majorHazard ?? false) === (b.majorHazard ?? false);
}

function sameEventPart(a: EventPart, b: EventPart): boolean {
  return a.name === b.name && (a.accidentTypes === b.accidentTypes || a.accidentTypes.join('\n') === b.accidentTypes.join('\n'))
    && sameAssessment(a.inherent, b.inherent) && sameAssessment(a.residual, b.residual);
}

const sameAssessment = (a: Assessment | null, b: Assessment | null): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function sameMeasure(a: MeasurePart, b: MeasurePart): boolean {
  return a.description === b.description && a.dataSrc === b.dataSrc && a.classify1 === b.classify1 && a.classify2 === b.classify2 && a.classify3 === b.classify3
    && a.checkContent === b.checkContent && a.post === b.post;
}
