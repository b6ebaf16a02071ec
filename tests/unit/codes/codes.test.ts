import { describe, expect, it } from 'vitest';
import accidentData from '../../../resources/codes/accident-types.json' with { type: 'json' };
import classData from '../../../resources/codes/measure-classes.json' with { type: 'json' };
import { accidentTypesSchema, findAccidentType, splitAccidentTypes } from '#shared/codes/accident-types.ts';
import { findMeasureClass, findMeasureSubclass, measureClassesSchema, measureClassName } from '#shared/codes/measure-classes.ts';

const classes = measureClassesSchema.parse(classData);
const accidents = accidentTypesSchema.parse(accidentData);

describe('measure classes', () => {
  it('has the 4 classes and 17 subclasses of the exchange', () => {
    expect(classes.classes.map(({ code, subclasses }) => [code, subclasses.length])).toEqual([['1', 5], ['2', 3], ['3', 4], ['4', 5]]);
  });

  it('takes code, name and other names alike', () => {
    for (const text of ['3', '操作行为', ' 操作 行为', '人员操作', 'operating CONDUCT', '３']) expect(findMeasureClass(classes, text)?.code).toBe('3');
    expect(findMeasureClass(classes, '随便写的')).toBeNull();
    expect(findMeasureClass(classes, '')).toBeNull();
  });

  it('finds a subclass only within its class', () => {
    expect(findMeasureSubclass(classes, '1', '安全仪表')?.code).toBe('1-4');
    expect(findMeasureSubclass(classes, '1', '关键设备／部件')?.code).toBe('1-2');
    expect(findMeasureSubclass(classes, '2', '其他')?.code).toBe('2-3');
    expect(findMeasureSubclass(classes, '2', '1-4')).toBeNull();
  });

  it('without a class takes what only one class can mean', () => {
    expect(findMeasureSubclass(classes, '', '交接班')?.code).toBe('3-3');
    expect(findMeasureSubclass(classes, '', '4-2')?.code).toBe('4-2');
    expect(findMeasureSubclass(classes, '', '其它')).toBeNull();
  });

  it('names codes', () => {
    expect([measureClassName(classes, '4', 'zh-CN'), measureClassName(classes, '4-3', 'en'), measureClassName(classes, '9-9', 'zh-CN')])
      .toEqual(['应急措施', 'Fire-fighting facilities', '9-9']);
  });

  it('refuses a table whose subclass stands under another class', () => {
    const [first, ...rest] = classData.classes;
    expect(measureClassesSchema.safeParse({ ...classData, classes: [{ ...first, code: '2' }, ...rest] }).success).toBe(false);
  });
});

describe('accident types', () => {
  it('has 20 coded types of 1986 and 27 names of 2025, the latter marked as weak', () => {
    expect(accidents.editions.map(({ id, source, types }) => [id, source.mark, types.length, types.filter(({ code }) => code !== null).length]))
      .toEqual([['GB 6441-1986', 'A', 20, 20], ['GB 6441-2025', 'C', 27, 0]]);
  });

  it('finds by name, code and either width of bracket', () => {
    expect(findAccidentType(accidents, '19')?.name['zh-CN']).toBe('中毒和窒息');
    expect(findAccidentType(accidents, '火灾')).toMatchObject({ code: '08', edition: 'GB 6441-1986' });
    expect(findAccidentType(accidents, '厂（场）内车辆致害')).toMatchObject({ code: null, edition: 'GB 6441-2025' });
    expect(findAccidentType(accidents, '塌方')).toBeNull();
  });

  it('splits a cell', () => {
    expect(splitAccidentTypes('火灾、容器爆炸；中毒和窒息, 火灾\n灼烫 ')).toEqual(['火灾', '容器爆炸', '中毒和窒息', '灼烫']);
    expect(splitAccidentTypes(' 、 ')).toEqual([]);
  });
});
