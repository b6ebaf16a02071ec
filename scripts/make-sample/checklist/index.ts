import { areas } from '../site.ts';
import { processPlants } from './process.ts';
import { storage } from './storage.ts';
import { support } from './support.ts';
import type { RiskObject } from './types.ts';
import { utilities } from './utilities.ts';

/** The whole checklist, objects in the order of the site's area codes. */
export const checklist: readonly RiskObject[] = [...storage, ...processPlants, ...utilities, ...support].sort((a, b) => (a.area < b.area ? -1 : 1));

for (const [i, area] of areas.entries()) {
  if (checklist[i]?.area !== area.code || checklist[i].name !== area.name) throw new Error(`the checklist has no object for area ${area.code} ${area.name}`);
}

/** Level by the LS cut-offs that the sample's enterprise uses: 20, 15, 9. */
export function levelOf({ L, S }: { readonly L: number; readonly S: number }): '重大' | '较大' | '一般' | '低' {
  const score = L * S;
  if (score >= 20) return '重大';
  if (score >= 15) return '较大';
  return score >= 9 ? '一般' : '低';
}

/** How many rows of each kind there are. */
export function countChecklist(): { objects: number; units: number; events: number; measures: number } {
  const units = checklist.flatMap((object) => object.units);
  const events = units.flatMap((unit) => unit.events);
  return { objects: checklist.length, units: units.length, events: events.length, measures: events.reduce((sum, event) => sum + event.measures.length, 0) };
}
