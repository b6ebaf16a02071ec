import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import { writeOut } from '#electron/host/write-out.ts';
import { makePlant, steadyPorts, TemporaryFolder } from '#tests/unit/host/fixture.ts';

let folder: TemporaryFolder;
beforeEach(() => { folder = new TemporaryFolder(); });
afterEach(() => folder.dispose());
const bytes = new TextEncoder().encode('export');
const error = (code: string, params: object) => expect.objectContaining({ code, params: expect.objectContaining(params) as unknown });

describe('an exported file', () => {
  it('takes the place of an older one whole, and leaves nothing beside it', async () => {
    writeFileSync(folder.file('map.pdf'), 'old');
    expect(await writeOut(folder.file('map.pdf'), bytes)).toMatchObject({ bytes: 6, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
    expect(readFileSync(folder.file('map.pdf'), 'utf8')).toBe('export');
    expect(readdirSync(folder.path)).toEqual(['map.pdf']);
  });

  it('never takes the place of a workspace: not of the open one, nor by another name of it, nor of a closed one', async () => {
    const path = folder.file('plant.riskatlas');
    const { workspace } = makePlant(path);
    symlinkSync(path, folder.file('link.xlsx'));
    mkdirSync(folder.file('sub'));
    for (const name of ['plant.riskatlas', 'sub/../plant.riskatlas', 'link.xlsx']) {
      await expect(writeOut(folder.file(name), bytes), name).rejects.toEqual(error('error.file.isWorkspace', {}));
    }
    workspace.close();
    await expect(writeOut(path, bytes)).rejects.toEqual(error('error.file.isWorkspace', { file: 'plant.riskatlas' }));
    const again = openWorkspace(path, steadyPorts());
    expect(again.check()).toEqual([]);
    again.close();
  });

  it('names what stands in its way', async () => {
    mkdirSync(folder.file('map.pdf'));
    await expect(writeOut(folder.file('map.pdf'), bytes)).rejects.toEqual(error('error.file.unwritable', { file: 'map.pdf', reason: 'reason.isFolder' }));
    await expect(writeOut(folder.file('none/map.pdf'), bytes)).rejects.toEqual(error('error.file.unwritable', { reason: 'reason.noFolder' }));
    expect(readdirSync(folder.path)).toEqual(['map.pdf']);
  });
});
