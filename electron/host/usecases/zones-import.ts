import { basename } from 'node:path';
import type { CallOutput, CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import type { ZoneChoices, ZoneCounts, ZonesPreview } from '#shared/contract/zones-import.ts';
import type { FrameQuestion } from '#shared/exchange/zone-frames.ts';
import type { ParsedZones } from '#shared/exchange/zone-file.ts';
import { systemName } from '#shared/exchange/well-known-text.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { newId, type Id } from '#shared/kernel/ids.ts';
import { areaOf } from '#shared/geometry/polygon.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import type { Workspace } from '../workspace.ts';
import { needScaledLayout } from './zone-checks.ts';
import { awayFromDrawing, zonesPicture } from './zones-picture.ts';
import { planZones, type ZonesPlan } from './zones-plan.ts';

type Imported = CallOutput<HostCalls['zones/import']>;
type ZonesImportHandlers = Pick<Handlers, 'zones/preview' | 'zones/choose' | 'zones/accept' | 'zones/discard'>;

/** A file of zones that was read and not yet accepted; it belongs to the workspace that it was compared with. */
interface Preview { readonly workspace: Workspace; readonly fileName: string; readonly layoutId: Id; readonly parsed: ParsedZones; readonly choices: Partial<ZoneChoices> }
/** Previews that a window forgot to discard make room for newer ones. */
const previewsKept = 2;
/** Faults and zones that a preview lists; the rest is counted. */
const faultsListed = 500;
const zonesListed = 200;

/**
 * Takes the zones of a file with what can be worked out about it: all of them, or with any error none. A zone that is already there (same name, code and
 * shape on that layout) is not made again; its links become the file's. `linked` counts the links to units that are new.
 * @throws AppError error.zones.import.… and error.file.… where the file as a whole cannot be read
 */
export async function importZones(services: HostServices, { path, layoutId, choices = {} }: CallParsedInput<HostCalls['zones/import']>, context: CallContext): Promise<Imported> {
  const workspace = services.workspace();
  needScaledLayout(workspace, layoutId);
  const parsed = await read(services, path, context);
  // Once more: while the file was read, others may have worked.
  if (services.workspace() !== workspace) throw new AppError('error.zones.import.previewGone');
  needScaledLayout(workspace, layoutId);
  const file = basename(path);
  const plan = planZones(services, parsed, workspace.need('layout', layoutId), given(choices));
  if (plan.question !== null) throw new AppError('error.zones.import.frame', { file, frame: questionSystem(plan.question) });
  if (plan.faults.length > 0) return { created: 0, linked: 0, errors: plan.faults.map(({ feature, message }) => ({ feature, message })) };
  commit(workspace, 'zones/import', file, plan);
  return { created: plan.counts.created, linked: plan.counts.linked, errors: [] };
}

/** The choices that were made; what is undefined was not. */
const given = (choices: object): Partial<ZoneChoices> => Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));

/** The calls about a file of zones that a person looks at first. Nothing is written before `zones/accept`. */
export function zonesImportHandlers(services: HostServices): ZonesImportHandlers {
  const previews = new Map<Id, Preview>();
  const need = (previewId: Id): Preview => {
    const preview = previews.get(previewId);
    if (preview !== undefined && preview.workspace === services.workspace()) return preview;
    previews.delete(previewId);
    throw new AppError('error.zones.import.previewGone');
  };
  const show = (previewId: Id, preview: Preview, context: CallContext): ZonesPreview => {
    context.progress('progress.zones.check', 0, 0);
    return previewOf(services, previewId, preview);
  };
  return {
    'zones/preview': async ({ path, layoutId }, context) => {
      const workspace = services.workspace();
      needScaledLayout(workspace, layoutId);
      const parsed = await read(services, path, context);
      if (services.workspace() !== workspace) throw new AppError('error.zones.import.previewGone');
      needScaledLayout(workspace, layoutId);
      const previewId = newId();
      for (const oldest of [...previews.keys()].slice(0, Math.max(0, previews.size + 1 - previewsKept))) previews.delete(oldest);
      const preview = { workspace, fileName: basename(path), layoutId, parsed, choices: {} };
      previews.set(previewId, preview);
      return show(previewId, preview, context);
    },
    'zones/choose': ({ previewId, choices }, context) => {
      const preview = need(previewId);
      // Other layers have other fields: what is which is worked out anew.
      const kept = choices.layers === undefined ? preview.choices : { ...preview.choices, fields: undefined };
      const next = { ...preview, choices: given({ ...kept, ...choices }) };
      previews.set(previewId, next);
      return show(previewId, next, context);
    },
    'zones/accept': ({ previewId, acceptValid }, context): ZoneCounts => {
      const { workspace, fileName, layoutId, parsed, choices } = need(previewId);
      needScaledLayout(workspace, layoutId);
      // Against the workspace as it is now, which may have moved on since the preview.
      const plan = planZones(services, parsed, workspace.need('layout', layoutId), choices);
      if (plan.question !== null) throw new AppError('error.zones.import.frame', { file: fileName, frame: questionSystem(plan.question) });
      if (plan.faults.length > 0 && !acceptValid) throw new AppError('error.zones.import.hasFaults', { file: fileName, count: plan.counts.faulty });
      if (context.signal.aborted) throw new AppError('error.cancelled');
      commit(workspace, 'zones/accept', fileName, plan);
      previews.delete(previewId);
      return plan.counts;
    },
    'zones/discard': ({ previewId }) => {
      previews.delete(previewId);
      return {};
    },
  };
}

async function read(services: HostServices, path: string, context: CallContext): Promise<ParsedZones> {
  context.progress('progress.zones.read', 0, 0);
  const parsed = await services.parsers.zones({ path }, { signal: context.signal, onProgress: ({ phase, done, total }) => { context.progress(phase, done, total); } });
  context.progress('progress.zones.check', 0, parsed.shapes.length);
  if (context.signal.aborted) throw new AppError('error.cancelled');
  return parsed;
}

function commit(workspace: Workspace, command: string, file: string, { changes }: ZonesPlan): void {
  if (changes.length > 0) workspace.commit({ command, label: { key: 'change.zones.import', params: { file } } }, changes);
}

const questionSystem = (question: FrameQuestion): string => (question.kind === 'noGeoReference' ? systemName(question.epsg) : question.name);

function previewOf(services: HostServices, previewId: Id, { workspace, fileName, layoutId, parsed, choices }: Preview): ZonesPreview {
  const layout = workspace.need('layout', layoutId);
  const plan = planZones(services, parsed, layout, choices);
  const names = new Map(workspace.all('unit').map(({ id, name }) => [id, name]));
  const frame = parsed.layers.find(({ name }) => plan.choices.layers.includes(name))?.frame;
  return {
    previewId, layoutId, fileName, format: parsed.format, encoding: parsed.encoding,
    layers: parsed.layers.map(({ name, areas }) => ({ name, areas })), fields: [...plan.fields], choices: plan.choices, frames: [...plan.frames],
    system: frame?.kind === 'epsg' ? systemName(frame.epsg) : frame?.kind === 'other' ? frame.name : frame?.kind === 'plant' ? 'frame.plant' : parsed.layers.some(({ metresPerUnit }) => metresPerUnit !== 1) ? 'zones.import.byUnit' : '',
    question: plan.question === null ? null : { key: `zones.import.${plan.question.kind}`, params: { system: questionSystem(plan.question) } },
    counts: plan.counts,
    faults: plan.faults.slice(0, faultsListed).map(({ feature, message, at }) => ({ feature, message, ...(at === undefined ? {} : { at }) })), moreFaults: Math.max(0, plan.faults.length - faultsListed),
    sample: plan.zones.slice(0, zonesListed).map(({ feature, unitIds, state }) => ({
      feature: feature.feature, name: feature.name, code: feature.code, areaM2: areaOf(feature.rings), units: unitIds.flatMap((id) => names.get(id) ?? []), state,
      ...(feature.level === undefined ? {} : { level: feature.level }),
    })),
    away: awayFromDrawing(layout, plan.zones), picture: zonesPicture(layout, plan.zones),
  };
}
