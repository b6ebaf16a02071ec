import { basename, extname } from 'node:path';
import { existsSync } from 'node:fs';
import { AppError } from '#shared/kernel/errors.ts';
import type { Change } from '#shared/changes/change.ts';
import { createChange, type StampPorts } from '../stamp.ts';
import type { Content } from '../workspace.ts';
import { createWorkspace } from './open.ts';
import { restoredRows } from './salvage-rows.ts';
import { salvage } from './salvage.ts';

/**
 * Reads what can be read of the workspace at `path` into a new one at `target`; the old file is opened for reading only.
 * Rows come from their tables and, where those are damaged, from the change log; the new file begins a history of its own.
 * `lost` counts rows that are known of but were not whole, or whose parent is gone.
 * @throws AppError error.recover.nothing, error.workspace.exists, error.file.notFound, and those of creating a file
 */
export function recoverWorkspace(path: string, target: string, ports: StampPorts): { path: string; rows: number; lost: number } {
  const file = basename(path);
  if (!existsSync(path)) throw new AppError('error.file.notFound', { file });
  const found = salvage(path);
  const { rows, lost } = restoredRows(found, basename(path, extname(path)), ports);
  if (rows.length === 0) throw new AppError('error.recover.nothing', { file });
  const changes: Change[] = rows.map(({ kind, row }) => createChange(kind, row));
  const contents: Content[] = [...found.contents.values()];
  const workspace = createWorkspace(target, ports, { command: 'workspace/recover', label: { key: 'change.workspace.recover', params: { file } }, contents }, changes);
  try {
    if (found.receipts.length > 0) workspace.deliveries.record(found.receipts);
    return { path: workspace.path, rows: rows.length, lost };
  } finally {
    workspace.close();
  }
}
