import type { Finding } from '#shared/contract/workspace.ts';
import type { Workspace } from '../workspace.ts';

/** What is wrong with the file, and what a safety engineer may want to complete: zones without units, units off the map. */
export function checkWorkspace(workspace: Workspace): Finding[] {
  const findings = workspace.check();
  // A damaged file is to be mended first; what its rows say is not to be built upon.
  if (findings.length > 0) return findings;
  const units = new Map(workspace.all('unit').map((unit) => [unit.id, unit]));
  const onMap = new Set<string>();
  for (const zone of workspace.all('zone')) {
    if (zone.unitIds.length === 0) findings.push({ severity: 'info', message: { key: 'check.zoneWithoutUnits', params: { name: zone.name } } });
    if (zone.unitIds.some((id) => !units.has(id))) findings.push({ severity: 'warning', message: { key: 'check.linkMissing', params: { name: zone.name } } });
    for (const id of zone.unitIds) onMap.add(id);
  }
  for (const layout of workspace.all('layout')) {
    if (workspace.content(layout.originalHash) && workspace.content(layout.derivedHash)) continue;
    findings.push({ severity: 'error', message: { key: 'check.contentMissing', params: { name: layout.name } } });
  }
  const offMap = [...units.values()].filter((unit) => !onMap.has(unit.id));
  const first = offMap[0];
  if (first) findings.push({ severity: 'info', message: { key: 'check.unitsWithoutZone', params: { count: offMap.length, name: first.name } } });
  return findings;
}
