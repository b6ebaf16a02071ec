import type { Box, PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import type { MessageParams } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** What can be wrong with the zones of a layout, the graver first. */
export const findingKinds = ['selfCrossing', 'overlap', 'duplicate', 'outside', 'gap', 'nearCorners', 'unsharedBorder', 'tiny', 'zoneWithoutUnit', 'unitWithoutZone'] as const;
export type FindingKind = (typeof findingKinds)[number];
/** error: the map says something wrong; warning: it may; hint: it could be tidier. */
export type FindingSeverity = 'error' | 'warning' | 'hint';

/** What can be done about a finding at one click. */
export const fixKinds = [
  'cutFirst', 'cutSecond', 'extendFirst', 'extendSecond', 'snap', 'share', 'keepLargest', 'splitParts', 'cutOutside', 'delete', 'deleteSecond', 'mergeNeighbour', 'link',
] as const;
export type FixKind = (typeof fixKinds)[number];
/** A fix as it is offered: the text `finding.fix.<kind>`, filled with `params`. */
export interface FindingFix { readonly kind: FixKind; readonly params: MessageParams }

/** One thing that is wrong, and where. */
export interface ZoneFinding {
  /** The same for the same fault every time, so that it can be set aside. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
  readonly zoneIds: readonly Id[];
  readonly unitIds: readonly Id[];
  /** Plant metres; null for what has no place. */
  readonly at: PlantPoint | null;
  readonly box: Box | null;
  /** For the text `finding.<kind>`. */
  readonly params: MessageParams;
  readonly fixes: readonly FindingFix[];
}

export interface FindingZone {
  readonly id: Id;
  readonly name: string;
  readonly code: string;
  readonly note: string;
  readonly rings: PlantRings;
  readonly unitIds: readonly Id[];
}

/** What a layout's zones are checked against. */
export interface FindingInput {
  readonly layoutId: Id;
  /** The zones of the layout, in drawing order. */
  readonly zones: readonly FindingZone[];
  /** All units that are not deleted. */
  readonly units: readonly { readonly id: Id; readonly name: string }[];
  /** Units that zones of any layout are linked to. */
  readonly linkedUnits: ReadonlySet<Id>;
  readonly boundary: readonly PlantRing[] | null;
}

/** What `zones/apply` takes: the change that a fix comes to. */
export interface ZoneChanges {
  readonly created: { layoutId: Id; name: string; code: string; rings: PlantPoint[][]; unitIds: Id[]; note: string }[];
  readonly edits: { id: Id; fields: { rings?: PlantPoint[][]; unitIds?: Id[] } }[];
  readonly deletedIds: Id[];
}

/** Metres and square metres that the rules go by. */
export const findingLimits = {
  /** Zones less than this apart were meant to touch. */
  gap: 0.5,
  /** Corners less than this apart were meant to be one. */
  nearCorners: 0.1,
  /** An overlap or gap that is thinner on average is the rounding of a common border. */
  thinnest: 0.001,
  /** A smaller overlap, gap or piece outside is not told. */
  smallestPatch: 0.01,
  /** A smaller zone is a slip. */
  tinyZone: 0.5,
  /** Zones whose difference is below this share of their area are the same. */
  sameShare: 0.01,
} as const;
