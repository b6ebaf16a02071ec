import fc from 'fast-check';
import type { CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { cutHole, mergeZones } from '#shared/geometry/merge.ts';
import { circleRing, offsetRings } from '#shared/geometry/offset.ts';
import { fitToNeighbours, shareCorners } from '#shared/geometry/share-corners.ts';
import { insertVertex, moveVertex, removeVertex, type ShapeEdit } from '#shared/geometry/shared-border.ts';
import { splitByLine } from '#shared/geometry/split.ts';
import { moveRings, rotateRings, scaleRings } from '#shared/geometry/transform.ts';
import { isValid } from '#shared/geometry/validity.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { findFindings, fixFinding } from '#shared/zones/findings.ts';

type Input = CallParsedInput<HostCalls['zones/apply']>;
const kinds = ['mesh', 'draw', 'move', 'insert', 'remove', 'split', 'merge', 'cut', 'offset', 'rotate', 'scale', 'copy', 'delete', 'fix'] as const;
/** One command of the editor; the seed decides on which zones and where. */
export interface ZoneCommand { readonly kind: (typeof kinds)[number]; readonly seed: number }
export const zoneCommands: fc.Arbitrary<ZoneCommand> = fc.record({ kind: fc.constantFrom(...kinds), seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }) });

/** What the editor would send for a command on these zones; null where the command cannot be done, or the editor would refuse it. */
export function applyZonesInput({ kind, seed }: ZoneCommand, zones: readonly RiskZone[], layoutId: Id): Input | null {
  let state = seed;
  const random = () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const near = () => plantPoint(random() * 60, random() * 60);
  const made = (rings: PlantPoint[][], like?: RiskZone) => ({ layoutId, name: like?.name ?? `Z${seed}`, code: like?.code ?? '', rings, unitIds: [...(like?.unitIds ?? [])], note: '' });
  const input = (operation: Input['operation'], created: PlantPoint[][][], edits: readonly ShapeEdit[], deletedIds: Id[] = [], like?: RiskZone): Input => (
    { operation, created: created.map((rings) => made(rings, like)), edits: edits.filter(({ id }) => !deletedIds.includes(id)).map(({ id, rings }) => ({ id, fields: { rings } })), deletedIds });
  const checked = (result: Input | null): Input | null => {
    const all = result === null ? [] : [...result.created.map(({ rings }) => rings), ...result.edits.flatMap(({ fields }) => fields.rings ?? [])].flat();
    return result === null || (all.length === 0 && result.deletedIds.length === 0) ? null : result;
  };
  /** Corners are moved by hand: what would not be sound is refused before it is sent. */
  const byHand = (edits: ShapeEdit[] | null): Input | null => (edits === null || edits.length === 0 || !edits.every(({ rings }) => isValid(rings)) ? null : input('cut', [], edits));

  if (kind === 'mesh') return input('copy', meshOf(random), []);
  if (kind === 'draw') {
    const { pieces, edits } = fitToNeighbours([circleRing(near(), 2 + random() * 12, 3 + Math.floor(random() * 9))], zones, 0.5);
    return checked(input('trace', pieces, edits));
  }
  const zone = pick(zones);
  if (zone === undefined) return null;
  const others = zones.filter(({ id }) => id !== zone.id);
  const ring = zone.rings[0] ?? [];
  const at = Math.floor(random() * ring.length);
  const [corner, next] = [ring[at] ?? near(), ring[(at + 1) % ring.length] ?? near()];
  switch (kind) {
    case 'move': return byHand(moveVertex(zones, corner, plantPoint(corner[0] + random() * 4 - 2, corner[1] + random() * 4 - 2)));
    case 'insert': return byHand(insertVertex(zones, corner, next, plantPoint((corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2)));
    case 'remove': return byHand(removeVertex(zones, corner));
    case 'split': {
      const pieces = splitByLine(zone.rings, [near(), near(), near()]);
      return pieces === null ? null : input('split', pieces.slice(1), [{ id: zone.id, rings: pieces[0] ?? [] }, ...shareCorners(pieces, others)], [], zone);
    }
    case 'merge': {
      const other = pick(others);
      const joined = other === undefined ? null : mergeZones([zone.rings, other.rings], 0.3);
      return joined === null || other === undefined ? null : input('merge', [], [{ id: zone.id, rings: joined }, ...shareCorners([joined], others)], [other.id]);
    }
    case 'cut': {
      const [kept, ...pieces] = cutHole(zone.rings, circleRing(near(), 1 + random() * 6, 8));
      return kept === undefined ? null : input('cut', pieces, [{ id: zone.id, rings: kept }, ...shareCorners([kept, ...pieces], others)], [], zone);
    }
    case 'offset': return checked(input('offset', offsetRings(zone.rings, random() * 4 - 2), []));
    case 'rotate': return changed(input('rotate', [], [{ id: zone.id, rings: rotateRings(zone.rings, random() * 360, corner) }]));
    case 'scale': return changed(input('scale', [], [{ id: zone.id, rings: scaleRings(zone.rings, [random() * 2 - 1, random() + 0.1], corner) }]));
    case 'copy': return input('copy', [moveRings(zone.rings, random() * 20, random() * 20)], [], [], zone);
    case 'delete': return input('merge', [], [], [zone.id]);
    case 'fix': {
      const plant = { layoutId, zones, units: [], linkedUnits: new Set<Id>(), boundary: [circleRing(plantPoint(30, 30), 40, 12)] };
      const finding = pick(findFindings(plant).filter(({ fixes }) => fixes.length > 0));
      const fix = finding === undefined ? undefined : pick(finding.fixes);
      const mended = finding === undefined || fix === undefined ? 'gone' : fixFinding(plant, finding.id, fix.kind);
      return typeof mended === 'string' ? null : { operation: 'fix', ...mended };
    }
  }
}

/** A shape may come to nothing when made very small: then the editor refuses. */
const changed = (result: Input): Input | null => (result.edits.every(({ fields }) => isValid(fields.rings ?? [])) ? result : null);

/** Three by three zones that share their borders, their corners a little off the grid. */
function meshOf(random: () => number): PlantPoint[][][] {
  const corners = Array.from({ length: 16 }, (_, i) => plantPoint(Math.round(((i % 4) * 15 + random() * 4) * 1e4) / 1e4, Math.round((Math.floor(i / 4) * 15 + random() * 4) * 1e4) / 1e4));
  const at = (i: number): PlantPoint => corners[i] ?? plantPoint(0, 0);
  return [0, 1, 2, 4, 5, 6, 8, 9, 10].map((i) => [[at(i), at(i + 1), at(i + 5), at(i + 4)]]);
}
