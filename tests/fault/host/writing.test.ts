import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import { makePlant, manyMeasures, step, steadyPorts, TemporaryFolder, visibleRows } from '#tests/unit/host/fixture.ts';
import { kill, runChild } from './run-child.ts';

const ports = steadyPorts();
let folder: TemporaryFolder;
beforeEach(() => { folder = new TemporaryFolder(); });
afterEach(() => folder.dispose());

const canMount = ((): boolean => {
  const probe = new TemporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe.path], { stdio: 'ignore' });
    execFileSync('umount', [probe.path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    probe.dispose();
  }
})();

describe('a full disk', () => {
  it('rolls the commit back whole, and the workspace goes on', () => {
    const path = folder.file('a.riskatlas');
    makePlant(path).workspace.close();
    const workspace = openWorkspace(path, ports, { maxPages: Math.ceil(statSync(path).size / 4096) + 20 });
    const event = workspace.all('event')[0];
    const before = visibleRows(workspace);
    expect(() => workspace.commit(step, manyMeasures(ports, event?.id ?? '', 2000))).toThrow(expect.objectContaining({ code: 'error.file.diskFull', params: { file: 'a.riskatlas' } }));
    expect(visibleRows(workspace)).toEqual(before);
    expect(workspace.head.seq).toBe(2);
    workspace.commit(step, manyMeasures(ports, event?.id ?? '', 2));
    workspace.undo();
    expect(visibleRows(workspace)).toEqual(before);
    expect(workspace.check()).toEqual([]);
    workspace.close();
  });

  it.runIf(canMount)('on a real file system of 1 MB: nothing of the commit stays, and the file closes and opens', () => {
    const disk = folder.file('disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    try {
      const path = `${disk}/a.riskatlas`;
      const { workspace, event } = makePlant(path);
      const before = visibleRows(workspace);
      expect(() => workspace.commit(step, manyMeasures(ports, event.id, 5000))).toThrow(expect.objectContaining({ code: 'error.file.diskFull' }));
      expect(visibleRows(workspace)).toEqual(before);
      workspace.close();
      const again = openWorkspace(path, ports);
      expect(visibleRows(again)).toEqual(before);
      expect(again.check()).toEqual([]);
      again.commit(step, manyMeasures(ports, event.id, 5));
      again.close();

      writeFileSync(`${disk}/ballast`, Buffer.alloc(1024 * 1024 - statSync(path).size - 64 * 1024));
      expect(() => makePlant(`${disk}/b.riskatlas`)).toThrow(expect.objectContaining({ code: 'error.file.diskFull' }));
      expect(readdirSync(disk).sort()).toEqual(['a.riskatlas', 'ballast']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('a process that is killed while it commits', () => {
  it.each([30, 75, 140, 220])('after %d ms: every change set is there whole or not at all, and undo goes on', async (wait) => {
    const path = folder.file('a.riskatlas');
    makePlant(path).workspace.close();
    const child = await runChild('commit', path);
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    await kill(child);

    const workspace = openWorkspace(path, ports);
    const sets = workspace.head.seq - 2;
    expect(workspace.count('measure')).toBe(1 + sets * 500);
    expect(workspace.check()).toEqual([]);
    if (sets > 0) {
      workspace.undo();
      expect(workspace.count('measure')).toBe(1 + (sets - 1) * 500);
    }
    workspace.close();
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);
  });
});
