import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { profileSchema, type Profile } from '#shared/exchange/profile.ts';
import { rowChecker, textLength } from '#shared/exchange/check.ts';
import { formatInstant, type ExchangeRow } from '#shared/exchange/rows.ts';
import { catalogue, languages } from '#shared/text/index.ts';

const data = JSON.parse(readFileSync(fileURLToPath(new URL('../../../resources/exchange/national-2024.json', import.meta.url)), 'utf8')) as Profile;
const profile = profileSchema.parse(data);

describe('the national profile', () => {
  it('has the seven common fields and the four tables, parents first', () => {
    expect(profile.common.map((field) => field.name)).toEqual(['id', 'companyCode', 'deleted', 'createDate', 'createBy', 'updateDate', 'updateBy']);
    expect(profile.tables.map(({ name, kind, parent, path }) => [name, kind, parent, path])).toEqual([
      ['riskUnit', 'unit', null, '/sec_security_risk_unit'], ['riskEvent', 'event', 'riskUnit', '/sec_security_risk_events'],
      ['riskMeasure', 'measure', 'riskEvent', '/sec_security_risk_control_measures'], ['checkTask', 'task', 'riskMeasure', '/sec_hidden_check_mission']]);
  });

  it('has a title in both languages for every table and field, and no hole in its sources', () => {
    for (const language of languages) {
      const texts = catalogue(language) as Record<string, string>;
      for (const table of profile.tables) {
        expect(texts[`exchange.table.${table.name}`], table.name).toBeTruthy();
        for (const field of [...profile.common, ...table.fields]) expect(texts[`exchange.field.${field.name}`], field.name).toBeTruthy();
      }
    }
    // No address was found in an official text.
    expect(profile.tables.every((table) => table.source.mark !== 'A')).toBe(true);
  });

  it('is refused where it contradicts itself', () => {
    const broken = (change: (copy: Profile) => void): boolean => {
      const copy = structuredClone(data);
      change(copy);
      return profileSchema.safeParse(copy).success;
    };
    expect(broken(() => undefined)).toBe(true);
    expect(broken((copy) => { (copy.tables as unknown[]).reverse(); })).toBe(false);
    expect(broken((copy) => { (copy.tables[0] as { fields: unknown[] }).fields.push(copy.common[0]); })).toBe(false);
    expect(broken((copy) => { Object.assign(copy.tables[2]?.fields[4] ?? {}, { beginsWith: 'nothing' }); })).toBe(false);
    expect(broken((copy) => { Object.assign(copy.tables[1] ?? {}, { parentField: null }); })).toBe(false);
    expect(broken((copy) => { Object.assign(copy.tables[1] ?? {}, { path: 'https://elsewhere/' }); })).toBe(false);
  });
});

describe('dates', () => {
  const dates = profile.dates;
  it.each([
    ['2026-11-21T15:59:59.999Z', '2026-11-21 23:59:59'],
    ['2026-11-21T16:00:00.000Z', '2026-11-22 00:00:00'],
    ['2026-12-31T20:05:09.000Z', '2027-01-01 04:05:09'],
    ['2026-02-28', '2026-02-28 00:00:00'],
  ])('%s is %s in China', (instant, text) => { expect(formatInstant(instant, dates)).toBe(text); });

  it('has the other form in use', () => {
    expect(formatInstant('2026-11-21T16:00:00.000Z', { format: 'yyyyMMddHHmmss', offsetMinutes: 480 })).toBe('20261122000000');
  });
});

describe('textLength', () => {
  it('counts a Chinese character as two where the receiver does', () => {
    expect(textLength('罐V-101', 2)).toBe(7);
    expect(textLength('罐V-101', 1)).toBe(6);
    // One character beyond the basic plane, not two.
    expect(textLength('𠮷', 2)).toBe(2);
  });
});

describe('checking a row', () => {
  const check = rowChecker(profile);
  const id = '019300a0-0000-7000-8000-000000000001';
  const common = { id, companyCode: '990000001', deleted: '0', createDate: 'x', createBy: '甲', updateDate: 'x', updateBy: '甲' };
  const task = { ...common, riskMeasureId: id, troubleshootContent: '查', checkCycle: '1', checkCycleUnit: '天', taskStartTime: 'x', workStartTime: '', workEndTime: '', workDayType: '0', workType: '0', taskNum: '' };
  const measure = { ...common, riskEventId: id, dataSrc: '2', riskMeasureDesc: '措施', classify1: '1', classify2: '1-1', classify3: '', troubleshootContent: '查' };
  const found = (table: string, fields: Record<string, string>): string[] =>
    check({ table, id, parentId: null, name: 'n', deleted: false, fields } satisfies ExchangeRow).map(({ field, message }) => `${field} ${message.key.replace('exchange.finding.', '')}`);

  it('finds nothing wrong with rows that fit', () => {
    expect(found('checkTask', task)).toEqual([]);
    expect(found('riskMeasure', measure)).toEqual([]);
  });

  it.each([
    ['checkTask', task, { companyCode: '99000000' }, 'companyCode pattern'],
    ['checkTask', task, { companyCode: '9900000011' }, 'companyCode pattern'],
    ['checkTask', task, { deleted: 'true' }, 'deleted notAllowed'],
    ['checkTask', task, { checkCycle: '0' }, 'checkCycle above'],
    ['checkTask', task, { checkCycle: 'often' }, 'checkCycle above'],
    ['checkTask', task, { checkCycleUnit: '周' }, 'checkCycleUnit notAllowed'],
    ['checkTask', task, { checkCycleUnit: '小时', workEndTime: '23:59:59' }, 'workStartTime required'],
    ['checkTask', task, { workType: '1' }, 'taskNum required'],
    ['checkTask', task, { workType: '1', taskNum: '10' }, 'taskNum range'],
    ['checkTask', task, { workType: '2', taskNum: '0' }, 'taskNum range'],
    ['checkTask', task, { workType: '3', taskNum: '11' }, 'taskNum range'],
    ['checkTask', task, { troubleshootContent: ' ' }, 'troubleshootContent required'],
    ['checkTask', task, { troubleshootContent: '查'.repeat(501) }, 'troubleshootContent tooLongHan'],
    ['riskMeasure', measure, { classify2: '2-1' }, 'classify2 beginsWith'],
    ['riskMeasure', measure, { classify2: '1-6' }, 'classify2 notAllowed'],
    ['riskMeasure', measure, { classify1: '5', classify2: '1-1' }, 'classify1 notAllowed'],
    ['riskMeasure', measure, { dataSrc: '' }, 'dataSrc required'],
    ['riskMeasure', measure, { riskMeasureDesc: 'x'.repeat(4001) }, 'riskMeasureDesc tooLongHan'],
  ])('%s with a fault', (table, fields, change, finding) => {
    expect(found(table, { ...fields, ...change })).toContain(finding);
  });

  it('takes the limits themselves', () => {
    expect(found('checkTask', { ...task, workType: '3', taskNum: '10' })).toEqual([]);
    expect(found('checkTask', { ...task, troubleshootContent: '查'.repeat(500) })).toEqual([]);
    expect(found('riskMeasure', { ...measure, riskMeasureDesc: '措'.repeat(2000) })).toEqual([]);
  });

  it('gives texts whose placeholders are all filled, in both languages', () => {
    const { message } = check({ table: 'riskMeasure', id, parentId: null, name: '措施甲', deleted: false, fields: { ...measure, classify2: '2-1' } })[0] ?? { message: { key: '', params: {} } };
    for (const language of languages) {
      const text = (catalogue(language) as Record<string, string>)[message.key] ?? '';
      expect([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => !((name ?? '') in message.params))).toEqual([]);
    }
  });
});
