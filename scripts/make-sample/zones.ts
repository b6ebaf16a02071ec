import { areas } from './site.ts';

/** The zones as GeoJSON in plant metres; `units` are names of the checklist's units by object (area) name. */
export function zonesGeoJson(unitsOf: ReadonlyMap<string, readonly string[]>): string {
  const features = areas.map(({ code, name, ring }) => ({
    type: 'Feature',
    properties: { name, code, units: unitsOf.get(name) ?? [] },
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] },
  }));
  const lines = features.map((feature) => `    ${JSON.stringify(feature)}`).join(',\n');
  return `{\n  "type": "FeatureCollection",\n  "name": "zones",\n  "features": [\n${lines}\n  ]\n}\n`;
}
