import { levelOf } from '#shared/risk/assess.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import type { CurrentRows } from './plan.ts';
import type { ChecklistExportRow, ChecklistRow } from './rows.ts';

/**
 * The hierarchy as the lines of a checklist, in the tree's order: one line a task, a measure without tasks one line, and a
 * line for every event, unit or object that has nothing below it. Levels are derived by the rule pack.
 */
export function flattenHierarchy(current: CurrentRows, pack: RulePack): ChecklistExportRow[] {
  const units = groupBy(current.unit, (row) => row.objectId);
  const events = groupBy(current.event, (row) => row.unitId);
  const measures = groupBy(current.measure, (row) => row.eventId);
  const tasks = groupBy(current.task, (row) => row.measureId);
  const lines: ChecklistExportRow[] = [];

  for (const objectRow of current.object) {
    const object: ChecklistRow['object'] = {
      name: objectRow.name, hazardCode: objectRow.hazardCode, department: objectRow.department, liablePerson: objectRow.liablePerson,
      // The model's schema bounds it to 1–4.
      majorHazardLevel: objectRow.majorHazardLevel as ChecklistRow['object']['majorHazardLevel'],
      ...(objectRow.majorHazard && objectRow.majorHazardLevel === null ? { majorHazard: true } : {}),
    };
    const unitRows = units.get(objectRow.id) ?? [];
    const noUnit = { name: '', department: '', liablePerson: '' };
    if (unitRows.length === 0) lines.push({ row: 0, object, unit: noUnit, event: null, measure: null, task: null, inherentLevel: null, residualLevel: null });
    for (const { id: unitId, name: unitName, department, liablePerson } of unitRows) {
      const unit: ChecklistRow['unit'] = { name: unitName, department, liablePerson };
      const eventRows = events.get(unitId) ?? [];
      if (eventRows.length === 0) lines.push({ row: 0, object, unit, event: null, measure: null, task: null, inherentLevel: null, residualLevel: null });
      for (const { id: eventId, name, accidentTypes, inherent, residual } of eventRows) {
        const levels = { inherentLevel: levelOf(pack, inherent), residualLevel: levelOf(pack, residual) };
        const event: ChecklistRow['event'] = { name, accidentTypes, inherent, residual };
        const measureRows = measures.get(eventId) ?? [];
        if (measureRows.length === 0) lines.push({ row: 0, object, unit, event, measure: null, task: null, ...levels });
        for (const measureRow of measureRows) {
          const { dataSrc, classify1, classify2, classify3, description, checkContent, post } = measureRow;
          const measure: ChecklistRow['measure'] = { dataSrc, classify1, classify2, classify3, description, checkContent, post };
          const taskRows = tasks.get(measureRow.id) ?? [];
          if (taskRows.length === 0) lines.push({ row: 0, object, unit, event, measure, task: null, ...levels });
          taskRows.forEach((task, place) => {
            const { content, cycle, cycleUnit, post: taskPost } = task;
            lines.push({ row: 0, object, unit, event, measure, task: { content, cycle, cycleUnit, post: taskPost }, ...(place > 0 ? { continuesMeasure: true } : {}), ...levels });
          });
        }
      }
    }
  }
  return lines;
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
