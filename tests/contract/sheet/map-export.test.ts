import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/host.ts';
import { hostPorts } from '#electron/start/ports.ts';
import type { CallInput, CallOutput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import { readZonesGeoJson } from '#shared/exchange/geojson-zones.ts';
import { askPoppler, hasPoppler } from './poppler.ts';

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'map-export-'));
const file = (name: string): string => join(folder, name);
let host: Host;
let task = 0;
const call = <Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>): Promise<CallOutput<HostCalls[Name]>> => host.call(name, input, { taskId: `t${task++}` });
const newHost = () => createHost(hostPorts({
  entry: new URL('../../../electron/start/cli.ts', import.meta.url).href, resources: here('resources'), clock: () => '2026-11-22T04:00:00.000Z', who: () => '孙测试', emit: () => undefined,
}));
const code = (name: string) => expect.objectContaining({ code: name });

beforeAll(async () => {
  host = newHost();
  await call('workspace/createSample', { path: file('sample.riskatlas') });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('map/export of the sample plant', () => {
  it.each([['pdf', '%PDF-1.7'], ['png', '\u0089PNG'], ['svg', '<?xml']] as const)('writes %s, and says what it holds', async (format, head) => {
    const zones = await call('zones/list', {});
    const assessed = zones.filter((zone) => zone.level !== null).length;
    const done = await call('map/export', { out: file(`map.${format}`), format });
    const bytes = readFileSync(file(`map.${format}`));
    expect(bytes.toString('latin1', 0, 20)).toContain(head);
    expect(done).toMatchObject({
      out: file(`map.${format}`), bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'),
      holds: { zones: zones.length, assessed, unassessed: zones.length - assessed, pages: 1 },
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is turned as the layout is on the screen: by 90° counter-clockwise what lay east lies above', async () => {
    const [layout] = await call('layout/list', {});
    if (layout === undefined) throw new Error('The sample has no layout.');
    /** The middle of a zone's label on the map, in mm: labels alone have a halo. */
    const labelOf = async (name: string): Promise<readonly [x: number, y: number]> => {
      await call('map/export', { out: file('turned.svg'), format: 'svg' });
      const svg = readFileSync(file('turned.svg'), 'utf8');
      const found = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"([^>]*)>([^<]*)<\/text>/g)].filter(([, , , attributes = '', text = '']) => attributes.includes('aria-hidden') && text.includes(name));
      expect(found.length, name).toBeGreaterThan(0);
      expect(found.every(([, , , attributes = '']) => !attributes.includes('transform')), name).toBe(true);
      return [Number(found[0]?.[1]), Number(found[0]?.[2])];
    };
    const across = async (): Promise<readonly [right: number, down: number]> => {
      const [west, east] = [await labelOf('甲醇罐区'), await labelOf('合成氨装置')];
      return [east[0] - west[0], east[1] - west[1]];
    };
    const upright = await across();
    expect(upright[0]).toBeGreaterThan(10);
    expect(Math.abs(upright[1])).toBeLessThan(5);
    await call('layout/update', { layoutId: layout.id, fields: { rotation: 90 } });
    const turned = await across();
    expect(turned[1]).toBeLessThan(-10);
    expect(Math.abs(turned[0])).toBeLessThan(5);
    await call('layout/update', { layoutId: layout.id, fields: { rotation: 0 } });
    expect(await across()).toEqual(upright);
  });

  it.skipIf(!hasPoppler()).each([['A0', '3370.39 x 2383.94'], ['A3', '1190.55 x 841.89'], ['A4', '841.89 x 595.276']] as const)('%s is one page with title, enterprise and each zone as text, and no raster picture', async (paper, size) => {
    const out = file(`sample-${paper}.pdf`);
    await call('map/export', { out, format: 'pdf', paper });
    const info = askPoppler('pdfinfo', out);
    expect(info).toMatch(/Pages:\s+1\n/);
    expect(info).toContain(size);
    const text = askPoppler('pdftotext', out, '-layout').replaceAll(/\s/g, '');
    const enterprise = (await call('workspace/info', {}))?.enterpriseName ?? 'none';
    for (const word of ['安全风险空间分布图', enterprise, '需按正式文本核对', 'LS-1', '汇总规则']) expect(text).toContain(word);
    for (const { name, code: zoneCode } of await call('zones/list', {})) expect(text, name).toContain(`${zoneCode}${name}`);
    // Also in English, where the note is longest, nothing of it is cut.
    await call('map/export', { out, format: 'pdf', paper, language: 'en' });
    expect(askPoppler('pdftotext', out, '-layout').replaceAll(/\s/g, '')).toContain('MES-1cut-offs,roll-uprule.');
    expect(askPoppler('pdfimages', out, '-list').trim().split('\n')).toHaveLength(2);
  });

  it('writes GeoJSON that reads back to the same zones', async () => {
    await call('map/export', { out: file('zones.geojson'), format: 'geojson' });
    const { zones, errors } = readZonesGeoJson(JSON.parse(readFileSync(file('zones.geojson'), 'utf8')), 'zones.geojson');
    expect(errors).toEqual([]);
    expect(zones.map(({ name, rings, units }) => ({ name, rings, units }))).toEqual((await call('zones/list', {})).map(({ name, rings, unitIds }) => ({ name, rings, units: unitIds })));
  });

  it('writes a GeoPackage: header, required tables, one polygon a zone, NULL for not assessed', async () => {
    await call('map/export', { out: file('zones.gpkg'), format: 'gpkg' });
    const head = readFileSync(file('zones.gpkg'));
    expect(head.toString('latin1', 68, 72)).toBe('GPKG');
    const database = new Database(file('zones.gpkg'), { readonly: true });
    try {
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(database.pragma('foreign_key_check')).toEqual([]);
      expect(database.pragma('user_version', { simple: true })).toBe(10300);
      expect(database.prepare('SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id').pluck().all()).toEqual([-1, 0, 4326]);
      expect(database.prepare('SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns').all())
        .toEqual([{ table_name: 'risk_zones', column_name: 'geom', geometry_type_name: 'POLYGON', srs_id: -1, z: 0, m: 0 }]);
      const zones = await call('zones/list', {});
      const rows = database.prepare('SELECT id, name, level, geom FROM risk_zones ORDER BY fid').all() as { id: string; name: string; level: number | null; geom: Buffer }[];
      expect(rows.map(({ id, name, level }) => ({ id, name, level }))).toEqual(zones.map(({ id, name, level }) => ({ id, name, level })));
      rows.forEach(({ geom }, index) => expect(polygonOf(geom)).toEqual(zones[index]?.rings.map((ring) => [...ring, ring[0]])));
    } finally {
      database.close();
    }
  });

  it('puts the map into the package, at most 5 MB', async () => {
    await call('exchange/export', { out: file('package.zip') });
    const files = unzipSync(new Uint8Array(readFileSync(file('package.zip'))));
    const map = files['map.png'];
    expect(Buffer.from(map?.subarray(1, 4) ?? []).toString()).toBe('PNG');
    expect(map?.length).toBeLessThanOrEqual(5 * 1024 * 1024);
  });

  it('does not write over the workspace, nor into a folder that is none', async () => {
    const before = readFileSync(file('sample.riskatlas'));
    await expect(call('map/export', { out: file('sample.riskatlas'), format: 'pdf' })).rejects.toEqual(code('error.map.ownFile'));
    symlinkSync(file('sample.riskatlas'), file('link.pdf'));
    await expect(call('map/export', { out: file('link.pdf'), format: 'pdf' })).rejects.toEqual(code('error.map.ownFile'));
    expect(readFileSync(file('sample.riskatlas')).equals(before)).toBe(true);
    await expect(call('map/export', { out: file('none/map.pdf'), format: 'pdf' })).rejects.toEqual(code('error.file.unwritable'));
  });

  it('says that a place where nothing can be written cannot be, and leaves nothing', async () => {
    // Below a file no folder can be, whoever asks; root would write into a read-only folder all the same.
    writeFileSync(file('locked'), '');
    await expect(call('map/export', { out: file('locked/map.pdf'), format: 'pdf' })).rejects.toEqual(code('error.file.unwritable'));
    expect(existsSync(file('locked/map.pdf'))).toBe(false);
  });
});

describe('map/export of other plants', () => {
  it('says what is missing: layout, scale, zones; a picture with a scale is drawn', async () => {
    const other = newHost();
    const ask = <Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>): Promise<CallOutput<HostCalls[Name]>> => other.call(name, input, { taskId: `o${task++}` });
    try {
      await ask('workspace/create', { path: file('other.riskatlas'), name: '另一家', companyCode: '990000009' });
      await expect(ask('map/export', { out: file('a.pdf'), format: 'pdf' })).rejects.toEqual(code('error.map.noLayout'));
      await ask('layout/import', { path: here('resources/sample/plant.png'), name: '图片' });
      await expect(ask('map/export', { out: file('a.pdf'), format: 'pdf' })).rejects.toEqual(expect.objectContaining({ code: 'error.map.notCalibrated', params: { layout: '图片' } }));
      await expect(ask('map/export', { out: file('a.gpkg'), format: 'gpkg' })).rejects.toEqual(code('error.map.noZones'));
      // A package goes out without a map while there is none.
      expect(await ask('exchange/export', { out: file('b.zip') })).toMatchObject({ holds: { map: 0 } });
      await ask('layout/import', { path: here('resources/sample/plant.png'), name: '带比例的图片', scale: 0.2 });
      expect(await ask('map/export', { out: file('a.pdf'), format: 'pdf' })).toMatchObject({ holds: { zones: 0, pages: 1 } });
      expect(readdirSync(folder)).toContain('a.pdf');
    } finally {
      await other.close();
    }
  });
});

/** Rings of a GeoPackage polygon, read by the format's description: head of 8 bytes, envelope of 32, WKB. */
function polygonOf(blob: Buffer): number[][][] {
  expect([blob.toString('latin1', 0, 2), blob[2], blob[3], blob.readInt32LE(4)]).toEqual(['GP', 0, 3, -1]);
  expect([blob[40], blob.readUInt32LE(41)]).toEqual([1, 3]);
  let at = 49;
  const rings = Array.from({ length: blob.readUInt32LE(45) }, () => {
    const points = blob.readUInt32LE(at);
    at += 4;
    return Array.from({ length: points }, () => {
      at += 16;
      return [blob.readDoubleLE(at - 16), blob.readDoubleLE(at - 8)];
    });
  });
  expect(at).toBe(blob.length);
  const xs = rings.flat().map(([x]) => x ?? 0);
  expect([blob.readDoubleLE(8), blob.readDoubleLE(16)]).toEqual([Math.min(...xs), Math.max(...xs)]);
  return rings;
}
