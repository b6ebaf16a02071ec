import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostServices } from '#electron/host/services.ts';
import { layoutRevisionHandlers } from '#electron/host/usecases/layout-revision.ts';
import { layoutHandlers } from '#electron/host/usecases/layouts.ts';
import { plantHandlers } from '#electron/host/usecases/plant.ts';
import { createChange, newRow } from '#electron/host/stamp.ts';
import { layoutCalls } from '#shared/contract/layout.ts';
import { plantCalls } from '#shared/contract/plant.ts';
import type { ParsedDrawing, Placement } from '#shared/contract/ports.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import { layoutFields, makePlant, step, TemporaryFolder, type Plant } from '../../unit/host/fixture.ts';
import { writeFileSync } from 'node:fs';

const folder = new TemporaryFolder();
afterAll(() => { folder.dispose(); });
const context = { taskId: 't', signal: new AbortController().signal, progress: () => undefined };

let plant: Plant;
let layouts: ReturnType<typeof layoutHandlers> & ReturnType<typeof layoutRevisionHandlers>;
let calls: ReturnType<typeof plantHandlers>;
let placement: Placement | undefined;
let derived = 1;
let number = 0;
const path = join(folder.path, 'scan.png');
writeFileSync(path, 'bytes of a scan');

/** A scan of 1000 × 500 pixels, as an adapter gives it; its file says what `placement` holds. */
const scan = (): ParsedDrawing => ({
  format: 'png', encoding: '', derivedKind: 'picture', mediaType: 'image/png', derived: new Uint8Array([derived]), bounds: { minX: 0, minY: 0, maxX: 1000, maxY: 500 },
  metresPerUnit: null, entities: 1, drawn: 1, notShown: [], ...(placement === undefined ? {} : { placement }),
});
beforeEach(() => {
  plant = makePlant(join(folder.path, `plant-${number += 1}.riskatlas`));
  placement = undefined;
  derived = 1;
  const services = { ...plant.ports, parsers: { drawing: () => Promise.resolve(scan()) }, workspace: () => plant.workspace } as unknown as HostServices;
  layouts = { ...layoutHandlers(services), ...layoutRevisionHandlers(services) };
  calls = plantHandlers(services);
  return () => { plant.workspace.close(); };
});
const enterprise = () => plant.workspace.need('enterprise', plant.enterprise.id);
const importScan = async () => layoutCalls['layout/import'].output.parse(await layouts['layout/import']({ path, recover: false }, context));
const set = async (reference: unknown) => plantCalls['plant/setGeoReference'].output.parse(await calls['plant/setGeoReference'](plantCalls['plant/setGeoReference'].input.parse({ reference }), context));
const known = { source: 'known', epsg: 4549, plant: [0, 0], projected: [547_000, 3_453_000], rotation: 0 } as const;
/** Upper left corner east 547 100, north 3 453 600; half a metre a pixel. */
const inCm120: Placement = { toWorld: { a: 0.5, b: 0, c: 547_100, d: 0, e: -0.5, f: 3_453_600 }, epsg: 4549, unit: 'metres' };

describe('plant/setGeoReference', () => {
  it('is one step that can be undone, and the same again is none', async () => {
    const { geoReference } = await set(known);
    expect(enterprise().geoReference).toEqual(geoReference);
    expect(plant.workspace.head).toMatchObject({ command: 'plant/setGeoReference', count: 1, label: { key: 'change.geoReference' } });
    const { seq } = plant.workspace.head;
    await set(known);
    expect(plant.workspace.head.seq).toBe(seq);
    plant.workspace.undo();
    expect(enterprise().geoReference).toBeNull();
    plant.workspace.redo();
    expect(calls['plant/geoReference']({}, context)).toEqual({ geoReference });
    await set(null);
    expect(enterprise().geoReference).toBeNull();
    expect(plant.workspace.head.label.key).toBe('change.geoReferenceClear');
  });

  it('fits control points without writing, and tells of one that does not agree', async () => {
    const { seq } = plant.workspace.head;
    const input = plantCalls['plant/fitGeoReference'].input.parse({
      source: 'control-points', epsg: 4549, given: 'projected',
      points: [{ plant: [0, 0], at: [547_000, 3_453_000] }, { plant: [500, 0], at: [547_500, 3_453_000] }, { plant: [500, 300], at: [547_500, 3_453_300] }, { plant: [0, 300], at: [547_003, 3_453_304] }],
    });
    const { report } = plantCalls['plant/fitGeoReference'].output.parse(await calls['plant/fitGeoReference'](input, context));
    expect(report.fit).toMatchObject({ over: true, culprit: { index: 3, offBy: expect.closeTo(5, 9) } });
    expect(plant.workspace.head.seq).toBe(seq);
  });

  it('refuses values that put a calibrated drawing beside the zone, and changes nothing', async () => {
    const row = newRow(plant.ports, 'layout', { ...layoutFields(), calibration: { source: 'file-unit', toPlant: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, points: [] } });
    plant.workspace.commit(step, [createChange('layout', row)]);
    await expect(set({ ...known, projected: [0, 0] })).rejects.toMatchObject({ code: 'error.geo.plantOutside' });
    expect(enterprise().geoReference).toBeNull();
  });

  it('keeps a drawing that lies by it where it is on the earth', async () => {
    await set(known);
    placement = inCm120;
    const { layoutId } = await importScan();
    const onEarth = () => {
      const { geoReference } = enterprise();
      const calibration = plant.workspace.need('layout', layoutId).calibration;
      if (geoReference === null || calibration === null) throw new Error('not placed');
      return geoFrame(geoReference).toLonLat(applyAffine(calibration.toPlant, drawingPoint(250, 125)));
    };
    const before = onEarth();
    const { moved } = await set({ source: 'known', epsg: 4528, plant: [1000, 1000], projected: [40_547_000, 3_453_000], rotation: 30 });
    expect(moved).toEqual([layoutId]);
    expect(onEarth()).toEqual([expect.closeTo(before[0], 9), expect.closeTo(before[1], 9)]);
    expect(plant.workspace.head.count).toBe(2);
    plant.workspace.undo();
    expect(onEarth()).toEqual(before);
  });
});

describe('a drawing whose file says its coordinates', () => {
  it('is placed by them in a georeferenced plant', async () => {
    await set(known);
    placement = inCm120;
    const imported = await importScan();
    expect(imported).toMatchObject({ widthMetres: 500, heightMetres: 250, placement: { epsg: 4549, residual: expect.closeTo(0, 6), reason: null, gaveGeoReference: false } });
    const { calibration, epsg } = plant.workspace.need('layout', imported.layoutId);
    expect(epsg).toBe(4549);
    expect(calibration).toMatchObject({ source: 'geo-reference', points: [] });
    // The upper left corner: 100 m east and 600 m north of the plant's origin.
    expect(calibration && applyAffine(calibration.toPlant, drawingPoint(0, 0))).toEqual([expect.closeTo(100, 6), expect.closeTo(600, 6)]);
  });

  it('gives a plant without a place its own: one step for both', async () => {
    placement = inCm120;
    const imported = await importScan();
    expect(imported.placement).toMatchObject({ epsg: 4549, gaveGeoReference: true });
    expect(enterprise().geoReference).toMatchObject({ epsg: 4549, source: 'known' });
    expect(plant.workspace.head).toMatchObject({ command: 'layout/import', count: 2 });
    plant.workspace.undo();
    expect(enterprise().geoReference).toBeNull();
    expect(plant.workspace.all('layout')).toEqual([]);
  });

  it('gives it with a revision too, in the same step', async () => {
    const { layoutId } = await importScan();
    [placement, derived] = [inCm120, 2];
    const revised = layoutCalls['layout/revise'].output.parse(await layouts['layout/revise']({ layoutId, path, recover: false }, context));
    expect(revised).toMatchObject({ placedBy: 'file', widthMetres: 500, placement: { epsg: 4549, gaveGeoReference: true } });
    expect(enterprise().geoReference).toMatchObject({ epsg: 4549 });
    expect(plant.workspace.head).toMatchObject({ command: 'layout/revise', count: 2 });
    plant.workspace.undo();
    expect(enterprise().geoReference).toBeNull();
    expect(plant.workspace.need('layout', layoutId)).toMatchObject({ calibration: null, epsg: null });
  });

  it('keeps its system through a revision whose file says nothing of it', async () => {
    placement = inCm120;
    const { layoutId } = await importScan();
    [placement, derived] = [undefined, 2];
    const revised = await layouts['layout/revise']({ layoutId, path, recover: false }, context);
    expect(revised).toMatchObject({ placedBy: 'before', placement: null });
    expect(plant.workspace.need('layout', layoutId)).toMatchObject({ epsg: 4549, calibration: { source: 'geo-reference' } });
  });

  it('in degrees: the plant gets the zone that fits, and the drawing lies within a decimetre', async () => {
    placement = { toWorld: { a: 5e-6, b: 0, c: 120.5, d: 0, e: -5e-6, f: 31.2 }, epsg: null, unit: 'degrees' };
    const imported = await importScan();
    expect(imported.placement).toMatchObject({ epsg: 4326, gaveGeoReference: true });
    const { geoReference } = enterprise();
    expect(geoReference?.epsg).toBe(4549);
    const { calibration } = plant.workspace.need('layout', imported.layoutId);
    if (geoReference === null || calibration === null) throw new Error('not placed');
    const frame = geoFrame(geoReference);
    const [x, y] = applyAffine(calibration.toPlant, drawingPoint(1000, 500));
    const [X, Y] = frame.fromLonLat([120.505, 31.1975] as never);
    expect(Math.hypot(x - X, y - Y)).toBeLessThan(0.01);
  });

  it('waits for control points, and says why, where the plant has drawings but no place', async () => {
    const row = newRow(plant.ports, 'layout', { ...layoutFields(), calibration: { source: 'scale', toPlant: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, points: [] } });
    plant.workspace.commit(step, [createChange('layout', row)]);
    placement = inCm120;
    const imported = await importScan();
    expect(imported).toMatchObject({ widthMetres: null, placement: { residual: null, reason: { key: 'error.geo.none' }, gaveGeoReference: false } });
    expect(plant.workspace.need('layout', imported.layoutId)).toMatchObject({ calibration: null, epsg: 4549 });
    expect(enterprise().geoReference).toBeNull();
  });

  it('in a system whose way to CGCS2000 is not public is not placed', async () => {
    await set(known);
    placement = { ...inCm120, epsg: 2437 };
    expect((await importScan()).placement).toMatchObject({ reason: { key: 'error.geo.oldDatum' } });
  });

  it('in metres without a system takes the plant’s where the numbers fit it, and plant metres where not', async () => {
    await set(known);
    placement = { ...inCm120, epsg: null };
    expect((await importScan()).placement).toMatchObject({ epsg: 4549 });
    placement = { toWorld: { a: 0.5, b: 0, c: 100, d: 0, e: -0.5, f: 600 }, epsg: null, unit: 'metres' };
    const imported = await importScan();
    expect(imported.placement).toMatchObject({ epsg: null, residual: 0 });
    const inPlant = placement.toWorld;
    expect(plant.workspace.need('layout', imported.layoutId).calibration?.toPlant).toEqual(inPlant);
    // Plant metres stay plant metres where the plant's place is corrected.
    const { moved } = await set({ ...known, projected: [547_010, 3_453_000] });
    expect(moved).not.toContain(imported.layoutId);
    expect(plant.workspace.need('layout', imported.layoutId).calibration?.toPlant).toEqual(inPlant);
  });
});

describe('layout/calibrate', () => {
  const given = (fit: 'similarity' | 'affine') => ({
    fit, points: [[0, 500, 0, 0], [1000, 500, 500, 0], [1000, 0, 500, 260], [0, 0, 0, 260], [500, 250, 900, 900, 1]].map(([x = 0, y = 0, X = 0, Y = 0, off]) => (
      { drawing: drawingPoint(x, y), plant: plantPoint(X, Y), ...(off ? { off: true } : {}) })),
  });

  it('fits an affine map to a picture with two scales, keeps points that are off, and can be undone', async () => {
    const { layoutId } = await importScan();
    const { calibration, residuals, report } = layoutCalls['layout/calibrate'].output.parse(await layouts['layout/calibrate']({ layoutId, ...given('affine') }, context));
    // 0.5 m a pixel across, 0.52 m upwards.
    expect([calibration.toPlant.a, calibration.toPlant.e]).toEqual([expect.closeTo(0.5, 12), expect.closeTo(-0.52, 12)]);
    expect(calibration).toMatchObject({ fit: 'affine', source: 'control-points' });
    expect(calibration.points[4]?.off).toBe(true);
    expect(residuals.slice(0, 4).every((metres) => metres < 1e-9)).toBe(true);
    expect(report).toMatchObject({ over: false, distorted: true, spare: 1 });
    expect(plant.workspace.need('layout', layoutId).calibration).toEqual(calibration);
    plant.workspace.undo();
    expect(plant.workspace.need('layout', layoutId).calibration).toBeNull();
  });

  it('of the same points as a similarity warns: the axes do not agree', async () => {
    const { layoutId } = await importScan();
    const { report } = await layouts['layout/calibrate']({ layoutId, ...given('similarity') }, context);
    expect(report.over).toBe(true);
    // 10 m of 260 are shared out: the worst point is several metres off.
    expect(report.rootMeanSquare).toBeGreaterThan(1);
  });

  it('again, otherwise, leaves every zone where it is in the plant: only the layout changes', async () => {
    const { layoutId } = await importScan();
    await layouts['layout/calibrate']({ layoutId, ...given('affine') }, context);
    const ring = [plantPoint(10, 10), plantPoint(60, 10), plantPoint(60, 40)];
    const zone = newRow(plant.ports, 'zone', { layoutId, name: '罐区', code: '', rings: [ring], unitIds: [], note: '', position: 1 });
    plant.workspace.commit(step, [createChange('zone', zone)]);
    const { points } = given('similarity');
    await layouts['layout/calibrate']({ layoutId, fit: 'similarity', points: points.slice(0, 2).map(({ drawing, plant: [x, y] }) => ({ drawing, plant: plantPoint(1000 - y, 500 + x) })) }, context);
    expect(plant.workspace.head).toMatchObject({ command: 'layout/calibrate', count: 1 });
    expect(plant.workspace.need('zone', zone.id)).toEqual(zone);
  });

  it('needs two points in use', async () => {
    const { layoutId } = await importScan();
    const { points } = given('similarity');
    expect(() => layouts['layout/calibrate']({ layoutId, fit: 'similarity', points: points.map((point, i) => ({ ...point, off: i > 0 })) }, context))
      .toThrow(expect.objectContaining({ code: 'error.calibration.fewPoints' }));
  });
});
