import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { NewZone } from '../map/map-types.ts';

/** A zone of its own that comes from another one: same layout, units and note. Codes are unique by custom, so it has none. */
export const newZone = (from: ZoneView, rings: readonly PlantPoint[][], name: string): NewZone => ({
  layoutId: from.layoutId, name, code: '', rings: rings.map((ring) => [...ring]), unitIds: [...from.unitIds], note: from.note,
});

/** The longest name a zone can have. */
const longest = 500;

/** A name like `name` that is not taken yet: name（2）, name（3） …; it is put into `taken`. */
export function copyName(name: string, taken: Set<string>): string {
  const stem = name.replace(/（\d+）$/, '');
  for (let number = 2; ; number += 1) {
    const tail = `（${number}）`;
    const next = `${stem.slice(0, longest - tail.length)}${tail}`;
    if (taken.has(next)) continue;
    taken.add(next);
    return next;
  }
}
