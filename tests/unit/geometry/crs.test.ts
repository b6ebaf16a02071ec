import { describe, expect, it } from 'vitest';
import { resolveGeoReference } from '#shared/geometry/crs/fit-reference.ts';
import { cgcs2000SystemOf, geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { placeByEpsg } from '#shared/geometry/crs/place-by-epsg.ts';
import { doubtOf, projectedPoint, projector } from '#shared/geometry/crs/project.ts';
import { cgcs2000ZoneAt, cgcs2000Zones, coordinateSystem, projectedSystem } from '#shared/geometry/crs/systems.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';

describe('coordinate systems', () => {
  // Written down from the EPSG register: first and last of each block.
  it.each([
    [4491, 'CGCS2000 / Gauss-Kruger zone 13', 75, 13_500_000], [4501, 'CGCS2000 / Gauss-Kruger zone 23', 135, 23_500_000],
    [4502, 'CGCS2000 / Gauss-Kruger CM 75E', 75, 500_000], [4512, 'CGCS2000 / Gauss-Kruger CM 135E', 135, 500_000],
    [4513, 'CGCS2000 / 3-degree Gauss-Kruger zone 25', 75, 25_500_000], [4533, 'CGCS2000 / 3-degree Gauss-Kruger zone 45', 135, 45_500_000],
    [4534, 'CGCS2000 / 3-degree Gauss-Kruger CM 75E', 75, 500_000], [4554, 'CGCS2000 / 3-degree Gauss-Kruger CM 135E', 135, 500_000],
    [4549, 'CGCS2000 / 3-degree Gauss-Kruger CM 120E', 120, 500_000], [32_650, 'WGS 84 / UTM zone 50N', 117, 500_000], [32_760, 'WGS 84 / UTM zone 60S', 177, 500_000],
  ])('knows EPSG:%i', (epsg, name, centralMeridian, falseEasting) => {
    expect(coordinateSystem(epsg)).toMatchObject({ kind: 'projected', epsg, name, centralMeridian, falseEasting });
  });

  it('knows longitude and latitude of both datums, and nothing that it cannot work out', () => {
    expect(coordinateSystem(4490)).toMatchObject({ kind: 'geographic', name: 'CGCS2000' });
    expect(coordinateSystem(4326)).toMatchObject({ kind: 'geographic', name: 'WGS 84' });
    for (const epsg of [0, -1, 4490.5, 4555, 3857, 2362, 32_600, 32_661, 32_700, 32_761]) expect(coordinateSystem(epsg), String(epsg)).toBeNull();
    expect(() => projector(3857)).toThrow(expect.objectContaining({ code: 'error.crs.unknown' }));
    expect(() => projector(4326)).toThrow(expect.objectContaining({ code: 'error.crs.notProjected' }));
    expect(cgcs2000Zones).toHaveLength(64);
  });

  it('tells which zone fits a longitude', () => {
    expect(cgcs2000ZoneAt(118.74, { width: 3, prefixed: false })).toMatchObject({ epsg: 4549, centralMeridian: 120 });
    expect(cgcs2000ZoneAt(118.74, { width: 3, prefixed: true })).toMatchObject({ epsg: 4528, prefix: 40 });
    expect(cgcs2000ZoneAt(118.4, { width: 3, prefixed: false })).toMatchObject({ epsg: 4548, centralMeridian: 117 });
    expect(cgcs2000ZoneAt(119.9, { width: 6, prefixed: true })).toMatchObject({ epsg: 4498, centralMeridian: 117, prefix: 20 });
    expect(cgcs2000ZoneAt(120.1, { width: 6, prefixed: true })).toMatchObject({ epsg: 4499, centralMeridian: 123, prefix: 21 });
    expect(cgcs2000ZoneAt(10, { width: 3, prefixed: false })).toBeNull();
  });

  it('doubts east and north that do not belong to the zone, and says what is probably meant', () => {
    const [plain, numbered] = [projectedSystem(4549), projectedSystem(4528)];
    if (plain === null || numbered === null) throw new Error('missing');
    expect(doubtOf(plain, projectedPoint(547_652, 3_453_256))).toBeNull();
    expect(doubtOf(plain, projectedPoint(3_453_256, 547_652))).toBe('swapped');
    expect(doubtOf(plain, projectedPoint(40_547_652, 3_453_256))).toBe('noPrefix');
    expect(doubtOf(numbered, projectedPoint(40_547_652, 3_453_256))).toBeNull();
    expect(doubtOf(numbered, projectedPoint(547_652, 3_453_256))).toBe('prefix');
    expect(doubtOf(numbered, projectedPoint(39_547_652, 3_453_256))).toBe('outside');
    expect(doubtOf(plain, projectedPoint(1234, 567))).toBe('outside');
    expect(doubtOf(plain, projectedPoint(NaN, 567))).toBe('outside');
  });
});

describe('georeference', () => {
  it('by known values: shifted, and turned by 90°', () => {
    // The plant's x runs north: (10, 0) from the known place is 10 m north of it, (0, 10) is 10 m west.
    const { geoReference, report } = resolveGeoReference({ source: 'known', epsg: 4549, plant: [1000, 2000], projected: [547_000, 3_453_000], rotation: 90, scale: 1 });
    const { toProjected } = geoFrame(geoReference);
    expect(toProjected(plantPoint(1010, 2000))).toEqual([547_000, 3_453_010]);
    expect(toProjected(plantPoint(1000, 2010))).toEqual([546_990, 3_453_000]);
    expect(report).toEqual({ scale: 1, rotation: 90, unusualScale: false, fit: null });
  });

  it('by two control points with a turn worked out by hand', () => {
    // From (0,0) to (300,400) is 500 m; in the grid 400 m east and 300 m north. arctan(3/4) − arctan(4/3) = −16.26°.
    const { geoReference, report } = resolveGeoReference({
      source: 'control-points', epsg: 4549, given: 'projected',
      points: [{ plant: [0, 0], at: [547_000, 3_453_000] }, { plant: [300, 400], at: [547_400, 3_453_300] }],
    });
    expect(report.rotation).toBeCloseTo(-16.260_204_708, 8);
    expect(report.scale).toBeCloseTo(1, 12);
    expect(geoReference.points).toHaveLength(2);
  });

  it.each([
    ['east and north exchanged', 4549, 'projected', [3_453_000, 547_000], 'error.geo.swapped'],
    ['a zone number too many', 4549, 'projected', [40_547_000, 3_453_000], 'error.geo.noPrefix'],
    ['a zone number missing', 4528, 'projected', [547_000, 3_453_000], 'error.geo.prefix'],
    ['another zone', 4528, 'projected', [38_547_000, 3_453_000], 'error.geo.outside'],
    ['latitude first', 4549, 'lonlat', [31.2, 120.5], 'error.geo.lonLatSwapped'],
    ['no degrees', 4549, 'lonlat', [547_000, 3_453_000], 'error.geo.lonLat'],
    ['a longitude of another zone', 4549, 'lonlat', [104.06, 30.67], 'error.geo.outside'],
    ['degrees where metres belong', 4490, 'projected', [120.5, 31.2], 'error.crs.notProjected'],
    ['an unknown system', 3857, 'projected', [547_000, 3_453_000], 'error.crs.unknown'],
  ] as const)('refuses %s', (_name, epsg, given, at, code) => {
    expect(() => resolveGeoReference({ source: 'control-points', epsg, given, points: [{ plant: [0, 0], at: [at[0], at[1]] }, { plant: [100, 0], at: [at[0] + 0.001, at[1]] }] }))
      .toThrow(expect.objectContaining({ code }));
  });

  it('warns of a scale that no projection has: feet taken for metres', () => {
    const { report } = resolveGeoReference({
      source: 'control-points', epsg: 4549, given: 'projected', points: [{ plant: [0, 0], at: [547_000, 3_453_000] }, { plant: [1000, 0], at: [547_304.8, 3_453_000] }],
    });
    expect(report).toMatchObject({ unusualScale: true, scale: expect.closeTo(0.3048, 12) });
  });

  it('tells CGCS2000 in the zone of the place where the plant has UTM', () => {
    const { geoReference } = resolveGeoReference({ source: 'known', epsg: 32_651, plant: [0, 0], projected: [261_808, 3_454_500], rotation: 0, scale: 1 });
    expect(cgcs2000SystemOf(geoFrame(geoReference), plantPoint(0, 0))).toMatchObject({ epsg: 4549 });
  });
});

describe('placeByEpsg', () => {
  const { geoReference } = resolveGeoReference({ source: 'known', epsg: 4549, plant: [0, 0], projected: [547_000, 3_453_000], rotation: 0, scale: 1 });
  const identity = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };
  const bounds = { minX: 547_000, minY: 3_453_000, maxX: 552_000, maxY: 3_458_000 };

  it('places a drawing in the plant’s own system exactly', () => {
    const placed = placeByEpsg(identity, 4549, geoReference, bounds);
    if ('reason' in placed) throw new Error(placed.reason);
    expect(applyAffine(placed.toPlant, drawingPoint(547_100, 3_453_200))).toEqual([expect.closeTo(100, 6), expect.closeTo(200, 6)]);
    expect(placed.residual).toBeLessThan(1e-6);
  });

  it('places one with the zone’s number in its eastings as well', () => {
    const placed = placeByEpsg({ ...identity, c: 40_000_000 }, 4528, geoReference, bounds);
    if ('reason' in placed) throw new Error(placed.reason);
    expect(applyAffine(placed.toPlant, drawingPoint(547_100, 3_453_200))).toEqual([expect.closeTo(100, 6), expect.closeTo(200, 6)]);
  });

  it('places longitude and latitude and says how far that strays over 5 km', () => {
    const [west, south] = geoFrame(geoReference).toLonLat(plantPoint(0, 0));
    const [east, north] = geoFrame(geoReference).toLonLat(plantPoint(5000, 5000));
    const placed = placeByEpsg(identity, 4326, geoReference, { minX: west, minY: south, maxX: east, maxY: north });
    if ('reason' in placed) throw new Error(placed.reason);
    expect(placed.residual).toBeGreaterThan(0.05);
    expect(placed.residual).toBeLessThan(1);
  });

  it.each([
    ['without a georeference', identity, 4549, null, bounds, 'error.geo.none'],
    ['of an unknown system', identity, 3857, geoReference, bounds, 'error.crs.unknown'],
    ['of Xian 1980', identity, 2364, geoReference, bounds, 'error.geo.oldDatum'],
    ['of Beijing 1954', identity, 2437, geoReference, bounds, 'error.geo.oldDatum'],
    ['far from the plant’s zone', identity, 4544, geoReference, bounds, 'error.geo.drawingOutside'],
    ['without any extent', identity, 4549, geoReference, { minX: 547_000, minY: 3_453_000, maxX: 547_000, maxY: 3_453_000 }, 'error.calibration.samePlace'],
    ['that is flat', { ...identity, e: 0, f: 3_453_000 }, 4549, geoReference, bounds, 'error.calibration.linePlant'],
  ])('says why it cannot place a drawing %s', (_name, placement, epsg, reference, box, reason) => {
    expect(placeByEpsg(placement, epsg, reference, box)).toMatchObject({ reason });
  });
});
