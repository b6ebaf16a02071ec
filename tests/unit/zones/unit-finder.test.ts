import { describe, expect, it } from 'vitest';
import { UnitFinder } from '#shared/zones/unit-finder.ts';
import { object, unit, uuid } from '../../property/risk/plant.ts';

const finder = new UnitFinder(
  [{ ...object(0), name: '罐区' }, { ...object(1), name: '装置' }],
  [
    { ...unit(0, 0), name: '储罐' }, { ...unit(1, 0), name: '泵房' }, { ...unit(2, 1), name: '泵房' },
    { ...unit(3, 1), name: '一/二号炉' }, { ...unit(4, 1), name: '双名' }, { ...unit(5, 1), name: '双名' },
  ],
);

describe('UnitFinder', () => {
  it.each([
    [uuid('unit', 2), 2], [uuid('unit', 2).toUpperCase(), 2], ['储罐', 0], [' 储罐 ', 0], ['罐区/泵房', 1], ['装置 / 泵房', 2], ['装置／泵房', 2], ['一/二号炉', 3], ['装置/一/二号炉', 3],
  ])('%s is unit %d', (text, n) => expect(finder.find(text)).toEqual({ found: 'unit', id: uuid('unit', n) }));

  it('says when a name is unknown or stands for several', () => {
    expect(finder.find('没有')).toEqual({ found: 'none' });
    expect(finder.find('')).toEqual({ found: 'none' });
    expect(finder.find('没有/泵房')).toEqual({ found: 'none' });
    expect(finder.find('泵房')).toEqual({ found: 'several', count: 2, example: '罐区/泵房' });
    expect(finder.find('双名')).toEqual({ found: 'several', count: 2, example: null });
    expect(finder.find('装置/双名')).toEqual({ found: 'several', count: 2, example: null });
  });
});
