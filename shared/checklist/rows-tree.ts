import type { Assessment } from '#shared/model/assessment.ts';
import type { ChecklistRow } from './rows.ts';

type ObjectPart = ChecklistRow['object'];
export type MeasurePart = NonNullable<ChecklistRow['measure']>;
export type TaskPart = NonNullable<ChecklistRow['task']>;

/** What a workbook says of each row of the hierarchy, all its lines taken together. */
export interface ObjectNode {
  name: string; hazardCode: string; majorHazard: boolean; majorHazardLevel: ObjectPart['majorHazardLevel']; department: string; liablePerson: string;
  readonly units: Map<string, UnitNode>;
}
export interface UnitNode { readonly name: string; department: string; liablePerson: string; readonly events: Map<string, EventNode> }
export interface EventNode {
  readonly name: string; accidentTypes: readonly string[]; inherent: Assessment | null; residual: Assessment | null; readonly measures: MeasureNode[];
}
export interface MeasureNode { readonly part: MeasurePart; readonly tasks: TaskPart[] }

/**
 * Gathers lines into the hierarchy they describe, in their order. An object is known by its code, else by its name; units and
 * events by their name within their parent, wherever their lines stand; every line begins a measure of its own unless it
 * continues the one above. Of several lines that say something of the same row, the first that is not empty counts. A
 * department or person that differs from the object's belongs to the line's unit.
 */
export function treeOfRows(rows: readonly ChecklistRow[]): ObjectNode[] {
  const objects: ObjectNode[] = [];
  const byCode = new Map<string, ObjectNode>();
  const byName = new Map<string, ObjectNode[]>();
  // Lines of one block share their parts (the reader makes them so), which spares the look-ups.
  let lastPart: ObjectPart | null = null;
  let last: ObjectNode | null = null;
  for (const row of rows) {
    let node: ObjectNode | null = row.object === lastPart ? last : null;
    if (node === null) {
      node = findObject(row.object, byCode, byName);
      if (node === null) {
        node = { ...row.object, majorHazard: row.object.majorHazard === true || row.object.majorHazardLevel !== null, units: new Map() };
        objects.push(node);
        byName.set(node.name, [...(byName.get(node.name) ?? []), node]);
      } else fillObject(node, row.object);
      if (node.hazardCode !== '') byCode.set(node.hazardCode, node);
      lastPart = row.object;
      last = node;
    }
    addLine(node, row);
  }
  return objects;
}

function findObject(part: ObjectPart, byCode: ReadonlyMap<string, ObjectNode>, byName: ReadonlyMap<string, ObjectNode[]>): ObjectNode | null {
  const coded = part.hazardCode === '' ? undefined : byCode.get(part.hazardCode);
  if (coded !== undefined) return coded;
  const named = byName.get(part.name) ?? [];
  return named.find(({ hazardCode }) => hazardCode === '' || part.hazardCode === '') ?? null;
}

function fillObject(node: ObjectNode, part: ObjectPart): void {
  node.hazardCode ||= part.hazardCode;
  node.majorHazardLevel ??= part.majorHazardLevel;
  node.majorHazard ||= part.majorHazard === true || part.majorHazardLevel !== null;
  node.department ||= part.department;
  node.liablePerson ||= part.liablePerson;
}

function addLine(object: ObjectNode, row: ChecklistRow): void {
  if (row.unit.name === '') return;
  let unit = object.units.get(row.unit.name);
  if (unit === undefined) object.units.set(row.unit.name, unit = { name: row.unit.name, department: '', liablePerson: '', events: new Map() });
  unit.department ||= row.unit.department || otherThan(row.object.department, object.department);
  unit.liablePerson ||= row.unit.liablePerson || otherThan(row.object.liablePerson, object.liablePerson);
  if (row.event === null) return;
  let event = unit.events.get(row.event.name);
  if (event === undefined) unit.events.set(row.event.name, event = { name: row.event.name, accidentTypes: [], inherent: null, residual: null, measures: [] });
  if (event.accidentTypes.length === 0) event.accidentTypes = row.event.accidentTypes;
  event.inherent ??= row.event.inherent;
  event.residual ??= row.event.residual;
  if (row.measure === null) return;
  const above = event.measures.at(-1);
  if (row.continuesMeasure === true && above !== undefined) {
    if (row.task !== null) above.tasks.push(row.task);
  } else event.measures.push({ part: row.measure, tasks: row.task === null ? [] : [row.task] });
}

const otherThan = (stated: string, objects: string): string => (stated === objects ? '' : stated);
