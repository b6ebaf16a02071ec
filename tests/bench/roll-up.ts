import { readFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import type { Change } from '#shared/changes/change.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { Rows } from '#shared/model/index.ts';
import { levelOf } from '#shared/risk/assess.ts';
import { buildLevelIndex, type LevelRows } from '#shared/risk/build-level-index.ts';
import type { LevelIndex } from '#shared/risk/level-index.ts';
import { rulePackSchema } from '#shared/risk/rule-pack.ts';
import { interleavedPairs, type Bench } from './bench.ts';

const eventCount = 100_000;
const unitCount = 5_000;
const objectCount = 200;
const zoneCount = 1_000;
const unitsPerZone = 5;
const pack = rulePackSchema.parse(JSON.parse(readFileSync(new URL('../../resources/rules/default.json', import.meta.url), 'utf8')));

const base = { deleted: false, createdAt: '2026-11-22T00:00:00.000Z', createdBy: 'bench', updatedAt: '2026-11-22T00:00:00.000Z', updatedBy: 'bench' };
const id = (kind: number, n: number) => `0000000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** The same numbers in every run, well mixed: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

/** One event in ten is not assessed; the others by LS, LEC and MES in turn. */
function assessment(n: number, next: () => number): Assessment | null {
  const pick = (values: readonly number[]) => values[Math.floor(next() * values.length)] ?? 1;
  if (next() < 0.1) return null;
  if (n % 3 === 0) return { method: 'LS', L: pick([1, 2, 3, 4, 5]), S: pick([1, 2, 3, 4, 5]), statedLevel: null };
  if (n % 3 === 1) return { method: 'LEC', L: pick([0.1, 0.2, 0.5, 1, 3, 6, 10]), E: pick([0.5, 1, 2, 3, 6, 10]), C: pick([1, 3, 7, 15, 40, 100]), statedLevel: null };
  return { method: 'MES', M: pick([1, 3, 5]), E: pick([0.5, 1, 2, 3, 6, 10]), S: pick([1, 2, 4, 8, 10]), statedLevel: null };
}

function plant(): LevelRows & { readonly events: Rows['event'][]; readonly units: Rows['unit'][]; readonly zones: Rows['zone'][] } {
  const next = random(20261122);
  const list = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));
  return {
    enterprise: null,
    objects: list(objectCount, (n) => ({ ...base, id: id(1, n), enterpriseId: id(0, 0), name: `object ${n}`, hazardCode: '', majorHazard: false, majorHazardLevel: null, department: '', liablePerson: '', position: n })),
    units: list(unitCount, (n) => ({ ...base, id: id(2, n), objectId: id(1, n % objectCount), name: `unit ${n}`, department: '', liablePerson: '', position: n })),
    events: list(eventCount, (n) => ({ ...base, id: id(3, n), unitId: id(2, Math.floor(next() * unitCount)), name: `event ${n}`, accidentTypes: [], inherent: null, residual: assessment(n, next), position: n })),
    zones: list(zoneCount, (n) => ({ ...base, id: id(7, n), layoutId: id(6, 0), name: `zone ${n}`, code: '', rings: [], unitIds: list(unitsPerZone, () => id(2, Math.floor(next() * unitCount))), note: '', position: n })),
  };
}

/** The same rows in SQLite in memory, with the level of each event already worked out: the reference is spared the rules. Indexed by unit, as the workspace is. */
function inSqlite(rows: ReturnType<typeof plant>): Database {
  const db = new Sqlite(':memory:');
  db.exec('CREATE TABLE event (id TEXT PRIMARY KEY, unit TEXT, level INTEGER); CREATE TABLE link (zone TEXT, unit TEXT, PRIMARY KEY (zone, unit)) WITHOUT ROWID');
  const [event, link] = [db.prepare('INSERT INTO event VALUES (?, ?, ?)'), db.prepare('INSERT OR IGNORE INTO link VALUES (?, ?)')];
  db.transaction(() => {
    for (const row of rows.events) event.run(row.id, row.unitId, levelOf(pack, row.residual));
    for (const zone of rows.zones) for (const unit of zone.unitIds) link.run(zone.id, unit);
  })();
  db.exec('CREATE INDEX event_unit ON event (unit); CREATE INDEX link_unit ON link (unit); ANALYZE');
  return db;
}

interface SqlLevel { readonly zone: string; readonly level: number | null }
const zoneLevelsSql = 'SELECT zone, MIN(level) AS level FROM link LEFT JOIN (SELECT unit, MIN(level) AS level FROM event GROUP BY unit) USING (unit) GROUP BY zone';
const zonesOfUnitSql = 'SELECT zone, MIN(level) AS level FROM link LEFT JOIN event USING (unit) WHERE zone IN (SELECT zone FROM link WHERE unit = ?) GROUP BY zone';

/** A figure counts only if both sides say the same. */
function checkAgreement(index: LevelIndex, levels: readonly SqlLevel[]): void {
  for (const { zone, level } of levels) if (index.zone(zone).level !== level) throw new Error(`roll-up: zone ${zone} is ${index.zone(zone).level}, SQL says ${level}`);
}

/** All levels of 100,000 events from their assessments, against GROUP BY MIN(level) over ready levels. */
export const rollupFullBench: Bench = {
  name: 'rollup-full',
  async run() {
    const rows = plant();
    const db = inSqlite(rows);
    const query = db.prepare(zoneLevelsSql);
    checkAgreement(buildLevelIndex(pack, rows), query.all() as SqlLevel[]);
    const times = await interleavedPairs(() => { buildLevelIndex(pack, rows); }, () => { query.all(); }, 15);
    db.close();
    return { name: 'rollup-full', ...times, unit: 'ms', note: `${eventCount} events, ${unitCount} units, ${zoneCount} zones; reference: SQL GROUP BY MIN(level), SQLite in memory, levels ready in a column, indexed by unit as in the workspace` };
  },
};

const changesPerPair = 500;

/** One event's assessment changes and its zones are coloured anew, against an indexed UPDATE and the GROUP BY of just those zones. */
export const rollupIncrementalBench: Bench = {
  name: 'rollup-incremental',
  async run() {
    const rows = plant();
    const db = inSqlite(rows);
    const index = buildLevelIndex(pack, rows);
    const [update, query] = [db.prepare('UPDATE event SET level = ? WHERE id = ?'), db.prepare(zonesOfUnitSql)];
    const next = random(7);
    let batch: { change: Change; unit: string; level: number | null }[] = [];
    const newBatch = () => {
      batch = Array.from({ length: changesPerPair }, (_, n) => {
        const row = rows.events[Math.floor(next() * eventCount)];
        if (row === undefined) throw new Error('no event');
        const residual = assessment(n, next);
        return { change: { kind: 'event', id: row.id, before: { residual: row.residual }, after: { residual } }, unit: row.unitId, level: levelOf(pack, residual) };
      });
    };
    const times = await interleavedPairs(() => {
      newBatch();
      const start = performance.now();
      for (const { change } of batch) for (const zone of index.apply([change])) index.zone(zone);
      return (performance.now() - start) / changesPerPair;
    }, () => {
      const start = performance.now();
      for (const { change, unit, level } of batch) {
        update.run(level, change.id);
        query.all(unit);
      }
      return (performance.now() - start) / changesPerPair;
    }, 15);
    checkAgreement(index, db.prepare(zoneLevelsSql).all() as SqlLevel[]);
    db.close();
    return { name: 'rollup-incremental', ...times, unit: 'ms', note: `one change among ${eventCount} events (median of batches of ${changesPerPair}); reference: UPDATE and GROUP BY of the zones of its unit, indexed, SQLite in memory` };
  },
};
