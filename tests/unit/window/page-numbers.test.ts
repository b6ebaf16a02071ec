import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPageNumbers, writePageNumbers } from '../../../renderer/src/composables/page-numbers.ts';

describe('page numbers', () => {
  it.each([
    ['1', [1]], ['3, 1', [1, 3]], ['1,3-5', [1, 3, 4, 5]], ['1，3–5、9', [1, 3, 4, 5, 9]], [' 2 - 4 ', [2, 3, 4]], ['2 4', [2, 4]], ['5;5;4-6', [4, 5, 6]], ['1-10', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('%s', (text, pages) => { expect(readPageNumbers(text, 10)).toEqual(pages); });

  it.each(['', ' ', '0', '11', '1-11', '5-3', 'a', '1.5', '-1', '1--3', '3-', '1e3', '1-3-5'])('%s is none', (text) => { expect(readPageNumbers(text, 10)).toBeNull(); });

  it('what is written is read again', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (pages) => {
      const sorted = pages.toSorted((a, b) => a - b);
      expect(readPageNumbers(writePageNumbers(sorted), 400)).toEqual(sorted);
    }));
  });
});
