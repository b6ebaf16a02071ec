import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { layoutHandlers } from '#electron/host/usecases/layouts.ts';
import type { HostServices } from '#electron/host/services.ts';
import { layoutCalls } from '#shared/contract/layout.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import { makePlant, type Plant } from '../../unit/host/fixture.ts';
import { dxf, ParserBench, tags } from '../../fixtures/layouts/make.ts';

const bench = new ParserBench();
afterAll(() => { bench.dispose(); });
const sample = (name: string): string => fileURLToPath(new URL(`../../../resources/sample/${name}`, import.meta.url));

let plant: Plant;
let handlers: ReturnType<typeof layoutHandlers>;
let number = 0;
const phases: string[] = [];
const context = { taskId: 't', signal: new AbortController().signal, progress: (phase: string) => { phases.push(phase); } };

beforeEach(() => {
  plant = makePlant(join(bench.folder, `plant-${number += 1}.riskatlas`));
  // Layout calls use the workspace, the stamp and the parsers; the rest of the host stays out of this test.
  handlers = layoutHandlers({ ...plant.ports, parsers: bench.pool, workspace: () => plant.workspace } as unknown as HostServices);
  return () => { plant.workspace.close(); };
});

const square = (unit: number): string => dxf({ header: tags(9, '$INSUNITS', 70, unit), entities: tags(0, 'LWPOLYLINE', 8, '0', 90, 3, 70, 1, 10, 1000, 20, 2000, 10, 5000, 20, 2000, 10, 5000, 20, 4000) });

describe('layout/import', () => {
  it('takes a GBK drawing in metres as it is: size, bytes, one step in the history', async () => {
    const result = layoutCalls['layout/import'].output.parse(await handlers['layout/import']({ path: sample('plant.dxf'), recover: false }, context));
    expect(result).toMatchObject({ format: 'dxf', encoding: 'gbk', widthMetres: 496, heightMetres: 376 });
    const row = plant.workspace.need('layout', result.layoutId);
    expect(row).toMatchObject({ name: 'plant', fileName: 'plant.dxf', calibration: { source: 'file-unit', toPlant: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 } } });
    const original = readFileSync(sample('plant.dxf'));
    expect(row.originalHash).toBe(createHash('sha256').update(original).digest('hex'));
    expect(Buffer.from(plant.workspace.content(row.originalHash)?.bytes ?? []).equals(original)).toBe(true);
    expect(plant.workspace.head).toMatchObject({ command: 'layout/import', count: 1, label: { key: 'change.layoutImport', params: { name: 'plant' } } });
    expect(phases).toContain('progress.storeLayout');
  });

  it('takes millimetres from the file, a person\'s factor before them, and neither from a drawing without a unit', async () => {
    const millimetres = await handlers['layout/import']({ path: bench.write('mm.dxf', square(4)), recover: false }, context);
    expect([millimetres.widthMetres, millimetres.heightMetres]).toEqual([4, 2]);
    const byFactor = await handlers['layout/import']({ path: bench.write('mm.dxf', square(4)), recover: false, scale: 0.5, name: '一期' }, context);
    expect([byFactor.widthMetres, byFactor.heightMetres]).toEqual([2000, 1000]);
    expect(plant.workspace.need('layout', byFactor.layoutId)).toMatchObject({ name: '一期', calibration: { source: 'scale' }, position: 2 });
    const unitless = await handlers['layout/import']({ path: bench.write('none.dxf', square(0)), recover: false }, context);
    expect(unitless.widthMetres).toBeNull();
    expect(plant.workspace.need('layout', unitless.layoutId).calibration).toBeNull();
  });

  it('puts a picture with a world file where that says, and one in degrees not into metres', async () => {
    const png = readFileSync(sample('plant.png'));
    const placed = bench.write('scan.png', png);
    bench.write('scan.pgw', '0.25\n0\n0\n-0.25\n1000.125\n1999.875\n');
    const { layoutId } = await handlers['layout/import']({ path: placed, recover: false }, context);
    expect(plant.workspace.need('layout', layoutId).calibration).toMatchObject({ source: 'geo-reference', toPlant: { a: 0.25, b: 0, c: 1000, d: 0, e: -0.25, f: 2000 } });
    // Its own datum is none that can be converted: the numbers are degrees, and stay so.
    const foreign = bench.write('foreign.png', png);
    bench.write('foreign.pgw', '0.00001\n0\n0\n-0.00001\n117.1\n36.1\n');
    bench.write('foreign.prj', 'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]');
    const other = await handlers['layout/import']({ path: foreign, recover: false }, context);
    expect([other.widthMetres, other.notShown]).toEqual([null, [{ type: 'GCS_Beijing_1954', count: 1, reason: 'notShown.otherSystem' }]]);
  });

  it('writes nothing when the file is refused or the work is cancelled at the end', async () => {
    const before = plant.workspace.head.seq;
    await expect(handlers['layout/import']({ path: bench.write('bad.png', 'no picture'), recover: false }, context)).rejects.toMatchObject({ code: 'error.layout.notWhatItSays' });
    const controller = new AbortController();
    const cancelling = { ...context, signal: controller.signal, progress: (phase: string) => { if (phase === 'progress.storeLayout') controller.abort(); } };
    await expect(handlers['layout/import']({ path: sample('plant.dxf'), recover: false }, cancelling)).rejects.toMatchObject({ code: 'error.cancelled' });
    expect([plant.workspace.head.seq, plant.workspace.count('layout')]).toEqual([before, 0]);
  });

  it('can be undone and brought again, with its bytes', async () => {
    const { layoutId } = await handlers['layout/import']({ path: sample('plant.dxf'), recover: false }, context);
    plant.workspace.undo();
    expect(await handlers['layout/list']({}, context)).toEqual([]);
    plant.workspace.redo();
    const content = layoutCalls['layout/content'].output.parse(await handlers['layout/content']({ layoutId, previous: false }, context));
    expect(content).toMatchObject({ kind: 'vector', mediaType: 'application/vnd.riskatlas.drawing' });
    expect(Buffer.from(content.bytes.subarray(0, 6)).toString()).toBe('RADRAW');
  });
});

describe('layout/calibrate', () => {
  it('turns the pixels of the sample picture, y down, into its plant metres', async () => {
    const facts = JSON.parse(readFileSync(sample('plant.json'), 'utf8')) as { png: { controlPoints: { pixel: [number, number]; plant: [number, number] }[] } };
    const points = facts.png.controlPoints.map(({ pixel, plant: place }) => ({ drawing: drawingPoint(...pixel), plant: plantPoint(...place) }));
    const { layoutId, widthMetres } = await handlers['layout/import']({ path: sample('plant.png'), recover: false }, context);
    expect(widthMetres).toBeNull();
    const { calibration, residuals } = layoutCalls['layout/calibrate'].output.parse(await handlers['layout/calibrate']({ layoutId, points, fit: 'similarity' }, context));
    expect(Math.max(...residuals)).toBeLessThan(0.2);
    expect(calibration.toPlant.e).toBeLessThan(0);
    expect(layoutCalls['layout/list'].output.parse(await handlers['layout/list']({}, context))[0]?.calibration?.source).toBe('control-points');
    const content = await handlers['layout/content']({ layoutId, previous: false }, context);
    expect(Buffer.from(content.bytes).equals(readFileSync(sample('plant.png')))).toBe(true);
  });

  it('refuses points in one place and leaves the layout as it was', async () => {
    const { layoutId } = await handlers['layout/import']({ path: sample('plant.png'), recover: false }, context);
    const point = { drawing: drawingPoint(5, 5), plant: plantPoint(1, 1) };
    expect(() => handlers['layout/calibrate']({ layoutId, points: [point, point], fit: 'similarity' }, context)).toThrow(expect.objectContaining({ code: 'error.calibration.samePlace' }));
    expect(plant.workspace.need('layout', layoutId).calibration).toBeNull();
  });
});
