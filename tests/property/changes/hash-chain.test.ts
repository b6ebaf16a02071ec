import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeLog } from '#electron/host/db/change-log.ts';
import { openWorkspace } from '#electron/host/db/open.ts';
import { updateChange } from '#electron/host/stamp.ts';
import { makePlant, manyMeasures, step, steadyPorts, TemporaryFolder } from '#tests/unit/host/fixture.ts';

let folder: TemporaryFolder;
let path: string;
beforeAll(() => {
  folder = new TemporaryFolder();
  path = folder.file('a.riskatlas');
  const { workspace, ports, event, unit } = makePlant(path);
  workspace.commit(step, manyMeasures(ports, event.id, 5));
  const change = updateChange('unit', unit, { name: '泵房' }, ports);
  workspace.commit(step, change ? [change] : []);
  workspace.undo();
  workspace.close();
});
afterAll(() => folder.dispose());

/** Every text of the log that the chain covers, as its bytes. */
function loggedTexts(file: string): Buffer[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    const cells = (table: string, columns: readonly string[]) =>
      columns.flatMap((column) => db.prepare<[], Buffer>(`SELECT CAST("${column}" AS BLOB) FROM "${table}" NOT INDEXED WHERE "${column}" IS NOT NULL`).pluck().all());
    return [...cells('change', ['before', 'after', 'rowId', 'kind']), ...cells('change_set', ['id', 'at', 'who', 'command', 'label', 'mode', 'prevHash', 'hash'])];
  } finally {
    db.close();
  }
}

function sameLog(file: string, texts: readonly Buffer[]): boolean {
  try {
    return Buffer.concat(loggedTexts(file)).equals(Buffer.concat(texts));
  } catch {
    return false;
  }
}

/** Whether the chain does not fit, or the file cannot even be read. */
function broken(file: string): boolean {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true });
    return new ChangeLog(db).verify() !== null;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

describe('the hash chain', () => {
  it('shows any flipped bit in any text of the log', () => {
    const original = readFileSync(path);
    const places: number[] = [];
    const texts = loggedTexts(path);
    for (const bytes of texts.filter((text) => text.length > 0)) {
      for (let at = original.indexOf(bytes); at >= 0; at = original.indexOf(bytes, at + 1)) places.push(...Array.from({ length: bytes.length }, (_, i) => at + i));
    }
    expect(places.length).toBeGreaterThan(2000);
    fc.assert(fc.property(fc.constantFrom(...places), fc.nat(7), (place, bit) => {
      const altered = Buffer.from(original);
      altered.writeUInt8(altered.readUInt8(place) ^ (1 << bit), place);
      const copy = folder.file('altered.db');
      writeFileSync(copy, altered);
      // A page may still hold what was moved elsewhere: such bytes are nobody's, and nothing has changed.
      fc.pre(!sameLog(copy, texts));
      expect(broken(copy)).toBe(true);
    }), { numRuns: 150 });
  });

  it('shows a change that was put in, taken out, or moved to another set, by its set', () => {
    const forge = (sql: string): number | null => {
      const copy = folder.file('forged.db');
      writeFileSync(copy, readFileSync(path));
      const db = new Sqlite(copy);
      try {
        for (const trigger of ['change_no_update', 'change_no_delete', 'change_set_no_update', 'change_set_no_delete']) db.exec(`DROP TRIGGER "${trigger}"`);
        db.pragma('foreign_keys = OFF');
        db.exec(sql);
        return new ChangeLog(db).verify();
      } finally {
        db.close();
      }
    };
    expect(forge('SELECT 1')).toBeNull();
    expect(forge('DELETE FROM "change" WHERE "setSeq" = 3 AND "number" = 8')).toBe(3);
    expect(forge(`INSERT INTO "change" ("setSeq", "kind", "rowId", "after") VALUES (5, 'unit', 'x', '{}')`)).toBe(5);
    expect(forge('UPDATE "change" SET "setSeq" = 2 WHERE "number" = 7')).toBe(3);
    expect(forge('UPDATE "change_set" SET "who" = \'别人\' WHERE "seq" = 4')).toBe(4);
    expect(forge('DELETE FROM "change_set" WHERE "seq" = 2')).toBe(3);
  });

  it('is checked with the workspace, and the log refuses to be altered while its triggers stand', () => {
    const db = new Sqlite(path);
    for (const sql of ['UPDATE "change" SET "rowId" = \'x\'', 'DELETE FROM "change"', 'UPDATE "change_set" SET "who" = \'x\'', 'DELETE FROM "change_set"']) {
      expect(() => db.exec(sql)).toThrow(/append-only/);
    }
    expect(() => db.exec('DELETE FROM "analysis_unit"')).toThrow(/never removed/);
    db.close();
    const workspace = openWorkspace(path, steadyPorts());
    expect(workspace.check()).toEqual([]);
    workspace.close();
  });
});
