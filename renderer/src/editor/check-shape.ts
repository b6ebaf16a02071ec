import type { PlantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import { validateRings } from '#shared/geometry/validity.ts';

/** Why a shape cannot be kept, as a key of the window's texts. */
export type ShapeFault = 'map.invalid.crossing' | 'map.invalid.tooFew' | 'map.invalid.noArea';

/** A shape as it would be stored (plant metres on the grid), and what is wrong with it. */
export interface CheckedShape { readonly rings: PlantPoint[][]; readonly fault: ShapeFault | null }

/** Puts a shape on the grid and says whether it can be kept; the first fault decides. */
export function checkShape(rings: PlantRings): CheckedShape {
  const normal = normaliseRings(rings);
  const fault = validateRings(normal)[0];
  if (!fault) return { rings: normal, fault: normal.length === 0 ? 'map.invalid.tooFew' : null };
  // Three points on a line collapse to fewer than three: for a person that is a shape without area.
  if (fault.kind === 'fewPoints') return { rings: normal, fault: (rings[fault.ring]?.length ?? 0) < 3 ? 'map.invalid.tooFew' : 'map.invalid.noArea' };
  return { rings: normal, fault: fault.kind === 'noArea' ? 'map.invalid.noArea' : 'map.invalid.crossing' };
}
