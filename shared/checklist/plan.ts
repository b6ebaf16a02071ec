import type { RowCounts } from '#shared/contract/checklist.ts';
import { newId, type Id } from '#shared/kernel/ids.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { rowBaseShape } from '#shared/model/entity.ts';
import type { Rows } from '#shared/model/index.ts';
import type { ChecklistRow } from './rows.ts';
import { treeOfRows, type EventNode, type MeasureNode, type ObjectNode, type TaskPart, type UnitNode } from './rows-tree.ts';

/** The kinds of row that a checklist holds, parents before children. */
export type ChecklistKind = 'object' | 'unit' | 'event' | 'measure' | 'task';
type Own<Kind extends ChecklistKind> = Omit<Rows[Kind], keyof typeof rowBaseShape>;

/** A row to be made: its id and its own fields; whoever commits it adds the stamps. */
export type PlannedRow = { readonly [Kind in ChecklistKind]: { readonly kind: Kind; readonly id: Id; readonly fields: Own<Kind> } }[ChecklistKind];
/** A row to be changed: the fields that differ. */
export type PlannedUpdate = { readonly [Kind in ChecklistKind]: { readonly kind: Kind; readonly row: Rows[Kind]; readonly fields: Partial<Own<Kind>> } }[ChecklistKind];

/** What importing a checklist does to a workspace. */
export interface ChecklistPlan {
  /** Parents before children. */
  readonly creates: readonly PlannedRow[];
  readonly updates: readonly PlannedUpdate[];
  readonly created: RowCounts;
  readonly changed: number;
  /** Rows of the workspace that the checklist names and leaves as they are. */
  readonly unchanged: number;
}

/** The hierarchy as it is: rows that are not deleted, in their order. */
export type CurrentRows = { readonly [Kind in ChecklistKind]: readonly Rows[Kind][] };

/**
 * Compares a checklist with the hierarchy by natural keys: object by code, else by name; unit by name within its object; event by
 * name within its unit; measure by description within its event, the n-th of equal ones with the n-th; task by content,
 * period and post within its measure, or by content alone where just one on each side is left.
 *
 * What the checklist does not name stays. An empty cell says nothing: it never erases what the workspace has. Rows deleted in
 * the workspace are not looked at, so a checklist that names them makes new ones. The same checklist again changes nothing.
 */
export function planChecklist(rows: readonly ChecklistRow[], current: CurrentRows, enterpriseId: Id): ChecklistPlan {
  const planner = new Planner(current, enterpriseId);
  for (const node of treeOfRows(rows)) planner.object(node);
  return planner.plan();
}

class Planner {
  readonly #enterpriseId: Id;
  readonly #objectsByCode = new Map<string, Rows['object'][]>();
  readonly #objectsByName = new Map<string, Rows['object'][]>();
  readonly #units: ChildIndex<Rows['unit']>;
  readonly #events: ChildIndex<Rows['event']>;
  readonly #measures: ChildIndex<Rows['measure']>;
  readonly #tasks: ChildIndex<Rows['task']>;
  readonly #creates: PlannedRow[] = [];
  readonly #updates: PlannedUpdate[] = [];
  readonly #created: RowCounts = { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 };
  #lastObject: number;
  #unchanged = 0;

  constructor(current: CurrentRows, enterpriseId: Id) {
    this.#enterpriseId = enterpriseId;
    for (const row of current.object) {
      if (row.hazardCode !== '') push(this.#objectsByCode, row.hazardCode, row);
      push(this.#objectsByName, row.name, row);
    }
    this.#lastObject = lastPosition(current.object);
    this.#units = new ChildIndex(current.unit, (row) => row.objectId, (row) => row.name);
    this.#events = new ChildIndex(current.event, (row) => row.unitId, (row) => row.name);
    this.#measures = new ChildIndex(current.measure, (row) => row.eventId, (row) => row.description);
    this.#tasks = new ChildIndex(current.task, (row) => row.measureId, taskKey);
  }

  plan(): ChecklistPlan {
    return { creates: this.#creates, updates: this.#updates, created: this.#created, changed: this.#updates.length, unchanged: this.#unchanged };
  }

  object(node: ObjectNode): void {
    const found = this.#findObjects(node);
    const [first] = found;
    if (first === undefined) {
      const id = newId();
      const { name, hazardCode, majorHazard, majorHazardLevel, department, liablePerson } = node;
      this.#creates.push({ kind: 'object', id, fields: { enterpriseId: this.#enterpriseId, name, hazardCode, majorHazard, majorHazardLevel, department, liablePerson, position: ++this.#lastObject } });
      this.#created.objects++;
      for (const unit of node.units.values()) this.#unit(unit, [id]);
      return;
    }
    const { units: _units, majorHazard, majorHazardLevel, ...texts } = node;
    const stated = { ...statedTexts(texts), ...(majorHazard ? { majorHazard } : {}), ...(majorHazardLevel === null ? {} : { majorHazardLevel }) };
    this.#compare('object', found, stated);
    const ids = found.map(({ id }) => id);
    for (const unit of node.units.values()) this.#unit(unit, ids);
  }

  /** Rows of the workspace that the node may mean; several only where people made rows of one name. */
  #findObjects(node: ObjectNode): readonly Rows['object'][] {
    const coded = node.hazardCode === '' ? undefined : this.#objectsByCode.get(node.hazardCode);
    if (coded !== undefined) return coded;
    const named = this.#objectsByName.get(node.name) ?? [];
    return node.hazardCode === '' ? named : named.filter(({ hazardCode }) => hazardCode === '');
  }

  #unit(node: UnitNode, parents: readonly Id[]): void {
    const found = this.#units.find(parents, node.name);
    if (found.length === 0) {
      const id = newId();
      // A node has at least one parent: the object that was found or made.
      const objectId = parents[0]!;
      this.#creates.push({ kind: 'unit', id, fields: { objectId, name: node.name, department: node.department, liablePerson: node.liablePerson, position: this.#units.nextPosition(objectId) } });
      this.#created.units++;
      for (const event of node.events.values()) this.#event(event, [id]);
      return;
    }
    this.#compare('unit', found, statedTexts({ department: node.department, liablePerson: node.liablePerson }));
    const ids = found.map(({ id }) => id);
    for (const event of node.events.values()) this.#event(event, ids);
  }

  #event(node: EventNode, parents: readonly Id[]): void {
    const found = this.#events.find(parents, node.name);
    if (found.length === 0) {
      const id = newId();
      // As in #unit.
      const unitId = parents[0]!;
      const { name, accidentTypes, inherent, residual } = node;
      this.#creates.push({ kind: 'event', id, fields: { unitId, name, accidentTypes: [...accidentTypes], inherent, residual, position: this.#events.nextPosition(unitId) } });
      this.#created.events++;
      this.#measuresOf(node.measures, [id]);
      return;
    }
    const stated = {
      ...(node.accidentTypes.length === 0 ? {} : { accidentTypes: [...node.accidentTypes] }),
      ...(node.inherent === null ? {} : { inherent: node.inherent }),
      ...(node.residual === null ? {} : { residual: node.residual }),
    };
    this.#compare('event', found, stated);
    this.#measuresOf(node.measures, found.map(({ id }) => id));
  }

  #measuresOf(nodes: readonly MeasureNode[], parents: readonly Id[]): void {
    const taken = new Map<string, number>();
    for (const { part, tasks } of nodes) {
      const nth = taken.get(part.description) ?? 0;
      taken.set(part.description, nth + 1);
      const row = this.#measures.find(parents, part.description)[nth];
      if (row === undefined) {
        const id = newId();
        // As in #unit.
        const eventId = parents[0]!;
        this.#creates.push({ kind: 'measure', id, fields: { eventId, ...part, position: this.#measures.nextPosition(eventId) } });
        this.#created.measures++;
        for (const task of tasks) this.#createTask(task, id);
        continue;
      }
      this.#compare('measure', [row], statedTexts(part));
      this.#tasksOf(tasks, row.id);
    }
  }

  #tasksOf(tasks: readonly TaskPart[], measureId: Id): void {
    const left = new Set(this.#tasks.all(measureId));
    const open: TaskPart[] = [];
    for (const task of tasks) {
      const row = this.#tasks.find([measureId], taskKey(task)).find((candidate) => left.has(candidate));
      if (row === undefined) open.push(task);
      else {
        left.delete(row);
        this.#unchanged++;
      }
    }
    for (const task of open) {
      const sameContent = [...left].filter(({ content }) => content === task.content);
      const [only] = sameContent;
      if (only !== undefined && sameContent.length === 1 && open.filter(({ content }) => content === task.content).length === 1) {
        left.delete(only);
        this.#compare('task', [only], { cycle: task.cycle, cycleUnit: task.cycleUnit, ...statedTexts({ post: task.post }) });
      } else this.#createTask(task, measureId);
    }
  }

  #createTask(task: TaskPart, measureId: Id): void {
    const { content, cycle, cycleUnit, post } = task;
    this.#creates.push({
      kind: 'task', id: newId(),
      fields: { measureId, content, cycle, cycleUnit, post, startDate: null, workStart: null, workEnd: null, workDayType: 0, workType: 0, taskNum: null, position: this.#tasks.nextPosition(measureId) },
    });
    this.#created.tasks++;
  }

  /** Counts the rows as unchanged if one of them already says all that is stated; else changes the first. */
  #compare<Kind extends ChecklistKind>(kind: Kind, rows: readonly Rows[Kind][], stated: Partial<Own<Kind>>): void {
    const differing = rows.map((row) => difference<Own<Kind>>(row, stated));
    if (differing.some((fields) => fields === null)) {
      this.#unchanged++;
      return;
    }
    const [row] = rows;
    const [fields] = differing;
    // Kind, row and fields belong together; TypeScript does not follow that through the generic.
    if (row !== undefined && fields !== undefined && fields !== null) this.#updates.push({ kind, row, fields } as unknown as PlannedUpdate);
  }
}

/** Children by parent and natural key, and the next free position of each parent. */
class ChildIndex<Row extends { readonly position: number }> {
  readonly #byParent = new Map<Id, { byKey: Map<string, Row[]>; all: Row[]; last: number }>();

  constructor(rows: readonly Row[], parentOf: (row: Row) => Id, keyOf: (row: Row) => string) {
    for (const row of rows) {
      const entry = this.#entry(parentOf(row));
      push(entry.byKey, keyOf(row), row);
      entry.all.push(row);
      entry.last = Math.max(entry.last, row.position);
    }
  }

  find(parents: readonly Id[], key: string): readonly Row[] {
    const [only] = parents;
    if (parents.length === 1 && only !== undefined) return this.#byParent.get(only)?.byKey.get(key) ?? none;
    return parents.flatMap((parent): readonly Row[] => this.#byParent.get(parent)?.byKey.get(key) ?? none);
  }

  all(parent: Id): readonly Row[] { return this.#byParent.get(parent)?.all ?? none; }
  nextPosition(parent: Id): number { return ++this.#entry(parent).last; }

  #entry(parent: Id): { byKey: Map<string, Row[]>; all: Row[]; last: number } {
    let entry = this.#byParent.get(parent);
    if (entry === undefined) this.#byParent.set(parent, entry = { byKey: new Map(), all: [], last: 0 });
    return entry;
  }
}
const none: readonly never[] = [];

function push<Row>(map: Map<string, Row[]>, key: string, row: Row): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [row]);
  else list.push(row);
}

const lastPosition = (rows: readonly { readonly position: number }[]): number => rows.reduce((last, { position }) => Math.max(last, position), 0);
const taskKey = (task: TaskPart): string => `${task.content}\n${task.cycle}\n${task.cycleUnit}\n${task.post}`;

/** The texts that say something. */
function statedTexts<Texts extends Readonly<Record<string, string>>>(texts: Texts): Partial<Texts> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as Partial<Texts>;
}

/** The stated fields that the row has otherwise; null where there are none. */
function difference<Row extends object>(row: Row, stated: Partial<Row>): Partial<Row> | null {
  const fields: Partial<Row> = {};
  let any = false;
  for (const key of Object.keys(stated) as (keyof Row)[]) {
    if (sameField(row[key], stated[key])) continue;
    fields[key] = stated[key];
    any = true;
  }
  return any ? fields : null;
}

function sameField(present: unknown, stated: unknown): boolean {
  if (present === stated) return true;
  if (Array.isArray(present) && Array.isArray(stated)) return present.length === stated.length && present.every((item, place) => item === stated[place]);
  if (typeof present !== 'object' || typeof stated !== 'object' || present === null || stated === null) return false;
  return sameAssessment(present as Assessment, stated as Assessment);
}

/** The same factors; a checklist whose level column is empty, or agrees with the factors, does not question a stated level. */
function sameAssessment(present: Assessment, stated: Assessment): boolean {
  const { statedLevel: presentLevel, ...presentFactors } = present;
  const { statedLevel, ...factors } = stated;
  if (statedLevel !== null && statedLevel !== presentLevel) return false;
  const keys = Object.keys(factors);
  return keys.length === Object.keys(presentFactors).length
    && keys.every((key) => (presentFactors as Record<string, unknown>)[key] === (factors as Record<string, unknown>)[key]);
}
