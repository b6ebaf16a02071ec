import { AppError } from '#shared/kernel/errors.ts';
import type { Handlers, HostServices } from '../services.ts';
import type { OpenWorkspace } from '../session.ts';
import { entityHandlers } from './entities.ts';
import { hierarchyHandlers } from './hierarchy.ts';
import { workspaceHandlers } from './workspace.ts';

const unknown = (call: string) => (): never => { throw new AppError('error.call.unknown', { call }); };

/** The function behind every call. */
export function allHandlers(services: HostServices, open: OpenWorkspace): Partial<Handlers> {
  const imports = { 'layout/import': unknown('layout/import'), 'checklist/preview': unknown('checklist/preview'), 'checklist/accept': unknown('checklist/accept'), 'zones/import': unknown('zones/import') };
  return { ...workspaceHandlers(services, open, imports), ...hierarchyHandlers(services), ...entityHandlers(services) };
}
