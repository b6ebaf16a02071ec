import type { Change } from '#shared/changes/change.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';

/**
 * The level of a row after roll-up. `unassessed` counts what is missing below it: the events of a unit without a level; the units of a zone,
 * an object or the enterprise of which no event, or not every event, has a level. Above 0 the level may yet rise.
 */
export interface RolledLevel { readonly level: RiskLevel | null; readonly unassessed: number }

/** All levels of a workspace: built once from its rows, then kept by the changes of each commit. Residual risk. */
export interface LevelIndex {
  enterprise(): RolledLevel;
  object(id: Id): RolledLevel;
  unit(id: Id): RolledLevel;
  event(id: Id): RiskLevel | null;
  zone(id: Id): RolledLevel;
  /** Applies a commit's changes; returns the ids of the zones whose level or `unassessed` is now another. */
  apply(changes: readonly Change[]): Set<Id>;
}
