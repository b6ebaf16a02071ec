import { describe, expect, it } from 'vitest';
import { planChecklist, type CurrentRows } from '#shared/checklist/plan.ts';
import type { ChecklistRow } from '#shared/checklist/rows.ts';
import { enterpriseId, eventRow, measureRow, objectRow, taskRow, unitRow } from '#tests/fixtures/checklists/hierarchy.ts';

const nothing: CurrentRows = { object: [], unit: [], event: [], measure: [], task: [] };
const measure = { dataSrc: '2', classify1: '1', classify2: '1-1', classify3: '', description: '液位联锁', checkContent: '检查联锁', post: '外操' } as const;
const task = { content: '检查联锁', cycle: 2, cycleUnit: 'hour', post: '外操' } as const;
const line = (changes: Partial<ChecklistRow> = {}): ChecklistRow => ({
  row: 4,
  object: { name: '液氨罐区', hazardCode: '123456789001', majorHazardLevel: 3, department: '储运部', liablePerson: '王强' },
  unit: { name: '液氨球罐', department: '', liablePerson: '' },
  event: { name: '液氨泄漏', accidentTypes: [], inherent: null, residual: null },
  measure,
  task,
  ...changes,
});
function present(): CurrentRows {
  const object = objectRow();
  const unit = unitRow(object.id);
  const event = eventRow(unit.id);
  const row = measureRow(event.id);
  return { object: [object], unit: [unit], event: [event], measure: [row], task: [taskRow(row.id)] };
}

describe('planChecklist', () => {
  it('makes the branch of a line in an empty workspace, parents first, and nothing the second time', () => {
    const plan = planChecklist([line(), line({ measure: { ...measure, description: '第二条' } })], nothing, enterpriseId);
    expect(plan.created).toEqual({ objects: 1, units: 1, events: 1, measures: 2, tasks: 2 });
    expect(plan.creates.map(({ kind }) => kind)).toEqual(['object', 'unit', 'event', 'measure', 'task', 'measure', 'task']);
    expect(plan.creates.filter(({ kind }) => kind === 'measure').map(({ fields }) => fields.position)).toEqual([1, 2]);
    expect(planChecklist([line()], present(), enterpriseId)).toMatchObject({ creates: [], updates: [], unchanged: 5 });
  });

  it('knows an object by its code, so that a new name is a change; by its name where the workspace has no code', () => {
    const renamed = planChecklist([line({ object: { ...line().object, name: '氨罐区' } })], present(), enterpriseId);
    expect(renamed.updates).toMatchObject([{ kind: 'object', fields: { name: '氨罐区' } }]);
    const rows = present();
    const uncoded = { ...rows, object: rows.object.map((row) => ({ ...row, hazardCode: '' })) };
    expect(planChecklist([line()], uncoded, enterpriseId).updates).toMatchObject([{ kind: 'object', fields: { hazardCode: '123456789001' } }]);
    expect(planChecklist([line({ object: { ...line().object, hazardCode: '999' } })], rows, enterpriseId).created.objects).toBe(1);
  });

  it('empty cells erase nothing', () => {
    const empty = line({ object: { name: '液氨罐区', hazardCode: '', majorHazardLevel: null, department: '', liablePerson: '' }, measure: { ...measure, classify1: '', classify2: '', post: '' }, task: null });
    expect(planChecklist([empty], present(), enterpriseId)).toMatchObject({ creates: [], updates: [], unchanged: 4 });
  });

  it('a new assessment changes the event; one with the same factors does not, whatever level stood beside it', () => {
    const rows = present();
    const judged = { ...rows, event: rows.event.map((row) => ({ ...row, residual: { method: 'LS' as const, L: 3, S: 5, statedLevel: 3 as const } })) };
    const event = (L: number) => line({ event: { name: '液氨泄漏', accidentTypes: [], inherent: null, residual: { method: 'LS', L, S: 5, statedLevel: null } } });
    expect(planChecklist([event(3)], judged, enterpriseId).updates).toEqual([]);
    expect(planChecklist([event(2)], judged, enterpriseId).updates).toMatchObject([{ kind: 'event', fields: { residual: { L: 2 } } }]);
  });

  it('matches the n-th of equal measures with the n-th, and a task with another period where one is left on each side', () => {
    expect(planChecklist([line(), line()], present(), enterpriseId).created).toEqual({ objects: 0, units: 0, events: 0, measures: 1, tasks: 1 });
    const daily = planChecklist([line({ task: { ...task, cycle: 1, cycleUnit: 'day' } })], present(), enterpriseId);
    expect(daily).toMatchObject({ creates: [], updates: [{ kind: 'task', fields: { cycle: 1, cycleUnit: 'day' } }] });
    const both = planChecklist([line(), line({ continuesMeasure: true, task: { ...task, cycle: 1, cycleUnit: 'day' } })], present(), enterpriseId);
    expect(both).toMatchObject({ created: { measures: 0, tasks: 1 }, updates: [] });
  });

  it('gives a unit the department that differs from its object’s', () => {
    const other = line({ object: { ...line().object, department: '合成车间' }, unit: { name: '合成塔', department: '', liablePerson: '' } });
    const plan = planChecklist([line(), other], nothing, enterpriseId);
    expect(plan.creates.filter(({ kind }) => kind === 'unit').map(({ fields }) => (fields as { department: string }).department)).toEqual(['', '合成车间']);
    expect(plan.created.objects).toBe(1);
  });
});
