import { describe, expect, it } from 'vitest';
import { annex2Head, annex2Line, workbook, type TestCell } from '#tests/fixtures/checklists/book.ts';
import { readBytes, texts } from '#tests/fixtures/checklists/read.ts';

const line = (changes: Readonly<Record<number, TestCell>> = {}): TestCell[] => annex2Line.map((cell, place) => (place in changes ? changes[place] ?? null : cell));
const sheet = (rows: readonly (readonly TestCell[])[], merges: readonly string[] = []) => workbook([{ name: '风险清单', rows, merges }]);

describe('reading an annex-2 workbook', () => {
  it('fills down merges, understands codes as dates and periods in words, and names the cell of a fault', async () => {
    const parsed = await readBytes(workbook([
      { name: '封面', rows: [['安全风险清单'], ['编制单位', '某公司']] },
      {
        name: '风险清单',
        rows: [
          ['某公司风险清单'], [], annex2Head, line(),
          line({ 0: 2, 1: null, 4: null, 5: null, 7: '随便写的' }),
          line({ 0: 3, 1: null, 2: null, 3: null, 4: null, 5: null, 6: 2, 7: '1', 8: { t: 'n', v: 46_023, z: 'm"月"d"日"' }, 10: '压力远传', 12: '1次/周', 13: null }),
          ['合计', null, null, null, null, null, null, null, null, null, null, 3],
        ],
        merges: ['A1:O1', 'B4:B6', 'C4:C6', 'D4:D6', 'E4:E6', 'F4:F6'],
      },
    ]));
    expect(texts(parsed, 'errors')).toEqual(['第 2 张表“风险清单” H5：管控措施分类1“随便写的”不在代码表中。可选：工程技术、维护保养、操作行为、应急措施。']);
    expect(parsed).toMatchObject({ template: 'annex2', sheet: '风险清单', rowCount: 3 });
    expect(parsed.rows.map(({ row }) => row)).toEqual([4, 6]);
    expect(parsed.rows[1]).toEqual({
      row: 6,
      object: { name: '液氨罐区', hazardCode: '', majorHazardLevel: null, department: '储运部', liablePerson: '王强' },
      unit: { name: '液氨球罐', department: '', liablePerson: '' },
      event: { name: '液氨泄漏', accidentTypes: [], inherent: null, residual: null },
      measure: { dataSrc: '2', classify1: '1', classify2: '1-1', classify3: '', description: '压力远传', checkContent: '检查联锁投用', post: '外操' },
      task: { content: '检查联锁投用', cycle: 7, cycleUnit: 'day', post: '外操' },
    });
  });

  it('reads a two-row head with both risks, with and without merged group heads, and warns of a contradicted level', async () => {
    const top = ['序号', '风险分析对象', '风险分析单元', '风险事件', '固有风险', null, null, null, '现有风险', null, null, null, '管控措施描述'];
    const bottom = [null, null, null, null, 'L', 'S', 'R', '等级', 'L', 'S', 'R', '等级', null];
    const data = [1, '罐区', '球罐', '泄漏', 4, 5, 20, '重大', 2, 5, 10, '低', '措施'];
    for (const merges of [[], ['E1:H1', 'I1:L1', 'A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'M1:M2']]) {
      const parsed = await readBytes(sheet([top, bottom, data], merges));
      expect(parsed.errors).toEqual([]);
      expect(parsed.rows[0]?.event).toEqual({
        name: '泄漏', accidentTypes: [], inherent: { method: 'LS', L: 4, S: 5, statedLevel: null }, residual: { method: 'LS', L: 2, S: 5, statedLevel: 4 },
      });
      expect(texts(parsed, 'warnings')).toEqual(['第 1 张表“风险清单” L3：现有风险 等级填的是“低”，按 L×S=10 应为“一般”。导入后以计算结果为准。']);
    }
  });

  it('warns of every event whose level contradicts its factors, also of equal ones', async () => {
    const head = ['风险分析对象', '风险分析单元', '风险事件', '现有风险L', '现有风险S', '现有风险等级', '管控措施描述'];
    const parsed = await readBytes(sheet([head, ['罐区', '球罐', '泄漏', 2, 5, '低', '甲'], ['罐区', '球罐', '着火', 2, 5, '低', '乙'], ['罐区', '球罐', '中毒', 2, 5, '一般', '丙']]));
    expect(parsed.warnings.map(({ cell, code }) => [cell, code])).toEqual([['F2', 'issue.level.contradiction'], ['F3', 'issue.level.contradiction']]);
    expect(parsed.rows.map(({ event }) => event?.residual?.statedLevel)).toEqual([4, 4, null]);
  });

  it('takes codes that are numbers, full-width digits and other words for heads, levels and units', async () => {
    const parsed = await readBytes(sheet([
      ['危险源编码', '分析对象', '单元', '风险事件', '风险等级', '管控措施', '排查内容', '周期', '周期单位（小时/天/月/年）'],
      [123_456_789_012, '罐区 ', '　球罐', '泄漏', '橙色', '措施', '内容', '２', '小时'],
      [123_456_789_012, '罐区', '球罐', '着火', 'Ⅲ级', '措施', '内容', '每天两次', null],
      [123_456_789_012, '罐区', '球罐', '中毒', '/', '措施', '内容', 1, '季度'],
    ]));
    expect(parsed.errors).toEqual([]);
    expect(parsed.rows.map(({ event }) => event?.residual)).toEqual([{ method: 'direct', statedLevel: 2 }, { method: 'direct', statedLevel: 3 }, null]);
    expect(parsed.rows.map(({ task }) => [task?.cycle, task?.cycleUnit])).toEqual([[2, 'hour'], [12, 'hour'], [3, 'month']]);
    expect(parsed.rows[0]?.object).toMatchObject({ name: '罐区', hazardCode: '123456789012' });
    expect(parsed.rows[0]?.unit.name).toBe('球罐');
  });

  it('reports error values and formulas without a stored result, and takes stored results', async () => {
    const parsed = await readBytes(sheet([
      annex2Head, line({ 10: { t: 'e', v: 0x17 } }), line({ 12: { t: 'n', f: 'A1+1' } as TestCell }), line({ 10: { t: 's', v: '算出的措施', f: 'A1' } }),
    ]));
    expect(parsed.errors.map(({ cell, code }) => [cell, code])).toEqual([['K2', 'issue.cell.error'], ['M3', 'issue.cell.formula']]);
    expect(texts(parsed, 'errors')[0]).toContain('#REF!');
    expect(parsed.rows.map(({ measure }) => measure?.description)).toEqual(['算出的措施']);
  });

  it('leaves out repeated heads, column numbers, headings across the form, notes and signatures', async () => {
    const parsed = await readBytes(sheet([
      annex2Head, annex2Head.map((_head, place) => place + 1), ['一、储运车间'], line(), annex2Head, line({ 10: '第二条' }), ['注：每年复评'], ['编制人：', null, '审核人：'],
    ], ['A3:O3']));
    expect(parsed.rowCount).toBe(2);
    expect(parsed.errors).toEqual([]);
    expect(parsed.warnings.map(({ code, cell }) => [code, cell])).toEqual([['issue.row.skipped', 'A3']]);
  });

  it('continues blank object, unit and event names, but never into another object', async () => {
    const parsed = await readBytes(sheet([
      annex2Head, line(), line({ 1: null, 2: null, 3: null, 4: null, 5: null, 10: '第二条' }), line({ 1: '另一对象', 4: null, 5: null }),
    ]));
    expect(parsed.rows.map(({ unit, measure }) => [unit.name, measure?.description])).toEqual([['液氨球罐', '液位高高联锁'], ['液氨球罐', '第二条']]);
    expect(parsed.errors.map(({ cell, field }) => [cell, field])).toEqual([['F4', 'event.name']]);
  });

  it('reads a measure merged over two lines as one measure with two tasks', async () => {
    const parsed = await readBytes(sheet([annex2Head, line(), line({ 10: null, 12: 1, 13: '天' })], ['K2:K3']));
    expect(parsed.rows.map(({ continuesMeasure, task }) => [continuesMeasure ?? false, task?.cycleUnit])).toEqual([[false, 'hour'], [true, 'day']]);
  });

  it('gives the same rows from .xlsx, .xls and .xlsb', async () => {
    const sheets = [{ name: '表一', rows: [annex2Head, line(), line({ 8: { t: 'n', v: 46_024, z: 'm/d' } as TestCell, 10: '二' })], merges: ['B2:B3'] }];
    const xlsx = await readBytes(workbook(sheets));
    expect(xlsx.rows.map(({ measure }) => measure?.classify2)).toEqual(['1-1', '1-2']);
    for (const format of ['biff8', 'xlsb'] as const) expect((await readBytes(workbook(sheets, format))).rows).toEqual(xlsx.rows);
  });

  it('takes the best sheet and tells of others of the same form', async () => {
    const parsed = await readBytes(workbook([{ name: '一车间', rows: [annex2Head, line()] }, { name: '二车间', rows: [annex2Head, line()] }]));
    expect(parsed.sheet).toBe('一车间');
    expect(parsed.warnings).toEqual([{ sheet: '二车间', cell: 'A1', field: '', code: 'issue.sheet.also', params: { sheet: '二车间', sheetNumber: 2 } }]);
  });

  it('says which head is missing, and when there is none at all', async () => {
    await expect(readBytes(sheet([annex2Head.filter((head) => head !== '风险事件'), line()]))).rejects
      .toMatchObject({ code: 'error.checklist.columnMissing', params: { sheet: '风险清单', row: 1, missing: '风险事件' } });
    await expect(readBytes(sheet([['姓名', '电话', '地址'], ['张三', 1, 'x']]))).rejects.toMatchObject({ code: 'error.checklist.noHead' });
    await expect(readBytes(sheet([annex2Head]))).rejects.toMatchObject({ code: 'error.checklist.noRows' });
    await expect(readBytes(sheet([annex2Head, line()]), 'a.xlsx', 'none')).rejects.toMatchObject({ code: 'error.checklist.template', params: { template: 'none' } });
  });
});
