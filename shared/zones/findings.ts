import type { Box } from '#shared/geometry/frames.ts';
import { boundsOf } from '#shared/geometry/polygon.ts';
import { FindingContext } from './finding-context.ts';
import { findingKinds, type FindingInput, type FindingKind, type FixKind, type ZoneChanges, type ZoneFinding } from './finding-types.ts';
import { duplicate } from './rules/duplicate.ts';
import { gap } from './rules/gap.ts';
import { unitWithoutZone, zoneWithoutUnit } from './rules/links.ts';
import { nearCorners } from './rules/near-corners.ts';
import { outside } from './rules/outside.ts';
import { overlap } from './rules/overlap.ts';
import { rowsOfFinding, type Rule } from './rules/rule.ts';
import { selfCrossing } from './rules/self-crossing.ts';
import { tiny } from './rules/tiny.ts';
import { unsharedBorder } from './rules/unshared-border.ts';

/** In the order in which they are asked: a graver finding silences lesser ones of the same zones in the same place. */
const rules: readonly Rule[] = [selfCrossing, duplicate, overlap, outside, gap, nearCorners, unsharedBorder, tiny, zoneWithoutUnit, unitWithoutZone];

/**
 * Looks a layout's zones over step by step; each step is short, and tells how far it is (0 to 1), so that whoever runs it can pause or stop.
 * Returns the findings, the graver kinds first, in drawing order.
 */
export function* findingSteps(input: FindingInput): Generator<number, ZoneFinding[]> {
  const context = yield* contextSteps(input);
  const findings: ZoneFinding[] = [];
  for (const [i, rule] of rules.entries()) {
    for (const finding of rule.find(context)) {
      if (finding !== null) findings.push(finding);
      yield 0.3 + (0.7 * i) / rules.length;
    }
  }
  const place = (kind: FindingKind) => findingKinds.indexOf(kind);
  return findings.sort((a, b) => place(a.kind) - place(b.kind));
}

/** All findings at once. */
export function findFindings(input: FindingInput): ZoneFinding[] {
  return finished(findingSteps(input));
}

/**
 * The change that mends a finding, for `zones/apply`; `gone` where the finding is not there any more, `noFix` where it does not offer that fix or
 * nothing sound would be left. Looks only at the zones round those that the finding names.
 */
export function fixFinding(input: FindingInput, findingId: string, fix: FixKind): ZoneChanges | 'gone' | 'noFix' {
  const rule = rules.find(({ kind }) => kind === findingId.split(':')[0]);
  if (rule === undefined) return 'gone';
  // Links are a matter of names, not of places: all zones have a part in them, but none needs comparing.
  const linking = rule === zoneWithoutUnit || rule === unitWithoutZone;
  const context = linking ? new FindingContext(input) : finished(contextSteps(around(input, rowsOfFinding(findingId))));
  // The graver rules are asked too: what they tell, lesser ones leave out.
  const findings = rules.slice(linking ? rules.indexOf(rule) : 0, rules.indexOf(rule) + 1).flatMap((asked) => [...asked.find(context)]);
  const finding = findings.find((found) => found?.id === findingId) ?? null;
  if (finding === null) return 'gone';
  return (finding.fixes.some(({ kind }) => kind === fix) ? rule.fix(finding, fix, context) : null) ?? 'noFix';
}

function* contextSteps(input: FindingInput): Generator<number, FindingContext> {
  const context = new FindingContext(input);
  for (const zone of context.zones) {
    context.addPairsOf(zone);
    yield (0.3 * zone.number) / context.zones.length;
  }
  return context;
}

function finished<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Zones farther than this from those that a finding names have no part in it, in metres. */
const farFromFinding = 5;

function around(input: FindingInput, rows: readonly string[]): FindingInput {
  const named = new Set(rows);
  const box = boundsOf(input.zones.filter(({ id }) => named.has(id)).flatMap(({ rings }) => rings.flat()));
  if (box === null) return input;
  return { ...input, zones: input.zones.filter(({ id, rings }) => named.has(id) || meets(boundsOf(rings.flat()), box)) };
}

function meets(a: Box | null, b: Box): boolean {
  return a !== null && a.minX <= b.maxX + farFromFinding && a.maxX >= b.minX - farFromFinding && a.minY <= b.maxY + farFromFinding && a.maxY >= b.minY - farFromFinding;
}
