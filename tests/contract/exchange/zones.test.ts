import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeHandlers } from '#electron/host/usecases/exchange.ts';
import { createChange, newRow, updateChange } from '#electron/host/stamp.ts';
import { exchangeCalls } from '#shared/contract/exchange.ts';
import { resolveGeoReference } from '#shared/geometry/crs/fit-reference.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { defaultPack } from '../../unit/risk/default-pack.ts';
import { layoutFields } from '../../unit/host/fixture.ts';
import { callContext, Plant } from './plant.ts';

let plant: Plant;
beforeEach(() => { plant = new Plant(); });
afterEach(() => { plant.close(); });

const square: PlantPoint[] = [[0, 0], [100, 0], [100, 100], [0, 100]].map(([x = 0, y = 0]) => plantPoint(x, y));
/** 120 corners on a circle of 300 m: far more than 500 characters hold. */
const round: PlantPoint[] = Array.from({ length: 120 }, (_, i) => plantPoint(Math.round(3e6 * Math.cos((i * Math.PI) / 60)) / 1e4, Math.round(3e6 * Math.sin((i * Math.PI) / 60)) / 1e4));
const place = resolveGeoReference({ source: 'known', epsg: 4549, plant: [0, 0], projected: [547_652.46, 3_453_256.27], rotation: 0, scale: 1 }).geoReference;

/** The plant's place is known, its events are assessed, and two zones lie on a layout. */
function prepare(placed = true): void {
  const { workspace, ports } = plant;
  const [enterprise] = workspace.all('enterprise');
  const [unit] = workspace.all('unit');
  if (!enterprise || !unit) throw new Error('missing');
  const events = workspace.children('event', unit.id);
  const layout = newRow(ports, 'layout', layoutFields());
  const zone = (name: string, code: string, ring: PlantPoint[], position: number) => newRow(ports, 'zone', { layoutId: layout.id, name, code, rings: [ring], unitIds: [unit.id], note: '', position });
  workspace.commit({ command: 'test', label: { key: 'change.row.create', params: {} } }, [
    updateChange('enterprise', enterprise, { creditCode: '91320000000000000X', ...(placed ? { geoReference: place } : {}) }, ports),
    ...events.map((event) => updateChange('event', event, { inherent: { method: 'LS', L: 5, S: 5, statedLevel: null }, residual: { method: 'LS', L: 3, S: 4, statedLevel: null } }, ports)),
    createChange('layout', layout), createChange('zone', zone('罐区', 'Z-01', square, 1)), createChange('zone', zone('火炬', 'Z-02', round, 2)),
  ].flatMap((change) => change ?? []));
}
async function exported() {
  // The level of a zone is the index's affair, which has tests of its own.
  const services = { ...plant.services, levels: () => ({ zone: () => ({ level: 2, unassessed: 0 }) }) as never, rulePack: () => defaultPack };
  const out = join(plant.folder, 'zones.zip');
  const result = exchangeCalls['exchange/export'].output.parse(await exchangeHandlers(services, { renderMap: async () => null })['exchange/export']({ out, profile: 'jiangsu-zones' }, callContext()));
  const rows = JSON.parse(new TextDecoder().decode(unzipSync(readFileSync(out))['riskZone.json'])) as Record<string, string>[];
  return { result, rows };
}

describe('zones for the Jiangsu table of the risk map', () => {
  it('go with level, department and outline within 500 characters; what the outline loses is told', async () => {
    prepare();
    const { result, rows } = await exported();
    expect(result.notSent).toEqual([]);
    expect(rows).toHaveLength(2);
    const [tanks, flare] = rows;
    expect(tanks).toMatchObject({ FXFQBM: 'Z-01', FXFQMC: '罐区', FXDJ: '2', KZFXDJ: '2', GYFXDJ: '1', FXJZYS: '无', SZBM: '储运车间', ZRR: '钱测试', COMPANY_CODE: '990000009', delete_mark: '0' });
    expect(tanks?.['FXZBFW']).toMatch(/^\(120\.50\d+,31\.(199|20\d)\d+(;\d+\.\d+,\d+\.\d+){3}\)$/);
    expect(flare?.['FXZBFW']?.length).toBeLessThanOrEqual(500);
    expect(flare?.['FXZBFW']?.split(';').length).toBeGreaterThan(18);
    expect(result.notices).toHaveLength(1);
    const [notice] = result.notices;
    expect(notice).toMatchObject({ name: '火炬', field: 'FXZBFW', message: { key: 'exchange.notice.polygon', params: { limit: 500 } } });
    // A regular polygon of 22 to 26 corners within a circle lacks 1 to 1.4 % of it.
    const { percent, lost } = notice?.message.params ?? {};
    expect(Number(percent)).toBeGreaterThan(0.5);
    expect(Number(percent)).toBeLessThan(2.5);
    expect(Number(lost)).toBeGreaterThan(90);
  });

  it('stay behind where an event has a residual level alone: the inherent one might be higher, and never goes as a lower one', async () => {
    prepare();
    const { workspace, ports } = plant;
    const [event, other] = workspace.children('event', workspace.all('unit')[0]?.id ?? '');
    if (!event || !other) throw new Error('missing');
    const change = (row: typeof event, fields: Parameters<typeof updateChange<'event'>>[2]) => updateChange('event', row, fields, ports) ?? [];
    workspace.commit({ command: 'test', label: { key: 'change.row.create', params: {} } }, [
      change(event, { inherent: null, residual: { method: 'LS', L: 5, S: 5, statedLevel: null } }), change(other, { inherent: { method: 'LS', L: 1, S: 1, statedLevel: null } }),
      ...workspace.children('event', workspace.all('unit')[0]?.id ?? '').slice(2).map((row) => change(row, { inherent: null, residual: null })),
    ].flat());
    const { result, rows } = await exported();
    expect(rows).toEqual([]);
    expect(result.notSent.map(({ field }) => field)).toEqual(['GYFXDJ', 'GYFXDJ']);
  });

  it('stay behind while the plant has no place on the earth, and say what to do', async () => {
    prepare(false);
    const { result, rows } = await exported();
    expect(rows).toEqual([]);
    expect(result.notSent.map(({ field, message }) => [field, message.key])).toEqual([['FXZBFW', 'exchange.finding.noPolygon'], ['FXZBFW', 'exchange.finding.noPolygon']]);
    expect(result.notices).toEqual([]);
  });
});
