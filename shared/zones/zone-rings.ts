import type { PlantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import { validateRings, type RingFault } from '#shared/geometry/validity.ts';
import { AppError } from '#shared/kernel/errors.ts';

/** A fault of a zone's rings as an error for a person, with the place in plant metres to the centimetre. */
export function ringFaultError(name: string, { kind, at }: RingFault): AppError {
  return new AppError(`error.zone.invalid.${kind}`, { name, x: Number(at[0].toFixed(2)), y: Number(at[1].toFixed(2)) });
}

/**
 * The rings of the zone `name` as they are stored (docs/decisions/0008-zone-geometry.md).
 * @throws AppError error.zone.invalid.… for the first fault
 */
export function storedRings(name: string, rings: PlantRings): PlantPoint[][] {
  const normalised = normaliseRings(rings);
  const fault = validateRings(normalised)[0];
  if (fault !== undefined) throw ringFaultError(name, fault);
  return normalised;
}
