import { basename } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { flattenHierarchy } from '#shared/checklist/flatten.ts';
import { planChecklist, type ChecklistPlan, type CurrentRows } from '#shared/checklist/plan.ts';
import type { ParsedChecklist } from '#shared/checklist/rows.ts';
import type { ChecklistResult, Exported } from '#shared/contract/checklist.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { newId, type Id } from '#shared/kernel/ids.ts';
import type { Rows } from '#shared/model/index.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import { updateChange } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';
import { writeOut } from '../write-out.ts';

type ChecklistHandlers = Pick<Handlers, 'checklist/preview' | 'checklist/accept' | 'checklist/discard' | 'checklist/export' | 'checklist/report'>;

/** A workbook that was read and not yet accepted; it belongs to the workspace that it was compared with. */
interface Preview { readonly workspace: Workspace; readonly fileName: string; readonly parsed: ParsedChecklist }
/** Previews that a window forgot to discard make room for newer ones. */
const previewsKept = 4;

/** The calls about checklists. Nothing is written before `checklist/accept`. */
export function checklistHandlers(services: HostServices): ChecklistHandlers {
  const previews = new Map<Id, Preview>();
  const need = (previewId: Id): Preview => {
    const preview = previews.get(previewId);
    if (preview === undefined || preview.workspace !== services.workspace()) {
      previews.delete(previewId);
      throw new AppError('error.checklist.previewGone');
    }
    return preview;
  };
  return {
    'checklist/preview': async ({ path, template }, context) => {
      const workspace = services.workspace();
      const parsed = await services.parsers.checklist({ path, template }, {
        signal: context.signal, onProgress: ({ phase, done, total }) => { context.progress(phase, done, total); },
      });
      if (services.workspace() !== workspace) throw new AppError('error.checklist.previewGone');
      const plan = compare(workspace, parsed, context);
      const previewId = newId();
      for (const oldest of [...previews.keys()].slice(0, Math.max(0, previews.size + 1 - previewsKept))) previews.delete(oldest);
      previews.set(previewId, { workspace, fileName: basename(path), parsed });
      return { previewId, fileName: basename(path), result: resultOf(parsed, plan, false), sample: [...parsed.sample], columns: [...parsed.columns] };
    },
    'checklist/accept': ({ previewId, acceptValid }, context) => {
      const { workspace, fileName, parsed } = need(previewId);
      if (parsed.errors.length > 0 && !acceptValid) throw new AppError('error.checklist.hasErrors', { count: errorCount(parsed) });
      // Against the workspace as it is now, which may have moved on since the preview.
      const plan = compare(workspace, parsed, context);
      if (context.signal.aborted) throw new AppError('error.cancelled');
      context.progress('progress.checklist.commit', 0, 0);
      const changes = changesOf(plan, services);
      if (changes.length > 0) workspace.commit({ command: 'checklist/accept', label: { key: 'change.checklist.import', params: { file: fileName } } }, changes);
      previews.delete(previewId);
      return resultOf(parsed, plan, true);
    },
    'checklist/discard': ({ previewId }) => {
      previews.delete(previewId);
      return {};
    },
    'checklist/export': async ({ out, template }, context): Promise<Exported> => {
      const workspace = services.workspace();
      const lines = flattenHierarchy(currentRows(workspace), services.rulePack());
      context.progress('progress.checklist.write', 0, lines.length);
      const bytes = await services.checklistWriter.write({ template, title: workspace.all('enterprise')[0]?.name ?? '', rows: lines });
      if (context.signal.aborted) throw new AppError('error.cancelled');
      const holds = {
        rows: lines.length, objects: workspace.count('object'), units: workspace.count('unit'), events: workspace.count('event'),
        measures: workspace.count('measure'), tasks: workspace.count('task'),
      };
      return { ...await writeOut(out, bytes), holds };
    },
    'checklist/report': async ({ previewId, out, language }): Promise<Exported> => {
      const { fileName, parsed } = need(previewId);
      const bytes = await services.checklistWriter.report({ language, fileName, errors: parsed.errors, warnings: parsed.warnings });
      return { ...await writeOut(out, bytes), holds: { errors: parsed.errors.length, warnings: parsed.warnings.length } };
    },
  };
}

function currentRows(workspace: Workspace): CurrentRows {
  return { object: workspace.all('object'), unit: workspace.all('unit'), event: workspace.all('event'), measure: workspace.all('measure'), task: workspace.all('task') };
}

function compare(workspace: Workspace, parsed: ParsedChecklist, context: CallContext): ChecklistPlan {
  context.progress('progress.checklist.plan', 0, 0);
  const [enterprise] = workspace.all('enterprise');
  // A workspace is made with its enterprise; without one it is no workspace.
  if (enterprise === undefined) throw new AppError('error.workspace.none');
  return planChecklist(parsed.rows, currentRows(workspace), enterprise.id);
}

/** The plan as changes, all with one stamp: it is one step of one person. */
export function changesOf(plan: ChecklistPlan, services: Pick<HostServices, 'clock' | 'who'>): Change[] {
  const at = services.clock();
  const who = services.who();
  const changes: Change[] = plan.creates.map(({ kind, id, fields }) => ({
    kind, id, before: null, after: { id, deleted: false, createdAt: at, createdBy: who, updatedAt: at, updatedBy: who, ...fields },
  }));
  const stamp = { clock: () => at, who: () => who };
  for (const { kind, row, fields } of plan.updates) {
    // `row` and `fields` are of `kind` (PlannedUpdate); TypeScript does not correlate the union's members.
    const change = updateChange(kind, row as Rows[typeof kind], fields, stamp);
    if (change !== null) changes.push(change);
  }
  return changes;
}

/** The last issue of a long list counts those that are not in it. */
function errorCount(parsed: ParsedChecklist): number {
  const last = parsed.errors.at(-1);
  return last?.code === 'issue.more' ? parsed.errors.length - 1 + Number(last.params['count']) : parsed.errors.length;
}

function resultOf(parsed: ParsedChecklist, plan: ChecklistPlan, committed: boolean): ChecklistResult {
  return {
    template: parsed.template, sheet: parsed.sheet, rows: parsed.rowCount, created: plan.created, changed: plan.changed, unchanged: plan.unchanged,
    errors: [...parsed.errors], warnings: [...parsed.warnings], committed,
  };
}
