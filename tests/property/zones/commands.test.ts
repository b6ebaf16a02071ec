import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/changes/canonical.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { isValid } from '#shared/geometry/validity.ts';
import { zoneHost } from '../../unit/zones/zone-host.ts';
import { applyZonesInput, zoneCommands, type ZoneCommand } from './zone-commands.ts';

describe('any sequence of editor commands', () => {
  it('leaves every zone sound, and as many undos bring back the same rows, byte for byte; redoing them brings back the end', async () => {
    await fc.assert(fc.asyncProperty(fc.array(zoneCommands, { minLength: 1, maxLength: 12 }), async (commands) => {
      const host = zoneHost();
      const rows = () => canonicalJson(host.workspace.all('zone').map(({ updatedAt: _at, updatedBy: _by, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1)));
      const before = [rows()];
      const { seq } = host.workspace.head;
      let last = seq;
      for (const command of commands) {
        const input = applyZonesInput(command, host.workspace.children('zone', host.layoutId), host.layoutId);
        if (input === null) continue;
        await host.calls['zones/apply'](input, host.context);
        for (const { rings } of host.workspace.all('zone')) expect(isValid(rings)).toBe(true);
        // A command that changes nothing is no step.
        if (host.workspace.head.seq > last) before.push(rows());
        last = host.workspace.head.seq;
      }
      const steps = last - seq;
      const end = before.pop();
      expect(before.length).toBe(steps);
      for (let i = steps; i > 0; i--) {
        host.workspace.undo();
        expect(rows()).toBe(before[i - 1] ?? end);
      }
      for (let i = 0; i < steps; i++) host.workspace.redo();
      expect(rows()).toBe(end);
    }), { numRuns: 25 });
  }, 120_000);
});

describe('a border that is shared', () => {
  it('stays so when corners on it are moved and put in, whatever the order', async () => {
    const kinds: ZoneCommand['kind'][] = ['move', 'insert'];
    await fc.assert(fc.asyncProperty(fc.array(zoneCommands.filter(({ kind }) => kinds.includes(kind)), { minLength: 1, maxLength: 15 }), async (commands) => {
      const host = zoneHost();
      await host.calls['zones/apply'](applyZonesInput({ kind: 'mesh', seed: 3 }, [], host.layoutId) ?? { operation: 'copy', created: [], edits: [], deletedIds: [] }, host.context);
      for (const command of commands) {
        const input = applyZonesInput(command, host.workspace.children('zone', host.layoutId), host.layoutId);
        if (input !== null) await host.calls['zones/apply'](input, host.context);
      }
      // Every edge inside the mesh is run through once each way; those that are left are the outline of the whole, which comes through each corner once.
      const zones = host.workspace.children('zone', host.layoutId);
      const edges = zones.flatMap(({ rings }) => rings.flatMap((ring) => ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a] as const)));
      const outer = edges.filter(([a, b]) => !edges.some(([c, d]) => samePoint(a, d) && samePoint(b, c)));
      expect(outer.length).toBeLessThan(edges.length);
      expect(new Set(outer.map(([a]) => a.join())).size).toBe(outer.length);
      expect(new Set(outer.map(([, b]) => b.join()))).toEqual(new Set(outer.map(([a]) => a.join())));
    }), { numRuns: 25 });
  }, 120_000);
});
