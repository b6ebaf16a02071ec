import type { Bench } from '../bench.ts';
import { compareFrames } from './open.ts';

/** Frames while 5,000 labelled zones (200,000 vertices) are panned, against plain Leaflet canvas polygons without labels. */
export const zonesPanBench: Bench = {
  name: 'zones-pan',
  run: () => compareFrames('zones-pan', { ours: 'panOurs', reference: 'panLeaflet' }, 5, '95th percentile of 120 pan steps; 5,000 zones of 40 vertices, ours with hatch, casing and labels, against plain Leaflet canvas polygons.'),
};

/** One zone of 10,000 gets another level, against the same with Leaflet canvas polygons. */
export const zoneRestyleBench: Bench = {
  name: 'zone-restyle',
  run: () => compareFrames('zone-restyle', { ours: 'restyleOurs', reference: 'restyleLeaflet' }, 5, '95th percentile of 60 changes of one zone of 10,000 in view, ours with hatch, casing and labels, against setStyle of a Leaflet canvas polygon.'),
};

/** A corner that four zones of 5,000 share is dragged, against a vertex of one polygon of 300 in leaflet-geoman. */
export const sharedVertexDragBench: Bench = {
  name: 'shared-vertex-drag',
  run: () => compareFrames('shared-vertex-drag', { ours: 'dragOurs', reference: 'dragGeoman' }, 5, '95th percentile of 60 moves of the pointer; ours drags a corner that 4 zones of 5,000 share, snapping on, against a vertex of one polygon of 300 in leaflet-geoman.'),
};
