import type { Id } from '#shared/kernel/ids.ts';

/** What a click on `hit` makes of a selection: plain click takes that zone alone (or none), with Ctrl or Shift it is added or taken out. */
export function clickSelection(selected: readonly Id[], hit: Id | null, adding: boolean): readonly Id[] {
  if (!adding) return hit === null ? [] : [hit];
  if (hit === null) return selected;
  return selected.includes(hit) ? selected.filter((id) => id !== hit) : [...selected, hit];
}

export const sameIds = (a: readonly Id[], b: readonly Id[]): boolean => a.length === b.length && a.every((id, index) => id === b[index]);
