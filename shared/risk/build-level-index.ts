import type { Change } from '#shared/changes/change.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { assessmentSchema, type RiskLevel } from '#shared/model/assessment.ts';
import type { Rows } from '#shared/model/index.ts';
import { levelOf } from './assess.ts';
import type { LevelIndex, RolledLevel } from './level-index.ts';
import { noCounts, rolled, slotOf, worstOf, type LevelCounts } from './roll-up.ts';
import type { RulePack } from './rule-pack.ts';

/**
 * The rows of a workspace that carry risk, in any order. Deleted rows must be among them: a later undo brings a row back by its
 * `deleted` flag alone.
 */
export interface LevelRows {
  readonly enterprise: Rows['enterprise'] | null;
  readonly objects: Iterable<Rows['object']>;
  readonly units: Iterable<Rows['unit']>;
  readonly events: Iterable<Rows['event']>;
  readonly zones: Iterable<Rows['zone']>;
}

/*
 * Each node keeps how many of its children stand at each level, so a change costs as much as the branch it is on.
 * A row that is named before it is known (or never known) has a node that is `deleted`: it counts nowhere.
 */
interface ObjectNode { deleted: boolean; readonly counts: LevelCounts }
interface UnitNode { deleted: boolean; object: ObjectNode | null; readonly counts: LevelCounts; readonly zones: Set<ZoneNode> }
interface EventNode { deleted: boolean; unit: UnitNode | null; level: RiskLevel | null }
interface ZoneNode { readonly id: Id; deleted: boolean; units: readonly UnitNode[]; readonly counts: LevelCounts }

const nothing: RolledLevel = { level: null, unassessed: 0 };
/** Where a unit counts in its object and zones: nowhere, without a level, or at its level. */
type UnitSlot = -1 | 0 | RiskLevel;
const unitSlot = (unit: UnitNode): UnitSlot => (unit.deleted ? -1 : slotOf(worstOf(unit.counts)));

/** Builds the levels of a workspace from its rows; keep it by `apply` on every commit. */
export function buildLevelIndex(pack: RulePack, rows: LevelRows): LevelIndex {
  const index = new CountedLevels(pack);
  // Events first: while their units are not known, nothing is carried upwards event by event.
  for (const row of rows.events) index.addEvent(row.id, row.deleted, row.unitId, levelOf(pack, row.residual));
  for (const row of rows.objects) index.setObject(row.id, row);
  for (const row of rows.units) index.setUnit(row.id, row);
  for (const row of rows.zones) index.setZone(row.id, row);
  index.settle();
  return index;
}

class CountedLevels implements LevelIndex {
  readonly #pack: RulePack;
  readonly #objects = new Map<Id, ObjectNode>();
  readonly #units = new Map<Id, UnitNode>();
  readonly #events = new Map<Id, EventNode>();
  readonly #zones = new Map<Id, ZoneNode>();
  /** Zones touched since the last `settle`, with their level before. */
  readonly #before = new Map<ZoneNode, RolledLevel>();

  constructor(pack: RulePack) { this.#pack = pack; }

  enterprise(): RolledLevel {
    const all = noCounts();
    for (const { deleted, counts } of this.#objects.values()) if (!deleted) counts.forEach((count, slot) => { all[slot as 0 | RiskLevel] += count; });
    return rolled(all);
  }
  object(id: Id): RolledLevel { return live(this.#objects.get(id)); }
  unit(id: Id): RolledLevel { return live(this.#units.get(id)); }
  zone(id: Id): RolledLevel { return live(this.#zones.get(id)); }
  event(id: Id): RiskLevel | null {
    const node = this.#events.get(id);
    return node === undefined || node.deleted ? null : node.level;
  }

  apply(changes: readonly Change[]): Set<Id> {
    for (const { kind, id, after } of changes) {
      const fields: Readonly<Record<string, unknown>> = after ?? { deleted: true };
      if (kind === 'object') this.setObject(id, readFields(fields));
      else if (kind === 'unit') this.setUnit(id, readFields(fields));
      else if (kind === 'event') this.setEvent(id, this.#readEvent(fields));
      else if (kind === 'zone') this.setZone(id, readFields(fields));
    }
    return this.settle();
  }

  setObject(id: Id, fields: { readonly deleted?: boolean | undefined }): void {
    const node = this.#objectNode(id);
    node.deleted = fields.deleted ?? node.deleted;
  }

  setUnit(id: Id, fields: { readonly deleted?: boolean | undefined; readonly objectId?: Id | undefined }): void {
    const node = this.#unitNode(id);
    const slot = unitSlot(node);
    const object = fields.objectId === undefined ? node.object : this.#objectNode(fields.objectId);
    if (object !== node.object) {
      count(node.object, slot, -1);
      count(object, slot, 1);
      node.object = object;
    }
    node.deleted = fields.deleted ?? node.deleted;
    this.#unitMoved(node, slot);
  }

  setEvent(id: Id, fields: { readonly deleted?: boolean | undefined; readonly unitId?: Id | undefined; readonly level?: RiskLevel | null | undefined }): void {
    const node = this.#eventNode(id);
    if (!node.deleted) this.#countEvent(node, -1);
    if (fields.unitId !== undefined) node.unit = this.#unitNode(fields.unitId);
    if (fields.level !== undefined) node.level = fields.level;
    node.deleted = fields.deleted ?? node.deleted;
    if (!node.deleted) this.#countEvent(node, 1);
  }

  /** An event that is not known yet, of a unit that is not known yet: what building does for every event there is. */
  addEvent(id: Id, deleted: boolean, unitId: Id, level: RiskLevel | null): void {
    const unit = this.#unitNode(unitId);
    this.#events.set(id, { deleted, unit, level });
    if (!deleted) unit.counts[slotOf(level)]++;
  }

  setZone(id: Id, fields: { readonly deleted?: boolean | undefined; readonly unitIds?: readonly Id[] | undefined }): void {
    const node = this.#zoneNode(id);
    this.#touch(node);
    node.deleted = fields.deleted ?? node.deleted;
    if (fields.unitIds === undefined) return;
    for (const unit of node.units) {
      unit.zones.delete(node);
      count(node, unitSlot(unit), -1);
    }
    node.units = [...new Set(fields.unitIds)].map((unitId) => this.#unitNode(unitId));
    for (const unit of node.units) {
      unit.zones.add(node);
      count(node, unitSlot(unit), 1);
    }
  }

  /** Ends a round of changes: the zones that now read otherwise than before it. */
  settle(): Set<Id> {
    const changed = new Set<Id>();
    for (const [node, before] of this.#before) {
      const now = live(node);
      if (now.level !== before.level || now.unassessed !== before.unassessed) changed.add(node.id);
    }
    this.#before.clear();
    return changed;
  }

  #countEvent(node: EventNode, by: 1 | -1): void {
    const { unit } = node;
    if (unit === null) return;
    const slot = unitSlot(unit);
    count(unit, slotOf(node.level), by);
    this.#unitMoved(unit, slot);
  }

  /** Carries a unit's new place upwards, where it differs from `from`. */
  #unitMoved(unit: UnitNode, from: UnitSlot): void {
    const to = unitSlot(unit);
    if (to === from) return;
    count(unit.object, from, -1);
    count(unit.object, to, 1);
    for (const zone of unit.zones) {
      this.#touch(zone);
      count(zone, from, -1);
      count(zone, to, 1);
    }
  }

  #touch(zone: ZoneNode): void {
    if (!this.#before.has(zone)) this.#before.set(zone, live(zone));
  }

  #readEvent(fields: Readonly<Record<string, unknown>>) {
    const known = readFields(fields);
    if (!('residual' in fields)) return known;
    // What cannot be read as an assessment is none: not assessed, never low.
    const residual = assessmentSchema.nullable().safeParse(fields['residual']);
    return { ...known, level: levelOf(this.#pack, residual.success ? residual.data : null) };
  }

  #objectNode(id: Id): ObjectNode { return take(this.#objects, id, () => ({ deleted: true, counts: noCounts() })); }
  #unitNode(id: Id): UnitNode { return take(this.#units, id, () => ({ deleted: true, object: null, counts: noCounts(), zones: new Set() })); }
  #eventNode(id: Id): EventNode { return take(this.#events, id, () => ({ deleted: true, unit: null, level: null })); }
  #zoneNode(id: Id): ZoneNode { return take(this.#zones, id, () => ({ id, deleted: true, units: [], counts: noCounts() })); }
}

function take<Node>(nodes: Map<Id, Node>, id: Id, make: () => Node): Node {
  let node = nodes.get(id);
  if (node === undefined) nodes.set(id, node = make());
  return node;
}

function live(node: { readonly deleted: boolean; readonly counts: LevelCounts } | undefined): RolledLevel {
  return node === undefined || node.deleted ? nothing : rolled(node.counts);
}

function count(node: { readonly counts: LevelCounts } | null, slot: UnitSlot, by: 1 | -1): void {
  if (node !== null && slot !== -1) node.counts[slot] += by;
}

/** The fields of a change that place a row; anything of another type is taken as not stated. */
function readFields(fields: Readonly<Record<string, unknown>>) {
  const { deleted, objectId, unitId, unitIds } = fields;
  return {
    deleted: typeof deleted === 'boolean' ? deleted : undefined,
    objectId: typeof objectId === 'string' ? objectId : undefined,
    unitId: typeof unitId === 'string' ? unitId : undefined,
    unitIds: Array.isArray(unitIds) ? unitIds.filter((id) => typeof id === 'string') : undefined,
  };
}
