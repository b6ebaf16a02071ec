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
interface ObjectNode extends UnitCounts { deleted: boolean }
interface UnitNode { deleted: boolean; object: ObjectNode | null; readonly counts: LevelCounts; readonly zones: Set<ZoneNode> }
interface EventNode { deleted: boolean; unit: UnitNode | null; level: RiskLevel | null }
interface ZoneNode extends UnitCounts { readonly id: Id; deleted: boolean; units: readonly UnitNode[] }
/** Units by level; `partly` are those among them that have a level although some of their events have none. */
interface UnitCounts { readonly counts: LevelCounts; partly: number }

const nothing: RolledLevel = { level: null, unassessed: 0 };
/** Where a unit counts in its object and zones: nowhere (-1), without a level (0), at its level, or at its level and as assessed in part. */
type UnitSlot = number;
const partly = 5;
const unitSlot = ({ deleted, counts }: UnitNode): UnitSlot => {
  if (deleted) return -1;
  const slot = slotOf(worstOf(counts));
  return slot > 0 && counts[0] > 0 ? slot + partly : slot;
};

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
    const all = { counts: noCounts(), partly: 0 };
    for (const node of this.#objects.values()) {
      if (node.deleted) continue;
      node.counts.forEach((count, slot) => { all.counts[slot as 0 | RiskLevel] += count; });
      all.partly += node.partly;
    }
    return rolled(all.counts, all.partly);
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
      countUnit(node.object, slot, -1);
      countUnit(object, slot, 1);
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
      countUnit(node, unitSlot(unit), -1);
    }
    node.units = [...new Set(fields.unitIds)].map((unitId) => this.#unitNode(unitId));
    for (const unit of node.units) {
      unit.zones.add(node);
      countUnit(node, unitSlot(unit), 1);
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
    unit.counts[slotOf(node.level)] += by;
    this.#unitMoved(unit, slot);
  }

  /** Carries a unit's new place upwards, where it differs from `from`. */
  #unitMoved(unit: UnitNode, from: UnitSlot): void {
    const to = unitSlot(unit);
    if (to === from) return;
    countUnit(unit.object, from, -1);
    countUnit(unit.object, to, 1);
    for (const zone of unit.zones) {
      this.#touch(zone);
      countUnit(zone, from, -1);
      countUnit(zone, to, 1);
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

  #objectNode(id: Id): ObjectNode { return take(this.#objects, id, () => ({ deleted: true, counts: noCounts(), partly: 0 })); }
  #unitNode(id: Id): UnitNode { return take(this.#units, id, () => ({ deleted: true, object: null, counts: noCounts(), zones: new Set() })); }
  #eventNode(id: Id): EventNode { return take(this.#events, id, () => ({ deleted: true, unit: null, level: null })); }
  #zoneNode(id: Id): ZoneNode { return take(this.#zones, id, () => ({ id, deleted: true, units: [], counts: noCounts(), partly: 0 })); }
}

function take<Node>(nodes: Map<Id, Node>, id: Id, make: () => Node): Node {
  let node = nodes.get(id);
  if (node === undefined) nodes.set(id, node = make());
  return node;
}

function live(node: { readonly deleted: boolean; readonly counts: LevelCounts; readonly partly?: number } | undefined): RolledLevel {
  return node === undefined || node.deleted ? nothing : rolled(node.counts, node.partly);
}

function countUnit(node: UnitCounts | null, slot: UnitSlot, by: 1 | -1): void {
  if (node === null || slot === -1) return;
  // Slots are 0 to 4, and 6 to 9 for units that are assessed in part.
  node.counts[(slot % partly) as 0 | RiskLevel] += by;
  if (slot > partly) node.partly += by;
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
