import type { CallOutput, CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { FindingInput, ZoneChanges } from '#shared/zones/finding-types.ts';
import { findingSteps, fixFinding } from '#shared/zones/findings.ts';
import type { CallContext, HostServices } from '../services.ts';

type Output<Name extends 'zones/findings' | 'zones/fix'> = CallOutput<HostCalls[Name]>;

/** So many findings are sent; nobody goes through more, and those left out come when these are mended. */
const sentFindings = 5_000;
/** The host answers others at least so often, in milliseconds. */
const breathMs = 12;

/** Looks the zones of a layout over, breathing between the steps. @throws AppError error.row.notFound, error.cancelled */
export async function zoneFindings(services: HostServices, { layoutId }: CallParsedInput<HostCalls['zones/findings']>, context: CallContext): Promise<Output<'zones/findings'>> {
  const layout = services.workspace().need('layout', layoutId);
  const steps = findingSteps(findingInput(services, layoutId));
  let breath = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      const ignored = new Set(layout.ignoredFindings);
      const findings = step.value.slice(0, sentFindings).map((finding) => ({
        ...finding, zoneIds: [...finding.zoneIds], unitIds: [...finding.unitIds], fixes: finding.fixes.map((fix) => ({ ...fix })), ignored: ignored.has(finding.id),
      }));
      return { findings, count: step.value.length };
    }
    if (performance.now() - breath < breathMs) continue;
    context.progress('progress.zones.findings', Math.round(step.value * 100), 100);
    await new Promise((resolve) => { setImmediate(resolve); });
    if (context.signal.aborted) throw new AppError('error.cancelled');
    breath = performance.now();
  }
}

/**
 * The change that mends a finding, worked out from the zones as they are now.
 * @throws AppError error.row.notFound, error.finding.gone, error.finding.noFix
 */
export function findingFix(services: HostServices, { layoutId, findingId, fix }: CallParsedInput<HostCalls['zones/fix']>): ZoneChanges {
  services.workspace().need('layout', layoutId);
  const mended = fixFinding(findingInput(services, layoutId), findingId, fix);
  if (mended === 'gone') throw new AppError('error.finding.gone');
  if (mended === 'noFix') throw new AppError('error.finding.noFix');
  return mended;
}

function findingInput(services: HostServices, layoutId: Id): FindingInput {
  const workspace = services.workspace();
  return {
    layoutId,
    zones: workspace.children('zone', layoutId),
    units: workspace.all('unit').map(({ id, name }) => ({ id, name })),
    linkedUnits: new Set(workspace.all('zone').flatMap(({ unitIds }) => unitIds)),
    boundary: workspace.need('layout', layoutId).boundary,
  };
}
