import accidents from '../../../../resources/codes/accident-types.json';
import measures from '../../../../resources/codes/measure-classes.json';
import { entityDefinitions } from '#shared/model/index.ts';
import type { TreeKind } from '../../stores/tree.ts';
import { hasText, language, t, type TextKey } from '../../locales/index.ts';

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };
export interface Choice { readonly value: string | number; readonly text: string }

/** One field of a row's form: how it is edited, when it is shown, and what changes along with it. */
export interface FieldDescription {
  readonly name: string;
  readonly control: 'text' | 'area' | 'number' | 'switch' | 'choice' | 'tags' | 'date' | 'time' | 'assessment';
  readonly required?: boolean;
  readonly half?: boolean;
  readonly choices?: (row: Row) => readonly Choice[];
  readonly suggestions?: () => readonly Choice[];
  readonly shown?: (row: Row) => boolean;
  /** Fields that must be set anew when this one takes `value`. */
  readonly along?: (value: unknown, row: Row) => Readonly<Record<string, unknown>>;
  /** Stands for null among the choices or as the empty value. */
  readonly emptyIsNull?: boolean;
}

const numbered = (prefix: string, values: readonly (string | number)[]): readonly Choice[] =>
  values.map((value) => { const key = `${prefix}.${value}`; return { value, text: hasText(key) ? t(key) : String(value) }; });

type Coded = { readonly code: string; readonly name: { readonly 'zh-CN': string; readonly en: string } };
const coded = (list: readonly Coded[]): readonly Choice[] => list.map(({ code, name }) => ({ value: code, text: name[language()] }));
const subclasses = (row: Row): readonly Coded[] => measures.classes.find(({ code }) => code === row['classify1'])?.subclasses ?? [];
/** The dictionary's first edition is the default; rows keep the Chinese name. */
const accidentTypes = accidents.editions[0]?.types ?? [];
const taskNumbers: Readonly<Record<string, number>> = { 1: 9, 2: 9, 3: 10 };

const name = { name: 'name', control: 'text', required: true } as const satisfies FieldDescription;
const people: readonly FieldDescription[] = [
  { name: 'department', control: 'text', half: true }, { name: 'liablePerson', control: 'text', half: true },
];

export const formFields: Readonly<Record<TreeKind, readonly FieldDescription[]>> = {
  enterprise: [name, { name: 'companyCode', control: 'text', required: true, half: true }, { name: 'creditCode', control: 'text', half: true }],
  object: [
    name, { name: 'hazardCode', control: 'text' }, ...people,
    { name: 'majorHazard', control: 'switch', half: true, along: (value) => (value === true ? {} : { majorHazardLevel: null }) },
    { name: 'majorHazardLevel', control: 'choice', half: true, emptyIsNull: true, shown: (row) => row['majorHazard'] === true, choices: () => numbered('label.majorHazardLevel', [1, 2, 3, 4]) },
  ],
  unit: [name, ...people],
  event: [
    name, { name: 'accidentTypes', control: 'tags', suggestions: () => accidentTypes.map(({ name: word }) => ({ value: word['zh-CN'], text: word[language()] })) },
    { name: 'residual', control: 'assessment' }, { name: 'inherent', control: 'assessment' },
  ],
  measure: [
    { name: 'description', control: 'area', required: true },
    { name: 'dataSrc', control: 'choice', choices: () => numbered('label.dataSrc', ['1', '2']) },
    {
      name: 'classify1', control: 'choice', half: true, choices: () => coded(measures.classes),
      along: (value, row) => (String(row['classify2'] ?? '').startsWith(`${String(value)}-`) ? {} : { classify2: '' }),
    },
    { name: 'classify2', control: 'choice', half: true, choices: (row) => coded(subclasses(row)) },
    { name: 'classify3', control: 'text' }, { name: 'checkContent', control: 'area' }, { name: 'post', control: 'text' },
  ],
  task: [
    { name: 'content', control: 'area', required: true },
    { name: 'cycle', control: 'number', required: true, half: true },
    {
      name: 'cycleUnit', control: 'choice', required: true, half: true, choices: () => numbered('label.cycleUnit', ['hour', 'day', 'month', 'year']),
      along: (value) => (value === 'hour' ? {} : { workStart: null, workEnd: null }),
    },
    { name: 'workStart', control: 'time', half: true, shown: (row) => row['cycleUnit'] === 'hour' },
    { name: 'workEnd', control: 'time', half: true, shown: (row) => row['cycleUnit'] === 'hour' },
    { name: 'startDate', control: 'date', half: true },
    { name: 'workDayType', control: 'choice', required: true, half: true, choices: () => numbered('label.workDayType', [0, 1, 2]) },
    { name: 'workType', control: 'choice', required: true, half: true, choices: () => numbered('label.workType', [0, 1, 2, 3]), along: (value) => ({ taskNum: value === 0 ? null : 1 }) },
    {
      name: 'taskNum', control: 'choice', half: true, shown: (row) => row['workType'] !== 0,
      choices: (row) => Array.from({ length: taskNumbers[String(row['workType'])] ?? 0 }, (_, index) => ({ value: index + 1, text: String(index + 1) })),
    },
    { name: 'post', control: 'text' },
  ],
};

export function fieldLabel(kind: TreeKind, field: string): string {
  const own = `label.${kind}.${field}`;
  const common = `label.${field}`;
  return hasText(own) ? t(own) : hasText(common) ? t(common) : field;
}

/** Why `value` cannot be the field's, or null where it can; the row's schema decides. */
export function fieldFault(kind: TreeKind, field: string, value: unknown): TextKey | null {
  const schema = entityDefinitions[kind].schema.shape[field];
  if (schema === undefined || ('safeParse' in schema && (schema as { safeParse(input: unknown): { success: boolean } }).safeParse(value).success)) return null;
  const own = `fault.${field}`;
  return hasText(own) ? own : 'fault.value';
}
