import type { mapView as zh } from '../zh-CN/map-view.ts';

/** The map itself: turning the display, its signs and their meaning. */
export const mapView = {
  'map.turnLeft': 'Turn left ([)',
  'map.turnRight': 'Turn right (])',
  'map.north': 'North arrow: turned by {degrees}°; click for north up (\\)',
  'map.units': 'units: {n}',
  'legend.majorHazard': 'Major hazard source',
  'legend.majorHazardHint': 'The zone has units of a major hazard source. The hexagon shows its level, Ⅰ being the highest; a dot where no level is given.',
  'keys.turn': 'Turn the display',
  'keys.turnBack': 'North up',
} as const satisfies Record<keyof typeof zh, string>;
