import type { PlantPoint } from '#shared/geometry/frames.ts';
import { labelPoint } from '#shared/geometry/label-point.ts';
import { areaOf, boundsOf, perimeterOf, type PlantRings } from '#shared/geometry/polygon.ts';
import { shareCorners } from '#shared/geometry/share-corners.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { CheckedZone, FindingContext } from '../finding-context.ts';
import { findingLimits, type FindingFix, type FindingKind, type FixKind, type ZoneChanges, type ZoneFinding } from '../finding-types.ts';

/** One kind of finding: how it is found, and what its fixes do. Rules are asked in the order of `findingKinds`. */
export interface Rule {
  readonly kind: FindingKind;
  /** `null` between findings lets whoever asks take a breath. */
  find(context: FindingContext): Iterable<ZoneFinding | null>;
  /** The change that a fix comes to; null where it would leave nothing sound. */
  fix(finding: ZoneFinding, fix: FixKind, context: FindingContext): ZoneChanges | null;
}

/** `kind:zone+zone` or `kind:zone+zone:place`: the same for the same fault. */
export const findingId = (kind: FindingKind, ids: readonly Id[], place = ''): string => `${kind}:${ids.join('+')}${place === '' ? '' : `:${place}`}`;

/** The rows that a finding's id names. */
export const rowsOfFinding = (id: string): Id[] => (id.split(':')[1] ?? '').split('+').filter((row) => row !== '');

/** A place to the decimetre, for ids of faults of which two zones may have several. */
export const placeKey = ([x, y]: PlantPoint): string => `${x.toFixed(1)},${y.toFixed(1)}`;

export const noChanges = { created: [], edits: [], deletedIds: [] } satisfies ZoneChanges;

/** A piece of ground that a finding is about. */
export interface Patch { readonly area: number; readonly pieces: PlantRings[] }

/** The pieces that are large and thick enough to be told; null where there are none. */
export function patchOf(polygons: readonly PlantRings[]): Patch | null {
  const pieces = polygons.filter((rings) => areaOf(rings) >= findingLimits.smallestPatch && thickness(rings) >= findingLimits.thinnest);
  return pieces.length === 0 ? null : { area: pieces.reduce((sum, rings) => sum + areaOf(rings), 0), pieces };
}

/** How wide a long piece is on average, in metres. */
export const thickness = (rings: PlantRings): number => (2 * areaOf(rings)) / rings.reduce((sum, ring) => sum + perimeterOf(ring), 0);

/** Where to look for a piece of ground, and all of it. */
export function placeOfPieces(pieces: readonly PlantRings[]): Pick<ZoneFinding, 'at' | 'box'> {
  const largest = pieces.reduce((best, rings) => (areaOf(rings) > areaOf(best) ? rings : best), pieces[0] ?? []);
  return { at: largest.length === 0 ? null : labelPoint(largest), box: boundsOf(pieces.flat(2)) };
}

export const placeOfZone = (zone: CheckedZone): Pick<ZoneFinding, 'at' | 'box'> => ({ at: labelPoint(zone.rings), box: zone.bounds });

/** Square metres as they are told: to the hundredth, large ones to the whole. */
export const told = (area: number): number => Number(area.toFixed(area < 100 ? 2 : 0));

/** A fix and the words it needs. */
export const offer = (kind: FixKind, params: FindingFix['params'] = {}): FindingFix => ({ kind, params });

/**
 * New ground for a zone: the largest piece is the zone's, others become zones beside it with its name and units; neighbours get the new
 * corners. Null where no ground is left.
 */
export function reshaped(zone: CheckedZone, polygons: readonly PlantPoint[][][], context: FindingContext): ZoneChanges | null {
  const [kept, ...others] = [...polygons].sort((a, b) => areaOf(b) - areaOf(a));
  if (kept === undefined) return null;
  const box = boundsOf(polygons.flat(2)) ?? zone.bounds;
  const neighbours = context.near(box, findingLimits.gap).filter(({ id }) => id !== zone.id);
  return {
    created: others.map((rings) => ({ layoutId: context.input.layoutId, name: zone.name, code: zone.code, rings, unitIds: [...zone.unitIds], note: zone.note })),
    edits: [{ id: zone.id, fields: { rings: kept } }, ...shareCorners(polygons, neighbours).map(({ id, rings }) => ({ id, fields: { rings } }))],
    deletedIds: [],
  };
}
