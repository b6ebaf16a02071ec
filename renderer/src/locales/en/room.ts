import type { room as zh } from '../zh-CN/room.ts';

export const room = {
  'room.title': 'Risk map',
  'room.dataAge': 'Data as of {age}',
  'room.zones': 'Zones, worst first',
  'room.recent': 'Changed recently',
  'room.noChange': 'No change since this window was opened.',
  'room.none': 'No workspace is open. Open one in the main window and the map appears here.',
  'room.noZones': 'The workspace has no risk zones yet.',
  'room.back': 'All zones',
  'room.units': 'Units ({n})',
  'room.changed': 'changed',
  'room.was': '{before} → {after}',
  'room.added': 'New: {after}',
  'room.removed': 'Deleted',
  'room.edited': 'Edited',
  'room.total': '{n} {n|zone|zones}',
} as const satisfies Record<keyof typeof zh, string>;
