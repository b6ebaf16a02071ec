import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Workspace } from '../workspace.ts';

/**
 * A zone is drawn in plant metres, so its layout must say where these lie.
 * @throws AppError error.row.notFound, error.zone.noScale
 */
export function needScaledLayout(workspace: Workspace, layoutId: Id): void {
  const layout = workspace.need('layout', layoutId);
  if (layout.calibration === null) throw new AppError('error.zone.noScale', { layout: layout.name });
}

/** The ids, each once. @throws AppError error.zone.unitUnknown for a unit that is not there or was deleted */
export function linkedUnits(workspace: Workspace, name: string, unitIds: readonly Id[]): Id[] {
  const ids = [...new Set(unitIds)];
  for (const id of ids) {
    const unit = workspace.get('unit', id);
    if (unit === undefined || unit.deleted) throw new AppError('error.zone.unitUnknown', { name, id });
  }
  return ids;
}
