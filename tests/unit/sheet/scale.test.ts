import { describe, expect, it } from 'vitest';
import { paperOf, paperSizes } from '#shared/sheet/paper.ts';
import { fitScale, mapView, roundLength, scaleText } from '#shared/sheet/scale.ts';

const window = { x: 25, y: 18, width: 300, height: 260 };
const square = (side: number) => ({ minX: 0, minY: 0, maxX: side, maxY: side });

describe('the scale of the map', () => {
  it('draws a square of 100 m at 1:500 as 200 mm, north up, in the middle of the window', () => {
    const view = mapView(square(100), window, 500);
    expect(view.x(100) - view.x(0)).toBeCloseTo(200, 9);
    expect(view.y(0) - view.y(100)).toBeCloseTo(200, 9);
    expect(view.x(50)).toBeCloseTo(175, 9);
    expect(view.y(50)).toBeCloseTo(148, 9);
  });

  it.each([
    // side in m, what it is by hand: least denominator = side · 1000 / 260
    [26, 100], [52, 200], [65, 250], [130, 500], [260, 1000], [520, 2000], [650, 2500],
    // 1:346 would leave 1:500 at 0.69 of the height: 1:400 is taken; 1:385 at 1:500 is 0.77
    [90, 400], [100, 500],
  ])('fits %d m at 1:%d', (side, denominator) => {
    expect(fitScale(square(side), window)).toBe(denominator);
  });

  it('keeps its precision on plant grids of ten million metres', () => {
    const view = mapView({ minX: 1e7, minY: 2e7, maxX: 1e7 + 100, maxY: 2e7 + 100 }, window, 500);
    expect(view.x(1e7 + 100) - view.x(1e7)).toBeCloseTo(200, 4);
  });

  it('gives round lengths and texts', () => {
    expect([roundLength(99), roundLength(100), roundLength(49.9), roundLength(0.3), roundLength(7)]).toEqual([50, 100, 20, 0.2, 5]);
    expect(scaleText(2500)).toBe('1:2500');
  });
});

describe('paper', () => {
  it('lies, and each size is half of the one before', () => {
    const sizes = paperSizes.map(paperOf);
    sizes.forEach((paper, index) => {
      const larger = sizes[index - 1];
      expect(paper.width).toBeGreaterThan(paper.height);
      if (larger !== undefined) expect(paper.width).toBe(larger.height);
    });
  });
});
