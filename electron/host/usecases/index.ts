import type { Handlers, HostServices } from '../services.ts';
import type { OpenWorkspace } from '../session.ts';
import { checklistHandlers } from './checklists.ts';
import { entityHandlers } from './entities.ts';
import { exchangeHandlers } from './exchange.ts';
import { hierarchyHandlers } from './hierarchy.ts';
import { layoutRevisionHandlers } from './layout-revision.ts';
import { layoutHandlers } from './layouts.ts';
import { mapHandlers, renderMapPng } from './maps.ts';
import { plantHandlers } from './plant.ts';
import { workspaceHandlers } from './workspace.ts';
import { zoneHandlers } from './zones.ts';
import { zonesImportHandlers } from './zones-import.ts';

/** The function behind every call. */
export function allHandlers(services: HostServices, open: OpenWorkspace): Handlers {
  const layouts = layoutHandlers(services);
  const zones = zoneHandlers(services);
  const checklists = checklistHandlers(services);
  return {
    ...workspaceHandlers(services, open, { ...layouts, ...zones, ...checklists }), ...hierarchyHandlers(services), ...entityHandlers(services),
    ...layouts, ...layoutRevisionHandlers(services), ...zones, ...zonesImportHandlers(services), ...checklists, ...mapHandlers(services), ...plantHandlers(services),
    ...exchangeHandlers(services, { renderMap: (_context, maxBytes) => renderMapPng(services, { maxBytes }) }),
  };
}
