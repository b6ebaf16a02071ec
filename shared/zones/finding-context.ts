import Flatbush from 'flatbush';
import type { Box } from '#shared/geometry/frames.ts';
import { stepsPerMetre } from '#shared/geometry/grid.ts';
import { areaOf, boundsOf } from '#shared/geometry/polygon.ts';
import { originOf, pointToSteps, type StepOrigin } from '#shared/geometry/step-rings.ts';
import { VertexTable } from '#shared/geometry/vertex-table.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { findingLimits, type FindingInput, type FindingZone } from './finding-types.ts';
import { PairLook, type PairFacts } from './pair-facts.ts';

/** A zone ready for comparing: its bounds and edges in whole grid steps from the context's origin. */
export interface CheckedZone extends FindingZone {
  readonly number: number;
  readonly bounds: Box;
  readonly area: number;
  /** ax, ay, bx, by of every edge. */
  readonly edges: Float64Array;
  /** The numbers of the two corners of every edge: equal where they are one place. */
  readonly corners: Int32Array;
  /** minX, minY, maxX, maxY. */
  readonly box: readonly [number, number, number, number];
}

/** Two zones that come within reach of each other, the earlier one first. */
export interface ZonePair { readonly first: CheckedZone; readonly second: CheckedZone; readonly facts: PairFacts }

/** What the rules look at, worked out once. Give `pairs` from `pairsOf` before asking for them. */
export class FindingContext {
  readonly input: FindingInput;
  readonly zones: readonly CheckedZone[];
  readonly origin: StepOrigin;
  readonly pairs: ZonePair[] = [];
  /** Places that a graver finding has told already, by pair: `first second`. */
  readonly told = new Map<string, Box[]>();
  readonly #look: PairLook;
  readonly #boxes: Flatbush | null;
  readonly #byId: ReadonlyMap<Id, CheckedZone>;

  constructor(input: FindingInput) {
    this.input = input;
    this.origin = originOf(input.zones[0]?.rings[0]?.[0]);
    const places = new VertexTable();
    this.zones = input.zones.flatMap((zone) => checked(zone, this.origin, places)).map((zone, number) => ({ ...zone, number }));
    this.#look = new PairLook(places.xs.length);
    this.#byId = new Map(this.zones.map((zone) => [zone.id, zone]));
    this.#boxes = this.zones.length === 0 ? null : new Flatbush(this.zones.length);
    for (const { box } of this.zones) this.#boxes?.add(...box);
    this.#boxes?.finish();
  }

  zone(id: Id): CheckedZone | undefined { return this.#byId.get(id); }

  /** Zones whose bounds come within `metres` of a box. */
  near({ minX, minY, maxX, maxY }: Box, metres: number): CheckedZone[] {
    const to = (value: number, origin: number, by: number) => Math.round(value * stepsPerMetre) - origin + by * stepsPerMetre;
    const found = this.#boxes?.search(to(minX, this.origin.x, -metres), to(minY, this.origin.y, -metres), to(maxX, this.origin.x, metres), to(maxY, this.origin.y, metres)) ?? [];
    return found.sort((a, b) => a - b).flatMap((at) => this.zones[at] ?? []);
  }

  /** Works out the pairs of one zone with later ones. */
  addPairsOf(first: CheckedZone, reach = findingLimits.gap * stepsPerMetre): void {
    const [minX, minY, maxX, maxY] = first.box;
    const others = this.#boxes?.search(minX - reach, minY - reach, maxX + reach, maxY + reach, (at) => at > first.number) ?? [];
    for (const at of others.sort((a, b) => a - b)) {
      const second = this.zones[at];
      const facts = second === undefined ? null : this.#look.at(first, second, reach);
      if (second !== undefined && facts !== null) this.pairs.push({ first, second, facts });
    }
  }

  /** Notes that a pair's fault at a place is told; lesser rules leave it alone. */
  tell(first: CheckedZone, second: CheckedZone, box: Box): void {
    const key = `${first.number} ${second.number}`;
    this.told.set(key, [...(this.told.get(key) ?? []), box]);
  }
}

function checked(zone: FindingZone, origin: StepOrigin, places: VertexTable): Omit<CheckedZone, 'number'>[] {
  const bounds = boundsOf(zone.rings.flat());
  if (bounds === null) return [];
  const edges = new Float64Array(zone.rings.reduce((count, ring) => count + ring.length, 0) * 4);
  const corners = new Int32Array(edges.length / 2);
  let at = 0;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of zone.rings) {
    const last = ring[ring.length - 1];
    if (last === undefined) continue;
    let [ax, ay] = pointToSteps(last, origin);
    let from = places.at(ax, ay);
    for (const point of ring) {
      const [bx, by] = pointToSteps(point, origin);
      const to = places.at(bx, by);
      edges[at] = ax;
      edges[at + 1] = ay;
      edges[at + 2] = bx;
      edges[at + 3] = by;
      corners[at / 2] = from;
      corners[at / 2 + 1] = to;
      at += 4;
      if (bx < box[0]) box[0] = bx;
      if (by < box[1]) box[1] = by;
      if (bx > box[2]) box[2] = bx;
      if (by > box[3]) box[3] = by;
      [ax, ay, from] = [bx, by, to];
    }
  }
  return [{ ...zone, bounds, area: areaOf(zone.rings), edges, corners, box }];
}
