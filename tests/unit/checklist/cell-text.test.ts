import { describe, expect, it } from 'vitest';
import { cleanText, headKeys, inBrackets, oneLine } from '#shared/checklist/cell-text.ts';

describe('texts of cells', () => {
  it.each([
    [' a b ', 'a b'], ['\u00a0液氨\u00a0罐区\u3000', '液氨 罐区'], ['泄\u200b漏\u2060', '泄漏'], ['软\u00ad连\ufeff字', '软连字'], ['a\r\nb\rc', 'a\nb\nc'], ['\u200c\u200d', ''], ['a\u0007b\tc', 'ab\tc'], ['', ''], ['甲\u202f乙', '甲 乙'],
  ])('%j is %j', (text, clean) => { expect(cleanText(text)).toBe(clean); expect(cleanText(clean)).toBe(clean); });

  it.each([
    ['液氨\n罐区', '液氨罐区'], ['Tank\nfarm', 'Tank farm'], ['V-101 \n\n 球罐', 'V-101 球罐'], ['球罐\nV-101', '球罐 V-101'], ['甲　\n　乙', '甲乙'], ['一行', '一行'],
  ])('%j on one line is %j', (text, line) => { expect(oneLine(text)).toBe(line); });

  it('keys of a head: as it stands and without brackets; a text that nobody would write as a head costs nothing', () => {
    expect(headKeys('*巡检周期\n（天）：')).toEqual(['巡检周期(天)', '巡检周期']);
    expect(inBrackets('巡检周期（天）')).toBe('天');
    expect(inBrackets('巡检周期')).toBe('');
    const start = performance.now();
    for (const bracket of ['(', '（', '【']) { headKeys(bracket.repeat(30_000)); inBrackets(bracket.repeat(30_000)); }
    // Looking for the end of each bracket would take seconds.
    expect(performance.now() - start).toBeLessThan(500);
  });
});
