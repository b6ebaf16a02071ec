import { describe, expect, it } from 'vitest';
import { zoneHost } from './zone-host.ts';

const square = (x: number) => [[[x, 0], [x + 10, 0], [x + 10, 10], [x, 10], [x, 0]]];
const feature = (name: string, x: number, units: unknown = []) => ({ type: 'Feature', properties: { name, units }, geometry: { type: 'Polygon', coordinates: square(x) } });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const load = async (host: ReturnType<typeof zoneHost>, content: unknown, layoutId = host.layoutId) => host.calls['zones/import']({ path: host.file(content), layoutId }, host.context);
const list = async ({ calls, context }: ReturnType<typeof zoneHost>) => calls['zones/list']({}, context);

describe('zones/import', () => {
  it('takes names, paths and ids of units, in one step', async () => {
    const host = zoneHost();
    const document = collection(feature('甲', 0, ['储罐', '罐区/泵房']), feature('乙', 10, [host.units.plantPump.id]), feature('丙', 20));
    expect(await load(host, document)).toEqual({ created: 3, linked: 3, errors: [] });
    expect((await list(host)).map(({ name, level, unassessedUnits }) => [name, level, unassessedUnits])).toEqual([['甲', 1, 1], ['乙', 4, 0], ['丙', null, 0]]);
    expect(host.workspace.head).toMatchObject({ count: 3, label: { key: 'change.zones.import', params: { file: 'zones.geojson' } } });
    host.workspace.undo();
    expect(await list(host)).toEqual([]);
  });

  it('the same file again creates nothing; changed links are taken', async () => {
    const host = zoneHost();
    await load(host, collection(feature('甲', 0, ['储罐']), feature('甲', 0, ['储罐'])));
    expect((await list(host)).length).toBe(1);
    const { seq } = host.workspace.head;
    expect(await load(host, collection(feature('甲', 0, ['储罐'])))).toEqual({ created: 0, linked: 0, errors: [] });
    expect(host.workspace.head.seq).toBe(seq);
    expect(await load(host, collection(feature('甲', 0, ['储罐', '装置/泵房'])))).toEqual({ created: 0, linked: 1, errors: [] });
    expect((await list(host)).map(({ unitIds }) => unitIds.length)).toEqual([2]);
  });

  it('with any error writes nothing and names every feature', async () => {
    const host = zoneHost();
    const { seq } = host.workspace.head;
    const result = await load(host, collection(feature('甲', 0, ['储罐']), feature('乙', 10, ['泵房', '没有']), { type: 'Feature', properties: { name: '点' }, geometry: { type: 'Point', coordinates: [0, 0] } }));
    expect(result).toEqual({
      created: 0, linked: 0, errors: [
        { feature: 2, message: { key: 'error.zones.feature.unitAmbiguous', params: { feature: 2, name: '乙', unit: '泵房', count: 2, example: '装置/泵房' } } },
        { feature: 2, message: { key: 'error.zones.feature.unitUnknown', params: { feature: 2, name: '乙', unit: '没有' } } },
        { feature: 3, message: { key: 'error.zones.feature.geometry', params: { feature: 3, name: '点', type: 'Point' } } },
      ],
    });
    expect([host.workspace.head.seq, await list(host)]).toEqual([seq, []]);
  });

  it('reads names in GBK and with a byte order mark', async () => {
    const host = zoneHost();
    // “甲” is BC D7 in GBK.
    const [head, tail] = JSON.stringify(collection(feature('@', 0))).split('@');
    expect(await load(host, Buffer.concat([Buffer.from(head ?? ''), Buffer.from([0xbc, 0xd7]), Buffer.from(tail ?? '')]))).toMatchObject({ created: 1 });
    expect(await load(host, `\uFEFF${JSON.stringify(collection(feature('乙', 10)))}`)).toMatchObject({ created: 1 });
    expect((await list(host)).map(({ name }) => name)).toEqual(['甲', '乙']);
  });

  it.each([
    ['{"type":"FeatureCollection","features":[', 'error.zones.import.notJson'], ['', 'error.zones.import.notJson'], ['PK\u0003\u0004', 'error.zones.import.notJson'],
    ['{"type":"FeatureCollection","features":[]}', 'error.zones.import.empty'], ['[]', 'error.zones.import.notFeatures'], [`${'['.repeat(200_000)}`, 'error.zones.import.notJson'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'error.zones.import.notFeatures'],
  ])('refuses the text %.40s', async (text, code) => {
    await expect(load(zoneHost(), text)).rejects.toMatchObject({ code, params: { file: 'zones.geojson' } });
  });

  it('refuses a missing file, a folder, and a layout without scale', async () => {
    const host = zoneHost();
    const call = async (path: string, layoutId = host.layoutId) => host.calls['zones/import']({ path, layoutId }, host.context);
    await expect(call(`${host.file('{}')}.gone`)).rejects.toMatchObject({ code: 'error.file.notFound' });
    await expect(call(host.workspace.path.replace(/[^/\\]*$/, ''))).rejects.toMatchObject({ code: 'error.file.unreadable' });
    await expect(call(host.file('{}'), host.unscaledId)).rejects.toMatchObject({ code: 'error.zone.noScale' });
  });
});
