import { splitAccidentTypes } from '#shared/codes/accident-types.ts';
import type { Progress } from '#shared/contract/ports.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import { readAssessment } from './assessment-cells.ts';
import { shortened, type CellRules, type Fault, type Ruled } from './cell-rules.ts';
import { inBrackets, oneLine, valueText } from './cell-text.ts';
import { cellName, isFault, type GridValue } from './grid.ts';
import type { FoundColumn, FoundHead } from './head.ts';
import { IssueList } from './issues.ts';
import { LineKinds, newHeadSearch, type HeadSearch } from './line-kinds.ts';
import {
  limits, measureFields, sameEventPart, sameMeasure, sameObject, singleLine, taskKey, textLimit, type EventPart, type MeasurePart, type ObjectPart, type TaskPart, type UnitPart,
} from './line-parts.ts';
import type { ChecklistRow, ParsedChecklist } from './rows.ts';
import { sheetLines, type SheetLine } from './sheet-lines.ts';
import type { TemplateField } from './template.ts';

const sampleRows = 200;
const linesPerReport = 2_000;
const rulesRemembered = 2_000;
const assessmentParts = ['L', 'S', 'E', 'C', 'M', 'score', 'level'] as const;

/**
 * Makes checklist rows of the lines below a head: merges and continuations filled down, codes and labels resolved, every
 * cell checked. A line with an error is left out of `rows`; totals, signatures and headings between lines are no lines.
 * Where the form begins once more further down, with its columns in another order, its lines are taken too.
 */
export function interpretChecklist(head: FoundHead, rules: CellRules, pack: RulePack, onProgress: (progress: Progress) => void): ParsedChecklist {
  const search = newHeadSearch();
  const labels = new Map<TemplateField, string>();
  const first = new Interpreter(head, rules, pack, labels, search);
  let parsed = first.run(onProgress);
  for (let { next } = first; next !== null;) {
    const interpreter = new Interpreter(next, rules, pack, labels, search);
    const more = interpreter.run(onProgress);
    parsed = {
      ...parsed, rowCount: parsed.rowCount + more.rowCount, rows: [...parsed.rows, ...more.rows], errors: [...parsed.errors, ...more.errors],
      warnings: [...parsed.warnings, ...more.warnings], columns: [...labels.values()], sample: [...parsed.sample, ...more.sample].slice(0, sampleRows),
    };
    next = interpreter.next;
  }
  return parsed;
}

class Interpreter {
  readonly #head: FoundHead;
  readonly #rules: CellRules;
  readonly #pack: RulePack;
  readonly #places = new Map<TemplateField, number>();
  readonly #errors: IssueList;
  readonly #warnings: IssueList;
  readonly #kinds: LineKinds;
  readonly #headUnit: string | undefined;
  readonly #labels: Map<TemplateField, string>;
  /** The head of the next table of this form on the sheet, where `run` ended. */
  next: FoundHead | null = null;
  readonly #sample: { row: number; cells: Record<string, string> }[] = [];
  readonly #judged = new Map<string, { inherent: Judged | null; residual: Judged | null }>();
  #line: SheetLine | null = null;
  #faulty = false;
  // What the line above had, for continuations; null where a continuation would have nothing to continue.
  #object: ObjectPart | null = null;
  #unit: UnitPart | null = null;
  #event: EventPart | null = null;
  #measure: { part: MeasurePart; number: string; tasks: Set<string>; accepted: boolean } | null = null;

  constructor(head: FoundHead, rules: CellRules, pack: RulePack, labels: Map<TemplateField, string>, search: HeadSearch) {
    this.#head = head;
    this.#rules = rules;
    this.#pack = pack;
    head.columns.forEach(({ field }, place) => this.#places.set(field, place));
    this.#errors = new IssueList(head);
    this.#warnings = new IssueList(head);
    this.#kinds = new LineKinds(head, rules, search, (column, row, fault) => { this.#warnings.add(column, row, fault); });
    this.#labels = labels;
    for (const { field, head: label } of head.columns) if (!labels.has(field)) labels.set(field, label);
    const unit = inBrackets(head.columns.find(({ field }) => field === 'task.cycle')?.head ?? '');
    this.#headUnit = rules.isPeriodUnit(unit) ? unit : undefined;
  }

  run(onProgress: (progress: Progress) => void): ParsedChecklist {
    const rows: ChecklistRow[] = [];
    const total = this.#head.sheet.rows.length;
    let rowCount = 0;
    let seen = 0;
    let skipTo = -1;
    let foreign = false;
    for (const line of sheetLines(this.#head)) {
      if (++seen % linesPerReport === 0) onProgress({ phase: 'progress.checklist.check', done: seen, total });
      if (line.own === 0 || line.row.index <= skipTo) continue;
      const begins = this.#kinds.tableBegins(line);
      if (begins === 'other') foreign = true;
      else if (begins !== null && (foreign || !this.#kinds.sameColumns(begins))) { this.next = begins; break; } else if (begins !== null) skipTo = begins.bottom;
      if (foreign || begins !== null || this.#kinds.isNoData(line)) continue;
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
    const code = this.#text('object.hazardCode');
    // A text such as 9.90E+11 once was a number, and its last digits are gone.
    if (code.includes('+') && /^\d(\.\d+)?e\+\d+$/i.test(code)) this.#error('object.hazardCode', { code: 'issue.code.exponent', params: { value: code } });
    const major = this.#ruled('object.majorHazardLevel', (value) => this.#rules.majorHazard(value));
    const level = typeof major === 'number' ? major : null;
    const kept = continued ? above : null;
    const object: ObjectPart = {
      name: stated === '' ? above?.name ?? '' : stated,
      hazardCode: code || (kept?.hazardCode ?? ''),
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
    if (above !== null && sameEventPart(above, event)) return above;
    this.#checkJudgedOnce(object, unit, event);
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
    const known = this.#knownAssessment(group);
    if (known !== null) return known;
    let silent = true;
    const read = readAssessment({ group, value }, this.#rules, this.#pack, {
      error: (field, fault) => { silent = false; this.#error(field, fault); },
      warning: (field, fault) => { silent = false; this.#warning(field, fault); },
    });
    // Only what was read without a word is the same wherever it stands.
    if (read !== null && silent) this.#rememberAssessment(group, read);
    return read ?? (kept === null ? null : kept[group]);
  }

  #assessmentKey(group: 'inherent' | 'residual'): string {
    let key = '';
    for (const part of assessmentParts) {
      const value = this.#value(`${group}.${part}`);
      key += typeof value === 'object' ? '\u0000' : `${value ?? ''}\n`;
    }
    return key;
  }

  #knownAssessment(group: 'inherent' | 'residual'): Assessment | null { return this.#assessments.get(group + this.#assessmentKey(group)) ?? null; }

  #rememberAssessment(group: 'inherent' | 'residual', assessment: Assessment): void {
    const key = this.#assessmentKey(group);
    if (this.#assessments.size < rulesRemembered && !key.includes('\u0000')) this.#assessments.set(group + key, assessment);
  }
  readonly #assessments = new Map<string, Assessment>();

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
    const classify2 = this.#ruled('measure.classify2', (value) => this.#rules.classify2(value, classify1), classify1) ?? '';
    if (classify1 === '' && classify2 !== '') classify1 = classify2.slice(0, classify2.indexOf('-'));
    return {
      dataSrc: this.#ruled('measure.dataSrc', (value) => this.#rules.dataSrc(value)) ?? '',
      classify1, classify2, classify3: this.#text('measure.classify3'), description,
      checkContent: this.#text('measure.checkContent'), post: this.#text('measure.post'),
    };
  }

  #readTask(measure: MeasurePart): TaskPart | null {
    const cycle = this.#stated('task.cycle');
    const unit = this.#stated('task.cycleUnit') ?? (cycle === undefined ? undefined : this.#headUnit);
    if (cycle === undefined && unit === undefined) return null;
    const period = unit === undefined || typeof unit === 'object' ? this.#rules.period(cycle, unit)
      : this.#remembered(`period ${typeof unit} ${String(unit)}`, cycle ?? '', () => this.#rules.period(cycle, unit));
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

  #ruled<Value>(field: TemplateField, rule: (value: GridValue) => Ruled<Value>, context = ''): Value | null {
    const value = this.#stated(field);
    if (value === undefined) return null;
    const ruled = this.#remembered(`${field} ${context}`, value, () => rule(value));
    if ('fault' in ruled) {
      this.#error(field, ruled.fault);
      return null;
    }
    return ruled.value;
  }

  /** What a rule made of the same cell before: a column of codes holds few different ones. */
  #remembered<Result>(column: string, value: GridValue, rule: () => Result): Result {
    if (typeof value === 'object') return rule();
    let known = this.#known.get(column);
    if (known === undefined) this.#known.set(column, known = new Map());
    // The column's name says which rule fills its map, and so the type.
    const found = known.get(value) as Result | undefined;
    if (found !== undefined) return found;
    const result = rule();
    if (known.size < rulesRemembered) known.set(value, result);
    return result;
  }
  readonly #known = new Map<string, Map<GridValue, unknown>>();

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
    this.#head.columns.forEach(({ head, field }, place) => { cells[this.#labels.get(field) ?? head] = shortened(valueText(line.values[place])); });
    this.#sample.push({ row: line.row.index + 1, cells });
  }
}

interface Judged { readonly assessment: Assessment; readonly text: string; readonly cell: string }
