import { describe, expect, it } from 'vitest';
import { loadChecklistData } from '#electron/adapters/xlsx/checklist-data.ts';
import { CellRules, numeral } from '#shared/checklist/cell-rules.ts';
import { numberText, oneLine, valueText } from '#shared/checklist/cell-text.ts';
import type { GridValue } from '#shared/checklist/grid.ts';
import { resources } from '#tests/fixtures/checklists/read.ts';

const { words, classes } = await loadChecklistData(resources);
const rules = new CellRules(words, classes);
const date = (month: number, day: number): GridValue => ({ serial: 46_000, year: 2026, month, day });

describe('levels', () => {
  it.each([
    ['重大', 1], ['重大风险', 1], ['红', 1], ['Ⅰ', 1], ['I级', 1], ['一级', 1], [1, 1], ['较大', 2], ['橙色', 2], ['II', 2], ['一般(黄色)', 3], ['Ⅲ级', 3], ['四级/蓝', 4], ['低', 4], ['４', 4],
    ['未评估', null],
  ])('%s', (cell, level) => { expect(rules.level(cell)).toEqual({ value: level }); });
  it.each(['很高', '5', '一级/蓝', '0'])('%s is none', (cell) => { expect(rules.level(cell)).toMatchObject({ fault: { code: 'issue.level.unknown', params: { value: cell, choices: '重大、较大、一般、低' } } }); });
});

describe('measure classes', () => {
  it.each<[GridValue, string, string]>([
    ['工艺控制', '1', '1-1'], ['1-1', '', '1-1'], ['１－１', '1', '1-1'], ['1-1 工艺控制', '1', '1-1'], ['工艺控制(1-1)', '1', '1-1'], [date(1, 1), '1', '1-1'], ['1月2日', '1', '1-2'],
    [date(4, 5), '4', '4-5'], [46_023, '1', '1-1'], ['其它', '3', '3-4'], ['其他', '2', '2-3'], ['01-03', '1', '1-3'],
    ['1-Jan', '1', '1-1'], ['Feb-03', '', '2-3'], ['44197', '1', '1-1'],
  ])('%j in class %j is %s', (cell, class1, code) => { expect(rules.classify2(cell, class1)).toEqual({ value: code }); });
  it('names what is possible', () => {
    expect(rules.classify2('动设备', '1')).toMatchObject({ fault: { code: 'issue.class2.other', params: { parent: '工程技术' } } });
    expect(rules.classify2('其它', '')).toMatchObject({ fault: { code: 'issue.class2.ambiguous', params: { choices: '1-5、2-3、3-4、4-5' } } });
    expect(rules.classify2(date(9, 9), '1')).toMatchObject({ fault: { code: 'issue.code.unknown' } });
    expect([rules.classify1('1、工程技术'), rules.classify1('工程技术（1）'), rules.dataSrc('1自动化监控'), rules.dataSrc('隐患排查(2)')]).toEqual([{ value: '1' }, { value: '1' }, { value: '1' }, { value: '2' }]);
    // A code and a label that disagree say nothing.
    expect(rules.classify1('2 工程技术')).toMatchObject({ fault: { code: 'issue.code.unknown' } });
    expect(rules.classify2('9-Jan', '1')).toMatchObject({ fault: { code: 'issue.code.unknown' } });
    expect(rules.classify1('5')).toMatchObject({ fault: { code: 'issue.code.unknown', params: { choices: '工程技术、维护保养、操作行为、应急措施' } } });
  });
});

describe('periods', () => {
  it.each<[GridValue | undefined, GridValue | undefined, number, string]>([
    [2, '小时', 2, 'hour'], ['２', '小时', 2, 'hour'], ['2小时', undefined, 2, 'hour'], ['2小时/次', undefined, 2, 'hour'], ['每两小时一次', undefined, 2, 'hour'], ['1次/周', undefined, 7, 'day'],
    ['2次/天', undefined, 12, 'hour'], ['每天两次', undefined, 12, 'hour'], ['每月', undefined, 1, 'month'], [undefined, '每天', 1, 'day'], [1, '季度', 3, 'month'], ['半年', undefined, 6, 'month'],
    ['一次/年', undefined, 1, 'year'], [1, '周', 7, 'day'], [0.5, '年', 0.5, 'year'], ['十二', '小时', 12, 'hour'], ['每旬', undefined, 10, 'day'], ['一季度一次', undefined, 3, 'month'], ['2次/月', undefined, 15, 'day'],
    ['1次/每天', undefined, 1, 'day'], ['每月至少一次', undefined, 1, 'month'], ['日/次', undefined, 1, 'day'], ['每两小时1次', undefined, 2, 'hour'],
  ])('%j %j', (cycle, unit, amount, of) => { expect(rules.period(cycle, unit)).toMatchObject({ value: { amount, unit: of, assumed: null } }); });
  it('a shift is eight hours by convention, and says so', () => {
    expect(rules.period('每班', undefined)).toMatchObject({ value: { amount: 8, unit: 'hour' }, warning: { code: 'issue.cycle.assumed', params: { amount: 8, unit: '小时' } } });
  });
  it.each<[GridValue | undefined, GridValue | undefined, string]>([
    ['经常', '天', 'issue.cycle.invalid'], [2, undefined, 'issue.cycle.noUnit'], [2, '次', 'issue.cycleUnit.unknown'], [0, '天', 'issue.cycle.range'], [-1, '天', 'issue.cycle.range'], [99_999, '天', 'issue.cycle.range'],
    [date(1, 2), '天', 'issue.cycle.invalid'],
  ])('%j %j is %s', (cycle, unit, code) => { expect(rules.period(cycle, unit)).toMatchObject({ fault: { code } }); });
});

describe('texts and numbers', () => {
  it('reads factors with their unit, and truth values and ticks of a major hazard source', () => {
    expect([rules.number('40分'), rules.number(' ０.５ ')]).toEqual([{ value: 40 }, { value: 0.5 }]);
    expect(rules.number('分')).toMatchObject({ fault: { code: 'issue.number.invalid' } });
    expect([true, '√', false, '×', '三级'].map((cell) => rules.majorHazard(cell))).toEqual([{ value: 'yes' }, { value: 'yes' }, { value: 'no' }, { value: 'no' }, { value: 3 }]);
    expect([rules.isBlank('无'), rules.isBlank('／'), rules.isBlank('无人机')]).toEqual([true, true, false]);
  });
  it('takes no longer for texts that were made to be slow', () => {
    const start = performance.now();
    for (const text of ['一'.repeat(32_000), '每一次/'.repeat(8_000), '('.repeat(32_000), `1${' '.repeat(32_000)}1`, '1-'.repeat(16_000)]) {
      for (const rule of [() => rules.period(text, text), () => rules.level(text), () => rules.classify1(text), () => rules.classify2(text, ''), () => rules.dataSrc(text), () => rules.number(text), () => rules.majorHazard(text)]) {
        expect(rule()).toHaveProperty('fault');
      }
    }
    // Patterns tried on the whole of them take minutes.
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('keeps codes whole and joins broken names', () => {
    expect(numberText(123_456_789_012)).toBe('123456789012');
    expect(numberText(0.1 + 0.2)).toBe('0.3');
    expect(valueText('　液氨\u200b ')).toBe('液氨');
    expect(oneLine('液氨\n罐区')).toBe('液氨罐区');
    expect(oneLine('Tank\nfarm')).toBe('Tank farm');
    expect([numeral('二十四'), numeral('十'), numeral('两'), numeral('3.5'), numeral('十十')]).toEqual([24, 10, 2, 3.5, undefined]);
  });
});
