import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RolledLevel } from './level-index.ts';

/**
 * How many rows stand at each level: place 0 counts those without a level, places 1 to 4 the levels. The worst is read off it,
 * so roll-up depends on neither order nor history.
 */
export type LevelCounts = [none: number, major: number, considerable: number, general: number, low: number];

export const noCounts = (): LevelCounts => [0, 0, 0, 0, 0];

/** The place of a level in the counts. */
export const slotOf = (level: RiskLevel | null): 0 | RiskLevel => level ?? 0;

/** The worst level that is held; null where no row has a level. */
export function worstOf(counts: LevelCounts): RiskLevel | null {
  if (counts[1] > 0) return 1;
  if (counts[2] > 0) return 2;
  if (counts[3] > 0) return 3;
  return counts[4] > 0 ? 4 : null;
}

/**
 * Worst wins; rows without a level are counted beside it, never taken for low, and so are the `partly` rows whose level stands
 * for only a part of what is below them (docs/decisions/0007-roll-up.md).
 */
export const rolled = (counts: LevelCounts, partly = 0): RolledLevel => ({ level: worstOf(counts), unassessed: counts[0] + partly });

/** Roll-up of a list of levels, as `rolled` over their counts. */
export function rollUp(levels: Iterable<RiskLevel | null>): RolledLevel {
  const counts = noCounts();
  for (const level of levels) counts[slotOf(level)]++;
  return rolled(counts);
}
