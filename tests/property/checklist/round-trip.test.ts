import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadChecklistData } from '#electron/adapters/xlsx/checklist-data.ts';
import { createChecklistWriter } from '#electron/adapters/xlsx/write-checklist.ts';
import { flattenHierarchy } from '#shared/checklist/flatten.ts';
import { planChecklist, type CurrentRows } from '#shared/checklist/plan.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { Rows } from '#shared/model/index.ts';
import { enterpriseId, eventRow, measureRow, objectRow, taskRow, unitRow } from '#tests/fixtures/checklists/hierarchy.ts';
import { readBytes, resources } from '#tests/fixtures/checklists/read.ts';

const data = await loadChecklistData(resources);
const writer = createChecklistWriter(resources);
const codes = data.classes.classes.flatMap(({ code, subclasses }) => subclasses.map((sub) => [code, sub.code] as const));

// Texts that people, and people who mean harm, write; names that the words of blank cells would swallow are not names.
const blank = new Set(data.words.blank);
const word = fc.oneof(
  fc.constantFrom('液氨罐区', '=1+1', '@cmd', '1-1', '000123456', '1月1日', '_x0041_', 'a&b<c>"d"', '合计', '序号', '１２３', '𠮷野', 'TRUE', '1e5', '  内  空  '),
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
).map((text) => text.replace(/[\p{C}\n\r]/gu, '').replace(/[\u00a0\u2007\u202f]/g, ' ').trim()).filter((text) => text !== '' && !blank.has(text.normalize('NFKC').toUpperCase()) && !blank.has(text));
const optional = fc.oneof(fc.constant(''), word);
const assessment: fc.Arbitrary<Assessment | null> = fc.oneof(
  fc.constant(null),
  fc.record({ method: fc.constant('LS' as const), L: fc.integer({ min: 1, max: 5 }), S: fc.integer({ min: 1, max: 5 }), statedLevel: fc.constantFrom(null, 1 as const, 4 as const) }),
  fc.record({ method: fc.constant('LEC' as const), L: fc.constantFrom(0.1, 0.5, 10), E: fc.constantFrom(0.5, 6), C: fc.constantFrom(1, 40, 100), statedLevel: fc.constant(null) }),
  fc.record({ method: fc.constant('MES' as const), M: fc.constantFrom(1, 3, 5), E: fc.constantFrom(0.5, 6), S: fc.constantFrom(1, 10), statedLevel: fc.constant(null) }),
  fc.record({ method: fc.constant('direct' as const), statedLevel: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const) }),
);
const task = fc.record({ content: word, cycle: fc.constantFrom(0.5, 1, 2, 24, 9999), cycleUnit: fc.constantFrom('hour' as const, 'day' as const, 'month' as const, 'year' as const), post: optional });
const measure = fc.record({
  fields: fc.record({ description: word, checkContent: optional, classify3: optional, post: optional, dataSrc: fc.constantFrom('' as const, '1' as const, '2' as const) }),
  code: fc.option(fc.constantFrom(...codes), { nil: ['', ''] as const }), tasks: fc.array(task, { maxLength: 3 }),
});
const event = fc.record({ name: word, inherent: assessment, residual: assessment, types: fc.uniqueArray(fc.constantFrom('火灾', '其他爆炸', '中毒和窒息'), { maxLength: 3 }), measures: fc.array(measure, { maxLength: 3 }) });
const unit = fc.record({ name: word, department: optional, liablePerson: optional, events: fc.uniqueArray(event, { maxLength: 3, selector: ({ name }) => name }) });
const object = fc.record({
  name: word, code: fc.option(fc.stringMatching(/^[0-9]{1,12}$/), { nil: '' }), department: optional, liablePerson: optional,
  major: fc.constantFrom<[boolean, Rows['object']['majorHazardLevel']]>([false, null], [true, null], [true, 1], [true, 4]),
  units: fc.uniqueArray(unit, { maxLength: 3, selector: ({ name }) => name }),
});
const plant = fc.uniqueArray(object, { minLength: 1, maxLength: 3, selector: ({ name }) => name })
  .filter((objects) => new Set(objects.map(({ code }) => code).filter((code) => code !== '')).size === objects.filter(({ code }) => code !== '').length);

function rowsOf(objects: (typeof plant extends fc.Arbitrary<infer Value> ? Value : never)): CurrentRows {
  const rows: { [Kind in keyof CurrentRows]: CurrentRows[Kind][number][] } = { object: [], unit: [], event: [], measure: [], task: [] };
  for (const { name, code, department, liablePerson, major, units } of objects) {
    const owner = objectRow({ name, hazardCode: code, department, liablePerson, majorHazard: major[0], majorHazardLevel: major[1] });
    rows.object.push(owner);
    for (const each of units) {
      const unitOf = unitRow(owner.id, { name: each.name, department: each.department, liablePerson: each.liablePerson });
      rows.unit.push(unitOf);
      for (const { name: eventName, inherent, residual, types, measures } of each.events) {
        const eventOf = eventRow(unitOf.id, { name: eventName, inherent, residual, accidentTypes: types });
        rows.event.push(eventOf);
        for (const { fields, code: [classify1, classify2], tasks } of measures) {
          const measureOf = measureRow(eventOf.id, { ...fields, classify1, classify2 });
          rows.measure.push(measureOf);
          for (const fieldsOfTask of tasks) rows.task.push(taskRow(measureOf.id, fieldsOfTask));
        }
      }
    }
  }
  return rows;
}

it('what was exported imports to the same rows, and into an empty workspace to equal ones', async () => {
  await fc.assert(fc.asyncProperty(plant, async (objects) => {
    const rows = rowsOf(objects);
    const lines = flattenHierarchy(rows, data.rulePack);
    const parsed = await readBytes(await writer.write({ template: 'annex2', title: '', rows: lines }));
    expect(parsed.errors).toEqual([]);
    const again = planChecklist(parsed.rows, rows, enterpriseId);
    expect({ creates: again.creates, updates: again.updates }).toEqual({ creates: [], updates: [] });
    const fresh = planChecklist(parsed.rows, { object: [], unit: [], event: [], measure: [], task: [] }, enterpriseId);
    expect(fresh.created).toEqual({ objects: rows.object.length, units: rows.unit.length, events: rows.event.length, measures: rows.measure.length, tasks: rows.task.length });
    const texts = (kind: string, field: string): unknown[] => fresh.creates.filter((row) => row.kind === kind).map((row) => (row.fields as unknown as Record<string, unknown>)[field]);
    expect(texts('measure', 'description')).toEqual(rows.measure.map(({ description }) => description));
    expect(texts('task', 'post')).toEqual(rows.task.map(({ post }) => post));
  }), { numRuns: 60 });
}, 120_000);
