import type { MeasureClasses } from '#shared/codes/measure-classes.ts';
import type { MessageParams } from '#shared/kernel/errors.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { CycleUnit } from '#shared/model/inspection-task.ts';
import type { MessageKey } from '#shared/text/index.ts';
import { numberText, valueText, wordKey } from './cell-text.ts';
import { isDate, type GridValue } from './grid.ts';
import type { ChecklistWords } from './words.ts';

export type IssueCode = Extract<MessageKey, `issue.${string}`>;

/** What a rule made of a cell, or why it could not: the text's key and the parameters that only the rule knows. */
export type Ruled<Value> = { readonly value: Value; readonly warning?: Fault } | { readonly fault: Fault };
export interface Fault { readonly code: IssueCode; readonly params: MessageParams }

/** A period that a cell states, and whether a convention was needed to read it. */
export interface Period { readonly amount: number; readonly unit: CycleUnit; readonly assumed: string | null }

const chineseDigits = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value] as const));
chineseDigits.set('两', 2);

/** A number written with Arabic or small Chinese numerals (二, 十二, 二十四), from `wordKey` text; undefined where it is neither. */
export function numeral(key: string): number | undefined {
  if (/^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(key)) return Number(key);
  const match = /^(?:([一二三四五六七八九两])?(十))?([零一二三四五六七八九两])?$/.exec(key);
  if (match === null || key === '') return undefined;
  const tens = match[2] === undefined ? 0 : 10 * (match[1] === undefined ? 1 : chineseDigits.get(match[1]) ?? 0);
  return tens + (match[3] === undefined ? 0 : chineseDigits.get(match[3]) ?? 0);
}

// No word of a list is as long as this; what is longer is cut before patterns are tried on it, and marked so that it is no word.
const longestWord = 200;
function keyOf(value: GridValue | undefined): string {
  const text = valueText(value);
  return text.length > longestWord ? `${wordKey(text.slice(0, longestWord))}\u0000` : wordKey(text);
}

/** The entry that a cell names by code, label or both (`1 工程技术`, `工程技术(1)`); none where the two disagree. */
function byCodeOrLabel(entries: ReadonlyMap<string, string>, key: string): string | undefined {
  const found = entries.get(key);
  if (found !== undefined) return found;
  const both = /^(?:(\d)[.、:-]?)?(\D.*?)(?:\((\d)\))?$/.exec(key);
  const labelled = both === null ? undefined : entries.get(both[2] ?? '');
  const code = both?.[1] ?? both?.[3];
  return code === undefined || entries.get(code) === labelled ? labelled : undefined;
}

const months = new Map(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, place) => [name, place + 1] as const));

function wordMap<Value>(entries: readonly { words: readonly string[]; value: Value }[]): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const { words, value } of entries) for (const word of words) map.set(wordKey(word), value);
  return map;
}

/** The rules of cells for one set of words and codes. All of them take the cell as it was read and are free of state. */
export class CellRules {
  readonly words: ChecklistWords;
  readonly classes: MeasureClasses;
  readonly #blank: Set<string>;
  readonly #levels: Map<string, RiskLevel | null>;
  readonly #majorLevels: Map<string, RiskLevel | 'yes' | 'no'>;
  readonly #periods: Map<string, { amount: number; unit: CycleUnit; assumed: boolean }>;
  readonly #dataSrc: Map<string, '1' | '2'>;
  readonly #class1: Map<string, string>;
  readonly #class2: Map<string, string[]>;
  readonly #class2Codes: Set<string>;

  constructor(words: ChecklistWords, classes: MeasureClasses) {
    this.words = words;
    this.classes = classes;
    this.#blank = new Set(words.blank.map(wordKey));
    this.#levels = wordMap<RiskLevel | null>([
      ...words.levels.map(({ level, label, words: own }) => ({ words: [label, ...own], value: level })),
      { words: words.notAssessed, value: null },
    ]);
    const major = words.majorHazard;
    this.#majorLevels = wordMap<RiskLevel | 'yes' | 'no'>([
      ...major.levels.map(({ level, label, words: own }) => ({ words: [label, ...own], value: level })),
      { words: [...major.yes, major.ungraded], value: 'yes' as const },
      { words: major.no, value: 'no' as const },
    ]);
    this.#periods = wordMap(words.periods.map(({ words: own, amount, unit, assumed }) => ({ words: own, value: { amount, unit, assumed } })));
    this.#dataSrc = wordMap(words.dataSrc.filter(({ code }) => code === '1' || code === '2')
      .map(({ code, label, aliases }) => ({ words: [code, label, ...aliases], value: code === '1' ? '1' as const : '2' as const })));
    this.#class1 = wordMap(classes.classes.map((entry) => ({ words: [entry.code, ...Object.values(entry.name), ...entry.aliases], value: entry.code })));
    const subclasses = classes.classes.flatMap((entry) => entry.subclasses);
    this.#class2 = new Map();
    for (const { code, name, aliases } of subclasses) {
      for (const key of new Set([...Object.values(name), ...aliases].map(wordKey))) this.#class2.set(key, [...(this.#class2.get(key) ?? []), code]);
    }
    this.#class2Codes = new Set(subclasses.map(({ code }) => code));
  }

  /** Whether the cell says nothing: empty, spaces, or a dash that stands for "none". */
  isBlank(value: GridValue | undefined): boolean {
    if (value === undefined) return true;
    return typeof value === 'string' && (value === '' || (value.length < 8 && this.#blank.has(wordKey(value))));
  }

  /** A risk level by word, colour, Roman or Arabic number; null where the cell says that there is none. */
  level(value: GridValue): Ruled<RiskLevel | null> {
    const key = keyOf(value);
    const found = this.#levels.get(key) ?? this.#levels.get(key.replace(/\(.*\)/, '')) ?? this.#levels.get(key.replace(/[()/]/g, ''));
    if (found !== undefined) return { value: found };
    // 「一级/红」, 「较大(橙色)」: every part must name the same level.
    const parts = key.split(/[()/、,]/).filter((part) => part !== '').map((part) => this.#levels.get(part));
    const [first] = parts;
    if (parts.length > 1 && first !== undefined && parts.every((part) => part === first)) return { value: first };
    return this.#fault('issue.level.unknown', value, { choices: this.words.levels.map(({ label }) => label).join('、') });
  }

  /** 重大危险源等级: the level, `yes` for one without a level, `no` for none. */
  majorHazard(value: GridValue): Ruled<RiskLevel | 'yes' | 'no'> {
    const found = this.#majorLevels.get(keyOf(value));
    if (found !== undefined) return { value: found };
    return this.#fault('issue.code.unknown', value, { choices: [...this.words.majorHazard.levels.map(({ label }) => label), ...this.words.majorHazard.no.slice(0, 1)].join('、') });
  }

  /** 管控方式 by code or label. */
  dataSrc(value: GridValue): Ruled<'1' | '2'> {
    const found = byCodeOrLabel(this.#dataSrc, keyOf(value));
    if (found === '1' || found === '2') return { value: found };
    return this.#fault('issue.code.unknown', value, { choices: this.words.dataSrc.map(({ label }) => label).join('、') });
  }

  /** 管控措施分类1 by code, label, or both (`1 工程技术`). */
  classify1(value: GridValue): Ruled<string> {
    const found = byCodeOrLabel(this.#class1, keyOf(value));
    if (found !== undefined) return { value: found };
    return this.#fault('issue.code.unknown', value, { choices: choicesOf(this.classes.classes) });
  }

  /**
   * 管控措施分类2 by code, label or both, also where Excel made a date of the code (`1-1` became 1 January). `classify1`
   * tells apart labels that several classes share (其它), and must be the class that the code belongs to.
   */
  classify2(value: GridValue, classify1: string): Ruled<string> {
    const codes = this.#class2Of(value);
    const inClass = classify1 === '' ? codes : codes.filter((code) => code.startsWith(`${classify1}-`));
    const [only] = inClass;
    if (only !== undefined && inClass.length === 1) return { value: only };
    const choices = choicesOf(this.classes.classes.filter(({ code }) => classify1 === '' || code === classify1).flatMap((entry) => entry.subclasses));
    if (codes.length === 0) return this.#fault('issue.code.unknown', value, { choices });
    if (inClass.length > 1) return this.#fault('issue.class2.ambiguous', value, { choices: inClass.join('、') });
    const parent = this.classes.classes.find(({ code }) => code === classify1)?.name['zh-CN'] ?? classify1;
    return this.#fault('issue.class2.other', value, { parent, choices });
  }

  #class2Of(value: GridValue): readonly string[] {
    if (isDate(value)) return this.#knownCode(value.month, value.day);
    if (typeof value === 'number') {
      // A date whose format was lost is a bare day number since 1900; every code lies in January to December.
      if (Number.isInteger(value) && value > 30_000 && value < 80_000) {
        const day = new Date(Math.round((value - 25_569) * 86_400_000));
        return this.#knownCode(day.getUTCMonth() + 1, day.getUTCDate());
      }
      return this.#class2OfText(numberText(value));
    }
    return this.#class2OfText(keyOf(value));
  }

  #class2OfText(key: string): readonly string[] {
    const code = /^(\d{1,2})[-._~/](\d{1,2})(?![\d-])/.exec(key);
    if (code !== null) {
      const known = this.#knownCode(Number(code[1]), Number(code[2]));
      if (known.length > 0) return known;
    }
    const date = /^(?:\d{4}[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:t?00:00(?::00)?)?$/.exec(key);
    if (date !== null) {
      const known = this.#knownCode(Number(date[1]), Number(date[2]));
      if (known.length > 0) return known;
    }
    // `1-1` in an English Excel, and a day number kept as text.
    const named = /^(?:(\d{1,2})-([a-z]{3})|([a-z]{3})-(\d{1,2}))$/.exec(key);
    if (named !== null) return this.#knownCode(months.get(named[2] ?? named[3] ?? '') ?? 0, Number(named[1] ?? named[4]));
    if (/^[3-7]\d{4}$/.test(key)) return this.#class2Of(Number(key));
    const labelled = this.#class2.get(key);
    if (labelled !== undefined) return labelled;
    const inBrackets = /^(.*)\((\d-\d)\)$/.exec(key);
    return inBrackets === null ? [] : this.#class2OfText(inBrackets[2] ?? '');
  }

  #knownCode(first: number, second: number): readonly string[] {
    const code = `${first}-${second}`;
    return this.#class2Codes.has(code) ? [code] : [];
  }

  /** A number of a factor or score; full-width digits and a unit word behind it are understood. */
  number(value: GridValue): Ruled<number> {
    if (typeof value === 'number') return { value: Number.isInteger(value) ? value : Number(value.toPrecision(12)) };
    const parsed = numeral(keyOf(value).replace(/(?<=\d)分$/, ''));
    return parsed === undefined || isDate(value) ? this.#fault('issue.number.invalid', value, {}) : { value: parsed };
  }

  /**
   * The inspection period of the two cells 巡检周期 and 巡检周期单位, which people fill in many ways: 2 and 小时, `2小时/次`,
   * `1次/周`, `每班`, `每天两次`. Units that a task does not know become ones that it does (a week is 7 days).
   */
  period(cycle: GridValue | undefined, unit: GridValue | undefined): Ruled<Period> {
    const unitKey = unit === undefined ? '' : periodKey(keyOf(unit));
    if (cycle === undefined) {
      // A unit alone (每天, 1次/周) states a period of one.
      const alone = this.#periodOfText(keyOf(unit));
      return alone === null ? this.#fault('issue.cycle.invalid', unit ?? '', {}) : this.#bounded(alone, unit ?? '');
    }
    const cycleKey = keyOf(cycle);
    const amount = isDate(cycle) ? undefined : numeral(cycleKey);
    if (amount === undefined) {
      const whole = this.#periodOfText(cycleKey) ?? this.#periodOfText(`${cycleKey}${unitKey}`);
      return whole === null ? this.#fault('issue.cycle.invalid', cycle, {}) : this.#bounded(whole, cycle);
    }
    if (unitKey === '') return this.#fault('issue.cycle.noUnit', cycle, { choices: Object.values(this.words.cycleUnits).join('、') });
    const base = this.#periods.get(unitKey);
    if (base === undefined) {
      const whole = this.#periodOfText(keyOf(unit));
      if (whole !== null) return this.#bounded({ ...whole, amount: whole.amount * amount }, cycle);
      return this.#fault('issue.cycleUnit.unknown', unit ?? '', { choices: Object.values(this.words.cycleUnits).join('、') });
    }
    return this.#bounded({ amount: amount * base.amount, unit: base.unit, assumed: base.assumed ? unitKey : null }, cycle);
  }

  /** Whether the word alone is a unit of periods, as a head may state it (`巡检周期（天）`). */
  isPeriodUnit(word: string): boolean { return this.#periods.has(keyOf(word)); }

  #bounded(period: Period, value: GridValue): Ruled<Period> {
    const rounded = { ...period, amount: Number(period.amount.toPrecision(12)) };
    if (!(rounded.amount > 0) || rounded.amount > 9999) return this.#fault('issue.cycle.range', value, {});
    if (rounded.assumed === null) return { value: rounded };
    return { value: rounded, warning: { code: 'issue.cycle.assumed', params: { value: valueText(value), amount: rounded.amount, unit: this.words.cycleUnits[rounded.unit] } } };
  }

  /** A whole period in one text, from `wordKey` text; null where it is not understood. */
  #periodOfText(stated: string): Period | null {
    const key = stated.replace(/至少|不少于|不低于/, '');
    const number = '([\\d.]+|[一二三四五六七八九十两]+)';
    const read = (times: string | undefined, amount: string | undefined, word: string | undefined): Period | null => {
      if (word === undefined) return null;
      const base = this.#periods.get(word);
      const count = times === undefined ? 1 : numeral(times);
      const many = amount === undefined ? 1 : numeral(amount);
      if (base === undefined || count === undefined || many === undefined || count === 0) return null;
      return divided({ amount: many * base.amount, unit: base.unit, assumed: base.assumed ? word : null }, count);
    };
    // 1次/周, 2次/天, 1次/2小时, 1次/每天
    const timesPer = new RegExp(`^${number}次(?:/每?|每)${number}?(\\D+?)$`).exec(key);
    if (timesPer !== null) return read(timesPer[1], timesPer[2], timesPer[3]);
    // 2小时/次, 每2小时一次, 每天两次, 每班, 2小时, 2h
    const per = new RegExp(`^(?:每隔?)?${number}?([^\\d/次]+?)(?:/?${number}?次)?$`).exec(key);
    if (per === null) return null;
    return read(per[3], per[1], per[2]) ?? this.#splitNumeral(key);
  }

  // 「每一季度一次」: the pattern above may take a Chinese numeral for part of the word.
  #splitNumeral(key: string): Period | null {
    const bare = key.replace(/^每隔?/, '').replace(/\/?[\d一]?次$/, '');
    const base = this.#periods.get(bare);
    return base === undefined ? null : { amount: base.amount, unit: base.unit, assumed: base.assumed ? bare : null };
  }

  #fault(code: IssueCode, value: GridValue, params: MessageParams): { fault: Fault } {
    return { fault: { code, params: { value: shortened(valueText(value)), ...params } } };
  }
}

/** A period split into `count` parts, in a unit that keeps it whole where there is one (2次/天 is every 12 hours). */
function divided(period: Period, count: number): Period {
  if (count === 1) return period;
  const finer: Partial<Record<CycleUnit, { unit: CycleUnit; factor: number }>> = { day: { unit: 'hour', factor: 24 }, month: { unit: 'day', factor: 30 }, year: { unit: 'month', factor: 12 } };
  let { amount, unit } = period;
  while (!Number.isInteger(amount / count)) {
    const step = finer[unit];
    if (step === undefined) break;
    amount *= step.factor;
    unit = step.unit;
  }
  return { ...period, amount: amount / count, unit };
}

const periodKey = (key: string): string => key.replace(/^每/, '').replace(/\/次$/, '');
const choicesOf = (entries: readonly { readonly name: { readonly 'zh-CN': string } }[]): string => [...new Set(entries.map(({ name }) => name['zh-CN']))].join('、');

/** Long cell texts are cut in messages. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
