import { describe, expect, it } from 'vitest';
import { newId } from '#shared/kernel/ids.ts';
import { updateChange } from '#electron/host/stamp.ts';
import type { FixKind } from '#shared/zones/finding-types.ts';
import { rectangle } from '../geometry/rings.ts';
import { zoneHost } from './zone-host.ts';

type Host = ReturnType<typeof zoneHost>;
const create = async ({ calls, context, layoutId }: Host, name: string, box: readonly [number, number, number, number], unitIds: string[] = []) =>
  calls['zones/create']({ layoutId, name, code: '', rings: [rectangle(...box)], unitIds }, context);
const findings = async ({ calls, context, layoutId }: Host) => (await calls['zones/findings']({ layoutId }, context)).findings;
const fix = async ({ calls, context, layoutId }: Host, findingId: string, kind: FixKind) => calls['zones/fix']({ layoutId, findingId, fix: kind }, context);
const code = (code: string) => expect.objectContaining({ code });

describe('zones/findings and zones/fix', () => {
  it('finds, mends in one step, and finds no more; one undo brings both back', async () => {
    const host = zoneHost();
    const units = Object.values(host.units).map(({ id }) => id);
    const [a, b] = [await create(host, 'A', [0, 0, 10, 10], units), await create(host, 'B', [8, 0, 20, 10], units)];
    const [overlap, ...others] = await findings(host);
    expect([overlap?.kind, overlap?.zoneIds, others, overlap?.ignored]).toEqual(['overlap', [a.id, b.id], [], false]);
    const before = host.workspace.head.seq;
    expect(await fix(host, overlap?.id ?? '', 'cutSecond')).toEqual({ created: [], edited: [b.id], deleted: [] });
    expect(host.workspace.head).toMatchObject({ seq: before + 1, label: { key: 'change.zones.fix' } });
    expect(await findings(host)).toEqual([]);
    await expect(fix(host, overlap?.id ?? '', 'cutSecond')).rejects.toEqual(code('error.finding.gone'));
    host.workspace.undo();
    expect(await findings(host)).toEqual([overlap]);
  });

  it('links zones and units by name, and tells units that are on no map', async () => {
    const host = zoneHost();
    await create(host, '储罐', [0, 0, 10, 10]);
    expect((await findings(host)).map(({ kind, fixes }) => [kind, fixes.length])).toEqual([['zoneWithoutUnit', 1], ['unitWithoutZone', 1], ['unitWithoutZone', 0], ['unitWithoutZone', 0]]);
    await fix(host, `unitWithoutZone:${host.units.tank.id}`, 'link');
    expect((await findings(host)).map(({ kind }) => kind)).toEqual(['unitWithoutZone', 'unitWithoutZone']);
    await expect(fix(host, `unitWithoutZone:${host.units.tankPump.id}`, 'link')).rejects.toEqual(code('error.finding.noFix'));
  });

  it('tells those that were set aside as such, and still mends them', async () => {
    const host = zoneHost();
    const units = Object.values(host.units).map(({ id }) => id);
    await create(host, 'A', [0, 0, 10, 10], units);
    await create(host, 'A', [0, 0, 10, 10], units);
    const [duplicate] = await findings(host);
    const layout = host.workspace.need('layout', host.layoutId);
    const change = updateChange('layout', layout, { ignoredFindings: [duplicate?.id ?? ''] }, { clock: () => new Date().toISOString(), who: () => 'test' });
    if (change !== null) host.workspace.commit({ command: 'layout/update', label: { key: 'change.row.update', params: { kind: 'kind.layout', name: '' } } }, [change]);
    expect((await findings(host)).map(({ kind, ignored }) => [kind, ignored])).toEqual([['duplicate', true]]);
    expect((await fix(host, duplicate?.id ?? '', 'deleteSecond')).deleted).toHaveLength(1);
  });

  it('can be cancelled, refuses a layout that is not there, and lets others have their turn', async () => {
    const host = zoneHost();
    await expect(host.calls['zones/findings']({ layoutId: newId() }, host.context)).rejects.toEqual(code('error.row.notFound'));
    await expect(fix({ ...host, layoutId: newId() }, 'overlap:a+b', 'cutFirst')).rejects.toEqual(code('error.row.notFound'));
    const { layoutId } = host;
    const rows = Array.from({ length: 900 }, (_, i) => ({ layoutId, name: `Z${i}`, code: '', rings: [rectangle((i % 30) * 9, Math.floor(i / 30) * 9, (i % 30) * 9 + 10, Math.floor(i / 30) * 9 + 10)], unitIds: [], note: '' }));
    await host.calls['zones/apply']({ operation: 'copy', created: rows, edits: [], deletedIds: [] }, host.context);
    const abort = new AbortController();
    let turns = 0;
    const timer = setInterval(() => { turns++; }, 1);
    const phases: string[] = [];
    const running = host.calls['zones/findings']({ layoutId }, { taskId: 'x', signal: abort.signal, progress: (phase) => { phases.push(phase); if (phases.length === 3) abort.abort(); } });
    await expect(running).rejects.toEqual(code('error.cancelled'));
    clearInterval(timer);
    expect(new Set(phases)).toEqual(new Set(['progress.zones.findings']));
    expect(turns).toBeGreaterThan(0);
  });
});
