import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { shiftedBox, toGcj02 } from '#shared/geometry/crs/gcj02.ts';
import { geoFrame, zoneToLonLat } from '#shared/geometry/crs/geo-frame.ts';
import { resolveGeoReference } from '#shared/geometry/crs/fit-reference.ts';
import { placeByEpsg } from '#shared/geometry/crs/place-by-epsg.ts';
import { lonLat, projectedPoint, projector, type LonLat } from '#shared/geometry/crs/project.ts';
import { cgcs2000ZoneAt, cgcs2000Zones, projectedSystem, utmZoneAt, type ProjectedSystem } from '#shared/geometry/crs/systems.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import { kruegerForward, kruegerInverse, type TransverseMercator } from './krueger.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyZone = fc.constantFrom(...cgcs2000Zones, ...Array.from({ length: 60 }, (_, i) => need(projectedSystem(32_601 + i))), ...Array.from({ length: 60 }, (_, i) => need(projectedSystem(32_701 + i))));
const tm = ({ centralMeridian, scale, falseEasting, falseNorthing, datum }: ProjectedSystem): TransverseMercator =>
  ({ centralMeridian, scale, falseEasting, falseNorthing, halfAxis: 6_378_137, inverseFlattening: datum === 'wgs84' ? 298.257223563 : 298.257222101 });
/** Metres between two places that are close together. */
const apart = (a: readonly [number, number], b: readonly [number, number]): number => {
  // 180° east is 180° west.
  const along = ((((a[0] - b[0] + 540) % 360) + 360) % 360) - 180;
  return Math.hypot(along * 111_320 * Math.cos((a[1] * Math.PI) / 180), (a[1] - b[1]) * 111_320);
};

describe('projections', () => {
  it('agree with the Krüger series of the tests within a millimetre, in every zone and well beside it, both ways', () => {
    let worst = 0;
    fc.assert(fc.property(anyZone, within(-1, 1), within(-80, 80), (system, off, latitude) => {
      const longitude = system.centralMeridian + off * system.width;
      const { fromLonLat, toLonLat } = projector(system.epsg);
      const [east, north] = fromLonLat(lonLat(longitude, latitude));
      const [E, N] = kruegerForward(tm(system), longitude, latitude);
      const [L, B] = kruegerInverse(tm(system), east, north);
      worst = Math.max(worst, Math.hypot(east - E, north - N), apart([L, B], [longitude, latitude]), apart(toLonLat(projectedPoint(east, north)), [longitude, latitude]));
      expect(worst).toBeLessThan(1e-3);
    }), { numRuns: 2000 });
    expect(worst).toBeLessThan(1e-5);
  });
});

const reference = fc.record({
  system: fc.constantFrom(...cgcs2000Zones), off: within(-1.4, 1.4), latitude: within(18, 53), rotation: within(-180, 180), scale: within(0.9995, 1.0005),
  plant: fc.tuple(within(-1e4, 1e5), within(-1e4, 1e5)),
}).map(({ system, off, latitude, rotation, scale, plant }) => {
  const [east, north] = projector(system.epsg).fromLonLat(lonLat(system.centralMeridian + off, latitude));
  return { plant, system, ...resolveGeoReference({ source: 'known', epsg: system.epsg, plant, projected: [east, north], rotation, scale }) };
});

describe('a georeferenced plant', () => {
  it('comes back from longitude and latitude within a tenth of a millimetre', () => {
    fc.assert(fc.property(reference, within(-5000, 5000), within(-5000, 5000), ({ geoReference, plant }, dx, dy) => {
      const frame = geoFrame(geoReference);
      const point = plantPoint(plant[0] + dx, plant[1] + dy);
      const back = frame.fromLonLat(frame.toLonLat(point));
      expect(Math.hypot(back[0] - point[0], back[1] - point[1])).toBeLessThan(1e-4);
    }), { numRuns: 500 });
  });

  it('is found again from control points, in metres or in degrees', () => {
    fc.assert(fc.property(reference, fc.constantFrom('projected' as const, 'lonlat' as const), ({ geoReference, plant }, given) => {
      const frame = geoFrame(geoReference);
      const points = [[0, 0], [800, 100], [-200, 600]].map(([dx = 0, dy = 0]) => {
        const at = plantPoint(plant[0] + dx, plant[1] + dy);
        const there = given === 'projected' ? frame.toProjected(at) : frame.toLonLat(at);
        return { plant: [at[0], at[1]] as [number, number], at: [there[0], there[1]] as [number, number] };
      });
      const { geoReference: found, report } = resolveGeoReference({ source: 'control-points', epsg: geoReference.epsg, given, points });
      const corner = plantPoint(plant[0] + 3000, plant[1] - 3000);
      const [a, b] = [frame.toProjected(corner), geoFrame(found).toProjected(corner)];
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThan(1e-3);
      expect(report.fit?.rootMeanSquare).toBeLessThan(1e-4);
    }), { numRuns: 200 });
  });

  // Two zones bend lengths differently, the more the farther a place is from their middles: half a UTM zone makes 5 cm at the corners of 5 km.
  it.each([
    ['the other zone of three degrees', (longitude: number) => need(cgcs2000ZoneAt(longitude, { width: 3, prefixed: true })), 0.01],
    ['the zone of six degrees', (longitude: number) => need(cgcs2000ZoneAt(longitude, { width: 6, prefixed: false })), 0.06],
    ['UTM', (longitude: number, latitude: number) => need(utmZoneAt(longitude, latitude)), 0.06],
  ] as const)('takes a drawing of 5 km in %s, and strays no more than it says', (_name, zoneAt, limit) => {
    let worst = 0;
    fc.assert(fc.property(reference, ({ geoReference, plant, system }) => {
      const frame = geoFrame(geoReference);
      const [longitude, latitude] = frame.toLonLat(plantPoint(plant[0], plant[1]));
      fc.pre(longitude > 73.6 && longitude < 136.4);
      const utm = zoneAt(longitude, latitude);
      const [east, north] = projector(utm.epsg).fromLonLat(lonLat(longitude, latitude));
      // A picture of 5000 × 5000 pixels of a metre around the plant's point, as a world file says it.
      const placement = { a: 1, b: 0, c: east - 2500, d: 0, e: -1, f: north + 2500 };
      const placed = placeByEpsg(placement, utm.epsg, geoReference, { minX: 0, minY: 0, maxX: 5000, maxY: 5000 });
      if ('reason' in placed) throw new Error(`${placed.reason} ${system.name}`);
      for (const [x, y] of [[0, 0], [5000, 0], [1234, 4321], [5000, 5000]] as const) {
        const [L, B] = kruegerInverse(tm(utm), placement.c + x, placement.f - y);
        const truth = frame.fromLonLat(lonLat(L, B));
        const [X, Y] = applyAffine(placed.toPlant, drawingPoint(x, y));
        const miss = Math.hypot(X - truth[0], Y - truth[1]);
        worst = Math.max(worst, miss);
        expect(miss).toBeLessThan(limit);
        expect(miss).toBeLessThan(placed.residual + 1e-5);
      }
    }), { numRuns: 200 });
    expect(worst).toBeGreaterThan(0);
  });
});

describe('GCJ-02', () => {
  const inChina = fc.tuple(within(73, 135), within(18, 54));
  /** Back by repeated correction: the shift changes slowly, so each step gains four digits. */
  const back = (target: LonLat): LonLat => {
    let guess = target;
    for (let step = 0; step < 12; step++) {
      const shifted = toGcj02(guess);
      guess = lonLat(guess[0] - (shifted[0] - target[0]), guess[1] - (shifted[1] - target[1]));
    }
    return guess;
  };

  it('agrees with gcoord within a tenth of a millimetre', () => {
    fc.assert(fc.property(inChina, ([longitude, latitude]) => {
      const [x = NaN, y = NaN] = gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.GCJ02) as number[];
      expect(apart(toGcj02(lonLat(longitude, latitude)), [x, y])).toBeLessThan(1e-4);
    }), { numRuns: 1000 });
  });

  it('moves places by 100 to 1000 m and can be undone by an iteration within a millimetre', () => {
    fc.assert(fc.property(inChina, ([longitude, latitude]) => {
      const there = toGcj02(lonLat(longitude, latitude));
      expect(apart(there, [longitude, latitude])).toBeGreaterThan(10);
      expect(apart(there, [longitude, latitude])).toBeLessThan(1500);
      expect(apart(back(there), [longitude, latitude])).toBeLessThan(1e-3);
    }), { numRuns: 1000 });
  });

  it('leaves places outside of China where they are', () => {
    fc.assert(fc.property(within(-180, shiftedBox.west - 0.001), within(-80, 80), (longitude, latitude) => {
      expect(toGcj02(lonLat(longitude, latitude))).toEqual([longitude, latitude]);
    }));
  });

  it('of a zone is the shifted WGS-84 of its corners, in order', () => {
    const { geoReference } = resolveGeoReference({ source: 'known', epsg: 4549, plant: [0, 0], projected: [547_652.46, 3_453_256.27], rotation: 0, scale: 1 });
    const rings = [[plantPoint(0, 0), plantPoint(100, 0), plantPoint(100, 100)]];
    const plain = zoneToLonLat(rings, geoReference, 'wgs84');
    expect(plain[0]).toHaveLength(3);
    expect(plain[0]?.[0]).toEqual([expect.closeTo(120.5, 7), expect.closeTo(31.2, 7)]);
    expect(zoneToLonLat(rings, geoReference, 'gcj02')).toEqual(plain.map((ring) => ring.map(toGcj02)));
  });
});

function need<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('missing');
  return value;
}
