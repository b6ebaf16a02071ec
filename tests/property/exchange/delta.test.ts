import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDelivery, rowKey, type LastAnswer } from '#shared/exchange/delta.ts';
import { profileSchema } from '#shared/exchange/profile.ts';
import type { ExchangeRow } from '#shared/exchange/rows.ts';

const profile = profileSchema.parse(JSON.parse(readFileSync(fileURLToPath(new URL('../../../resources/exchange/national-2024.json', import.meta.url)), 'utf8')));
const tools = { check: (): [] => [], hash: (text: string): string => createHash('sha256').update(text).digest('hex') };

const rowArbitrary = fc.record({ id: fc.uuid(), name: fc.string({ maxLength: 8 }), updateDate: fc.string({ maxLength: 4 }) });
const toRow = ({ id, name, updateDate }: { id: string; name: string; updateDate: string }): ExchangeRow =>
  ({ table: 'riskUnit', id, parentId: null, name, deleted: false, fields: { id, riskUnitName: name, updateDate } });
const plan = (rows: readonly ExchangeRow[], answers: ReadonlyMap<string, LastAnswer>): ReturnType<typeof planDelivery> => planDelivery(profile, new Map([['riskUnit', rows]]), answers, tools);

describe('what has to be sent', () => {
  it('is nothing once every row was taken, whatever the time of change says; and exactly the rows that say something new', () => {
    fc.assert(fc.property(fc.uniqueArray(rowArbitrary, { selector: ({ id }) => id, maxLength: 12 }), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (raw, changed) => {
      const rows = raw.map(toRow);
      const first = plan(rows, new Map());
      expect(first.tables[0]?.rows.length).toBe(rows.length);
      const answers = new Map(first.tables.flatMap((table) => table.rows.map(({ row, contentHash }) => [rowKey(table.name, row.id), { contentHash, accepted: true }] as const)));
      const later = rows.map((row, i) => ({ ...row, fields: { ...row.fields, updateDate: 'later', ...(changed[i] && { riskUnitName: `${row.name}*` }) } }));
      const second = plan(later, answers);
      expect(second.tables[0]?.rows.map(({ row }) => row.id)).toEqual(later.filter((_, i) => changed[i]).map((row) => row.id));
      expect(second.unchanged).toBe(rows.length - (second.tables[0]?.rows.length ?? 0));
    }));
  });

  it('still holds a row that was refused', () => {
    fc.assert(fc.property(rowArbitrary, (raw) => {
      const row = toRow(raw);
      const [sent] = plan([row], new Map()).tables[0]?.rows ?? [];
      const refused = new Map([[rowKey('riskUnit', row.id), { contentHash: sent?.contentHash ?? '', accepted: false }]]);
      expect(plan([row], refused).tables[0]?.rows).toHaveLength(1);
    }));
  });
});
