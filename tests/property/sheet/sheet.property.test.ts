import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeSheet } from '#shared/sheet/compose.ts';
import { paperSizes } from '#shared/sheet/paper.ts';
import { fitScale } from '#shared/sheet/scale.ts';
import { sheetThemes } from '#shared/sheet/theme.ts';
import { textWidth, wrapText } from '#shared/sheet/text-measure.ts';
import { flat } from '#tests/unit/sheet/flat.ts';
import { rectangle, samplePlant, zone } from '#tests/unit/sheet/sample.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('the sheet, whatever the plant', () => {
  it('fits the content at the scale it chooses, and wastes at most half of the window', () => {
    fc.assert(fc.property(fc.double({ min: 0.5, max: 50_000, noNaN: true }), fc.double({ min: 0.5, max: 50_000, noNaN: true }), (width, height) => {
      const window = { x: 0, y: 0, width: 300, height: 250 };
      const denominator = fitScale({ minX: 0, minY: 0, maxX: width, maxY: height }, window);
      const used = Math.max((width * 1000) / denominator / 300, (height * 1000) / denominator / 250);
      expect(used).toBeLessThanOrEqual(1 + 1e-6);
      expect(used).toBeGreaterThan(0.5);
    }));
  });

  it('has finite marks and no control character, for any names, places, levels, papers and themes', () => {
    const zones = fc.array(fc.record({
      name: anyText, code: anyText, x: fc.integer({ min: -1e6, max: 1e6 }), y: fc.integer({ min: -1e6, max: 1e6 }),
      width: fc.integer({ min: 1, max: 1000 }), height: fc.integer({ min: 1, max: 1000 }),
      level: fc.constantFrom(1, 2, 3, 4, null), unassessedUnits: fc.integer({ min: 0, max: 3 }),
    }), { maxLength: 12 });
    fc.assert(fc.property(zones, fc.constantFrom(...paperSizes), fc.constantFrom(...sheetThemes), anyText, (list, paper, theme, enterprise) => {
      const { pages } = composeSheet(samplePlant({
        paper, theme, enterprise: { name: enterprise, companyCode: '1' },
        zones: list.map(({ name, code, x, y, width, height, level, unassessedUnits }) => zone(name, code, rectangle(x, y, width, height), level, { unassessedUnits })),
      }));
      for (const mark of pages.flatMap((page) => flat(page.marks))) {
        if (mark.kind === 'text') {
          expect(mark.text).not.toMatch(/\p{Cc}/u);
          expect([mark.x, mark.y, mark.size].every(Number.isFinite)).toBe(true);
        }
        if (mark.kind === 'path') expect(mark.rings.every((ring) => ring.every(Number.isFinite))).toBe(true);
      }
    }), { numRuns: 60 });
  }, 60_000);

  it('breaks texts without losing a letter and within the width', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
      const lines = wrapText(text, 1, width, 1000);
      expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      for (const line of lines) expect(textWidth(line, 1)).toBeLessThanOrEqual(width + 1e-9);
    }));
  });
});
