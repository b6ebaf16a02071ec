import type { Assessment } from '#shared/model/assessment.ts';
import { valueText, wordKey } from './cell-text.ts';
import type { ChecklistRow } from './rows.ts';
import type { SheetLine } from './sheet-lines.ts';
import type { TemplateField } from './template.ts';

export type ObjectPart = ChecklistRow['object'];
export type UnitPart = ChecklistRow['unit'];
export type EventPart = NonNullable<ChecklistRow['event']>;
export type MeasurePart = NonNullable<ChecklistRow['measure']>;
export type TaskPart = NonNullable<ChecklistRow['task']>;

/** Longest texts that the model takes (shared/model), by field. */
export const limits: Partial<Record<TemplateField, number>> = {
  'object.name': 500, 'unit.name': 500, 'event.name': 500, 'object.hazardCode': 36, 'measure.classify3': 100,
};
export const textLimit = 4_000;
/** Fields of one line; line breaks in them come from narrow columns. */
export const singleLine = new Set<TemplateField>([
  'object.name', 'object.hazardCode', 'object.department', 'object.liablePerson', 'unit.name', 'unit.department', 'unit.liablePerson', 'event.name',
  'event.accidentTypes', 'measure.classify3', 'measure.post', 'task.post',
]);
export const measureFields = ['measure.dataSrc', 'measure.classify1', 'measure.classify2', 'measure.classify3', 'measure.checkContent', 'measure.post'] as const;

/** Whether the line is the head again, as long lists carry it on every page. `first` is its first own cell, `text` that cell's key. */
export function isRepeatedHead(line: SheetLine, headWords: readonly string[], first: number, text: string): boolean {
  if (text === '' || headWords[first]?.endsWith(text) !== true) return false;
  let same = 0;
  let other = 0;
  for (let place = 0; place < line.values.length; place++) {
    const value = line.values[place];
    if (value === undefined || line.from[place] !== line.row.index) continue;
    if (headWords[place]?.endsWith(wordKey(valueText(value))) === true) same++;
    else other++;
  }
  return same >= 3 && same > other;
}

/** The row of column numbers 1, 2, 3 … that printed forms carry under their head. */
export function isNumbering(line: SheetLine): boolean {
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

export const taskKey = (task: TaskPart): string => `${task.content}\n${task.cycle}\n${task.cycleUnit}\n${task.post}`;

export function sameObject(a: ObjectPart, b: ObjectPart): boolean {
  return a.name === b.name && a.hazardCode === b.hazardCode && a.majorHazardLevel === b.majorHazardLevel && a.department === b.department
    && a.liablePerson === b.liablePerson && (a.majorHazard ?? false) === (b.majorHazard ?? false);
}

export function sameEventPart(a: EventPart, b: EventPart): boolean {
  return a.name === b.name && (a.accidentTypes === b.accidentTypes || a.accidentTypes.join('\n') === b.accidentTypes.join('\n'))
    && sameAssessment(a.inherent, b.inherent) && sameAssessment(a.residual, b.residual);
}

export function sameAssessment(a: Assessment | null, b: Assessment | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.method !== b.method || a.statedLevel !== b.statedLevel) return false;
  return factorNames.every((name) => Reflect.get(a, name) === Reflect.get(b, name));
}
const factorNames = ['L', 'S', 'E', 'C', 'M'] as const;

export function sameMeasure(a: MeasurePart, b: MeasurePart): boolean {
  return a.description === b.description && a.dataSrc === b.dataSrc && a.classify1 === b.classify1 && a.classify2 === b.classify2 && a.classify3 === b.classify3
    && a.checkContent === b.checkContent && a.post === b.post;
}
