import { existsSync, realpathSync, rmSync } from 'node:fs';
import type { ChangeSetHead } from '#shared/changes/change.ts';
import type { WorkspaceInfo } from '#shared/contract/workspace.ts';
import { entityKinds, type EntityKind } from '#shared/model/entity.ts';
import { createWorkspace, openWorkspace } from '../db/open.ts';
import { recoverWorkspace } from '../db/recover.ts';
import type { Handlers, HostServices } from '../services.ts';
import type { OpenWorkspace } from '../session.ts';
import { createChange, newRow, type NewFields } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';
import { checkWorkspace } from './check.ts';
import { importSample, sampleEnterprise, type SampleImports } from './sample.ts';

type WorkspaceHandlers = Pick<Handlers, Extract<keyof Handlers, `workspace/${string}`>>;

/** Making, opening, closing and looking after the workspace file. `imports` are the calls that fill the sample. */
export function workspaceHandlers(services: HostServices, open: OpenWorkspace, imports: SampleImports): WorkspaceHandlers {
  return {
    'workspace/create': ({ path, ...fields }) => {
      open.open(created(services, path, fields));
      return info(open.need());
    },
    'workspace/createSample': async ({ path }, context) => {
      const workspace = created(services, path, sampleEnterprise(services.resources));
      try {
        await open.aside(workspace, () => importSample(services.resources, imports, context));
      } catch (thrown) {
        workspace.close();
        rmSync(workspace.path, { force: true });
        throw thrown;
      }
      open.open(workspace);
      return info(workspace);
    },
    'workspace/open': ({ path, readOnly }, context) => {
      const current = open.current;
      if (current && samePath(current.path, path)) {
        if (current.readOnly || !readOnly) return info(current);
        open.close();
      }
      context.progress('progress.open', 0, 0);
      open.open(openWorkspace(path, services, { readOnly }));
      return info(open.need());
    },
    'workspace/recover': ({ path, target }, context) => {
      context.progress('progress.recover', 0, 0);
      if (open.current && samePath(open.current.path, path)) open.close();
      return recoverWorkspace(path, target, services);
    },
    'workspace/close': () => {
      open.close();
      return {};
    },
    'workspace/info': () => (open.current ? info(open.current) : null),
    'workspace/undo': () => step(open.need().undo()),
    'workspace/redo': () => step(open.need().redo()),
    'workspace/history': ({ limit, rowId }) => open.need().history(limit, rowId).map(({ seq, at, who, mode, label, count }) => ({ seq, at, who, mode, label, count })),
    'workspace/check': (_input, context) => {
      context.progress('progress.check', 0, 0);
      const findings = checkWorkspace(open.need());
      return { ok: findings.every((finding) => finding.severity !== 'error'), findings };
    },
  };
}

function created(services: HostServices, path: string, fields: NewFields<'enterprise'>): Workspace {
  const enterprise = newRow(services, 'enterprise', fields);
  const label = { key: 'change.workspace.create', params: { name: enterprise.name.slice(0, 100) } };
  return createWorkspace(path, services, { command: 'workspace/create', label }, [createChange('enterprise', enterprise)]);
}

/** What windows show of the open workspace. */
function info(workspace: Workspace): WorkspaceInfo {
  const enterprise = workspace.all('enterprise')[0];
  if (!enterprise) throw new Error('a workspace without its enterprise');
  return {
    path: workspace.path, readOnly: workspace.readOnly, schemaVersion: workspace.schemaVersion,
    enterpriseId: enterprise.id, enterpriseName: enterprise.name, companyCode: enterprise.companyCode,
    seq: workspace.head.seq, changedAt: workspace.head.at,
    undo: workspace.nextUndo?.label ?? null, redo: workspace.nextRedo?.label ?? null,
    counts: Object.fromEntries(entityKinds.map((kind) => [kind, workspace.count(kind)])) as Record<EntityKind, number>,
  };
}

function step({ seq, label }: ChangeSetHead): { seq: number; label: ChangeSetHead['label'] } {
  return { seq, label };
}

function samePath(a: string, b: string): boolean {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);
}
