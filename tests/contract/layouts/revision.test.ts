import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostServices } from '#electron/host/services.ts';
import { createChange, newRow } from '#electron/host/stamp.ts';
import { layoutRevisionHandlers } from '#electron/host/usecases/layout-revision.ts';
import { layoutHandlers } from '#electron/host/usecases/layouts.ts';
import { layoutCalls } from '#shared/contract/layout.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { dxf, ParserBench, tags } from '../../fixtures/layouts/make.ts';
import { makePlant, step, type Plant } from '../../unit/host/fixture.ts';

const bench = new ParserBench();
const sample = (name: string): string => fileURLToPath(new URL(`../../../resources/sample/${name}`, import.meta.url));
afterAll(() => { bench.dispose(); });

let plant: Plant;
let handlers: ReturnType<typeof layoutHandlers> & ReturnType<typeof layoutRevisionHandlers>;
let number = 0;
const context = { taskId: 't', signal: new AbortController().signal, progress: () => undefined };

beforeEach(() => {
  plant = makePlant(join(bench.folder, `revision-${number += 1}.riskatlas`));
  // Layout calls use the workspace, the stamp, the clock and the parsers; the rest of the host stays out of this test.
  const services = { ...plant.ports, parsers: bench.pool, workspace: () => plant.workspace } as unknown as HostServices;
  handlers = { ...layoutHandlers(services), ...layoutRevisionHandlers(services) };
  return () => { plant.workspace.close(); };
});

const line = (layer: string, x1: number, y1: number, x2: number, y2: number): string => tags(0, 'LINE', 8, layer, 10, x1, 20, y1, 11, x2, 21, y2);
const text = (value: string, x: number, y: number): string => tags(0, 'TEXT', 8, '文字', 10, x, 20, y, 40, 2, 1, value);
/** A plant of 100 × 80 m in metres, with a pipe at height `pipe`. */
const drawing = (pipe: number, unit = 6, more = ''): string => dxf({
  header: tags(9, '$INSUNITS', 70, unit),
  entities: line('围墙', 0, 0, 100, 0) + line('围墙', 100, 0, 100, 80) + line('围墙', 100, 80, 0, 80) + line('围墙', 0, 80, 0, 0) + line('管线', 10, pipe, 60, pipe) + text('泵房', 40, 40) + more,
});
const importPlant = async (): Promise<Id> => (await handlers['layout/import']({ path: bench.write('plant.dxf', drawing(20)), recover: false }, context)).layoutId;
const zone = (layoutId: Id, name: string, x: number, y: number): Id => {
  const row = newRow(plant.ports, 'zone', { layoutId, name, code: '', unitIds: [], note: '', position: 1, rings: [[plantPoint(x, y), plantPoint(x + 10, y), plantPoint(x + 10, y + 10), plantPoint(x, y + 10)]] });
  plant.workspace.commit(step, [createChange('zone', row)]);
  return row.id;
};

describe('a new revision of a drawing', () => {
  it('takes the place of the old one in one step: zones and what a person set stay, the old drawing is kept, one undo brings it back', async () => {
    const layoutId = await importPlant();
    zone(layoutId, '罐区', 0, 0);
    await handlers['layout/update']({ layoutId, fields: { layers: [{ name: '管线', visible: true, opacity: 0.4 }] } }, context);
    const before = plant.workspace.need('layout', layoutId);
    const result = layoutCalls['layout/revise'].output.parse(await handlers['layout/revise']({ layoutId, path: bench.write('plant-B.dxf', drawing(25)), recover: false }, context));
    expect(result).toMatchObject({ layoutId, placedBy: 'file', widthMetres: 100, heightMetres: 80 });
    const after = plant.workspace.need('layout', layoutId);
    expect(after).toMatchObject({ name: 'plant', fileName: 'plant-B.dxf', layers: before.layers, calibration: before.calibration, previous: { fileName: 'plant.dxf', derivedHash: before.derivedHash } });
    expect(plant.workspace.children('zone', layoutId)).toHaveLength(1);
    const old = await handlers['layout/content']({ layoutId, previous: true }, context);
    expect(Buffer.from(old.bytes).equals(Buffer.from(plant.workspace.content(before.derivedHash)?.bytes ?? []))).toBe(true);
    plant.workspace.undo();
    expect(plant.workspace.need('layout', layoutId)).toMatchObject({ fileName: 'plant.dxf', derivedHash: before.derivedHash, previous: null });
    expect(plant.workspace.check()).toEqual([]);
  });

  it('keeps control points where the coordinates are the same, and asks for new ones where they are not', async () => {
    const layoutId = await importPlant();
    const points = [{ drawing: drawingPoint(0, 0), plant: plantPoint(1000, 500) }, { drawing: drawingPoint(100, 0), plant: plantPoint(1100, 500) }];
    await handlers['layout/calibrate']({ layoutId, points } as Parameters<typeof handlers['layout/calibrate']>[0], context);
    const kept = await handlers['layout/revise']({ layoutId, path: bench.write('b.dxf', drawing(25)), recover: false }, context);
    expect(kept.placedBy).toBe('before');
    expect(plant.workspace.need('layout', layoutId).calibration?.points).toEqual(points);
    // In millimetres the numbers are others: half of nothing is shared, and the file's own unit is taken.
    const moved = dxf({ header: tags(9, '$INSUNITS', 70, 4), entities: line('围墙', 900_000, 900_000, 1_000_000, 980_000) });
    expect((await handlers['layout/revise']({ layoutId, path: bench.write('c.dxf', moved), recover: false }, context)).placedBy).toBe('file');
    const unitless = dxf({ header: tags(9, '$INSUNITS', 70, 0), entities: line('围墙', 5_000_000, 0, 5_100_000, 80_000) });
    expect((await handlers['layout/revise']({ layoutId, path: bench.write('d.dxf', unitless), recover: false }, context)).placedBy).toBe('nothing');
    expect(plant.workspace.need('layout', layoutId).calibration).toBeNull();
  });

  it('is refused where it is the same file, and leaves everything where it cannot be read', async () => {
    const layoutId = await importPlant();
    const before = plant.workspace.head.seq;
    await expect(handlers['layout/revise']({ layoutId, path: bench.write('copy.dxf', drawing(20)), recover: false }, context)).rejects.toMatchObject({ code: 'error.layout.sameRevision' });
    await expect(handlers['layout/revise']({ layoutId, path: bench.write('bad.dxf', drawing(20).slice(0, 300)), recover: false }, context)).rejects.toMatchObject({ code: expect.stringMatching(/^error\.layout\./) });
    expect(plant.workspace.head.seq).toBe(before);
  });
});

describe('layout/difference', () => {
  it('tells the moved pipe at both places, the new text, and the zones to look at', async () => {
    const layoutId = await importPlant();
    const [crossed, apart] = [zone(layoutId, '泵区', 20, 18), zone(layoutId, '办公', 80, 60)];
    await expect(handlers['layout/difference']({ layoutId }, context)).rejects.toMatchObject({ code: 'error.layout.noPrevious' });
    await handlers['layout/revise']({ layoutId, path: bench.write('b.dxf', drawing(25, 6, text('新建罐', 25, 22))), recover: false }, context);
    const found = layoutCalls['layout/difference'].output.parse(await handlers['layout/difference']({ layoutId }, context));
    expect(found).toMatchObject({ compared: true, lines: 2, textsRemoved: [], textsAdded: [{ text: '新建罐' }], zones: [{ id: crossed, lines: 2, texts: 1 }] });
    expect([...found.removed].map(Math.round)).toEqual([10, 20, 60, 20]);
    expect([...found.added].map(Math.round)).toEqual([10, 25, 60, 25]);
    expect(found.zones.some(({ id }) => id === apart)).toBe(false);
  });

  it('leaves out hidden layers, and says that pictures are not compared', async () => {
    const layoutId = await importPlant();
    await handlers['layout/update']({ layoutId, fields: { layers: [{ name: '管线', visible: false, opacity: 1 }] } }, context);
    await handlers['layout/revise']({ layoutId, path: bench.write('b.dxf', drawing(25)), recover: false }, context);
    expect(await handlers['layout/difference']({ layoutId }, context)).toMatchObject({ compared: true, lines: 0, zones: [] });
    await handlers['layout/revise']({ layoutId, path: sample('plant.png'), recover: false }, context);
    expect(await handlers['layout/difference']({ layoutId }, context)).toMatchObject({ compared: false, reason: 'picture' });
  });
});

describe('layout/layers', () => {
  it('lists the layers of the drawing with how much is on them', async () => {
    const layers = await handlers['layout/layers']({ layoutId: await importPlant() }, context);
    expect(layers.map(({ name, items, visible }) => [name, items, visible]).toSorted()).toEqual([['围墙', 4, true], ['文字', 1, true], ['管线', 1, true]]);
  });
});
