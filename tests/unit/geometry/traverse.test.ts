import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { bearingTo, parseTraverse, type TraverseContext } from '#shared/geometry/traverse.ts';

const last = plantPoint(100, 200);
const typed = (text: string, context: TraverseContext = { last }) => {
  const result = parseTraverse(text, context);
  return result.ok ? [...result.point] : result.fault;
};

describe('points typed', () => {
  it.each([
    ['12.5,7', [12.5, 7]], ['12.5 7', [12.5, 7]], ['-3;4', [-3, 4]], ['１２，３４．５', [12, 34.5]], ['.5,-.25', [0.5, -0.25]], ['1.23456,0', [1.2346, 0]],
    ['@10,0', [110, 200]], ['@-1.5, 2', [98.5, 202]], ['＠１，１', [101, 201]],
  ])('%s as coordinates', (text, point) => { expect(typed(text)).toEqual(point); });

  it.each([
    ['@10<0', [110, 200]], ['@10<90', [100, 210]], ['@10<-90', [100, 190]], ['@10<450', [100, 210]], ['10<180', [90, 200]], ['@20<30', [117.3205, 210]],
    ['@20<30°0\'0"', [117.3205, 210]], ['@20<29d60\'', 'format'], ['@20<29°59\'60"', 'format'],
  ])('%s with an angle from the east, as CAD programs take it', (text, point) => { expect(typed(text)).toEqual(point); });

  it.each([
    ['@10<N0', [100, 210]], ['@10<n90', [110, 200]], ['@20<N60', [117.3205, 210]], ['@20<N300°', [82.6795, 210]], ['@20<N59°59′60″', 'format'], ['@20<N 60°00′00″', [117.3205, 210]],
    ['@10<N90E', [110, 200]], ['@10<S90W', [90, 200]], ['@20<S60d0\'E', [117.3205, 190]], ['@10<S45', 'format'], ['@10<N95E', 'format'], ['@10<90E', 'format'],
  ])('%s with a bearing', (text, point) => { expect(typed(text)).toEqual(point); });

  it('a length goes towards the pointer', () => {
    expect(typed('5', { last, towards: plantPoint(103, 204) })).toEqual([103, 204]);
    expect(typed('10', { last, towards: plantPoint(103, 204) })).toEqual([106, 208]);
    expect(typed('10')).toBe('noDirection');
    expect(typed('10', { last, towards: last })).toBe('noDirection');
  });

  it.each([['', 'empty'], ['  ', 'empty'], ['abc', 'format'], ['1,2,3', 'format'], ['@', 'format'], ['@10<', 'format'], ['1e3,4', 'format'], ['NaN,1', 'format'], ['200000000,0', 'range'], ['@10<1°2', 'format']])('%j is refused: %s', (text, fault) => {
    expect(typed(text)).toBe(fault);
  });

  it('what counts from a point needs one', () => {
    for (const text of ['@1,1', '@1<0', '5']) expect(typed(text, { last: null })).toBe('noLast');
    expect(typed('1,1', { last: null })).toEqual([1, 1]);
  });

  it('a bearing read off and typed again leads back', () => {
    for (const to of [[110, 200], [90, 200], [100, 150], [133, 177], [61, 212]] as const) {
      const { length, bearing } = bearingTo(last, plantPoint(to[0], to[1]));
      expect(typed(`@${length}<N${bearing}`)).toEqual([...to]);
    }
  });
});
