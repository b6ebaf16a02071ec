import type { Change } from './change.ts';

/**
 * The changes that take `changes` back, last first. Undoing the creation of a row sets its `deleted` flag and undoing that
 * clears it again, because rows are never removed.
 */
export function invertChanges(changes: readonly Change[]): Change[] {
  const inverse: Change[] = [];
  for (let i = changes.length - 1; i >= 0; i--) {
    // The loop's bounds keep the index inside the list.
    const { kind, id, before, after } = changes[i]!;
    inverse.push(before === null ? { kind, id, before: { deleted: false }, after: { deleted: true } } : { kind, id, before: after, after: before });
  }
  return inverse;
}

/** The changes that bring `changes` again after they were taken back: rows that were made then are there, marked deleted. */
export function repeatChanges(changes: readonly Change[]): Change[] {
  return invertChanges(invertChanges(changes));
}
