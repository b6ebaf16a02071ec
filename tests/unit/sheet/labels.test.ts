import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { hatchLines } from '#shared/sheet/hatch.ts';
import { ellipsize, plainText, textWidth, wrapText } from '#shared/sheet/text-measure.ts';
import { zoneLabels } from '#shared/sheet/zone-labels.ts';
import { contains, holds, meets, zoneShapes } from '#shared/sheet/zone-shape.ts';
import { rectangle, samplePlant, zone } from './sample.ts';

const onPaper = { denominator: 1000, millimetresPerMetre: 1, x: (x: number) => x, y: (y: number) => 280 - y };
const style = { theme: 'engineering', language: 'zh-CN', factor: 1, window: { x: 0, y: 0, width: 400, height: 290 } } as const;

describe('labels of zones', () => {
  it('stand inside a zone with room for them', () => {
    const shapes = zoneShapes([zone('甲醇罐区', 'A-01', rectangle(100, 100, 80, 60), 1)], onPaper);
    const texts = zoneLabels(shapes, style).marks.filter((mark) => mark.kind === 'text');
    expect(texts.map((text) => text.text)).toEqual(['A-01 甲醇罐区', 'Ⅰ 重大']);
    for (const text of texts) expect(contains(shapes[0]?.rings ?? [], text.x, text.y)).toBe(true);
  });

  it('stand inside the arms of a U, not in its mouth', () => {
    const ring = [[0, 0], [150, 0], [150, 120], [110, 120], [110, 30], [40, 30], [40, 120], [0, 120]].map(([x = 0, y = 0]) => plantPoint(x + 50, y + 50));
    const shapes = zoneShapes([zone('管廊', '', ring, 3)], onPaper);
    for (const mark of zoneLabels(shapes, style).marks) if (mark.kind === 'text') expect(contains(shapes[0]?.rings ?? [], mark.x, mark.y)).toBe(true);
  });

  it('stand beside a zone that is too small, with a line to it', () => {
    const shapes = zoneShapes([zone('化验室', 'A-14', rectangle(200, 150, 5, 5), null)], onPaper);
    const { marks } = zoneLabels(shapes, style);
    expect(marks.some((mark) => mark.kind === 'path' && !mark.closed)).toBe(true);
    const name = marks.find((mark) => mark.kind === 'text' && mark.text.includes('化验室'));
    expect(name?.kind === 'text' && contains(shapes[0]?.rings ?? [], name.x, name.y)).toBe(false);
  });

  it('break a long name rather than cut it or move it out', () => {
    const name = '甲醇精馏及罐区联合装置区域与装卸设施';
    const shapes = zoneShapes([zone(name, 'A-01', rectangle(100, 100, 36, 40), 1)], onPaper);
    const { marks } = zoneLabels(shapes, style);
    const texts = marks.filter((mark) => mark.kind === 'text');
    expect(texts.slice(1, -1).map((text) => text.text).join('')).toBe(name);
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expect(contains(shapes[0]?.rings ?? [], text.x, text.y)).toBe(true);
  });

  it('are painted above all leader lines, which start in their zones', () => {
    const small = Array.from({ length: 6 }, (_, index) => zone(`小间${index}`, '', rectangle(150 + index * 8, 150, 6, 6), 2));
    const { marks } = zoneLabels(zoneShapes(small, onPaper), style);
    const lines = marks.flatMap((mark, index) => (mark.kind === 'path' && !mark.closed ? [index] : []));
    // Casing and line of each.
    expect(lines).toHaveLength(12);
    expect(Math.max(...lines)).toBeLessThan(marks.findIndex((mark) => mark.kind === 'text'));
    small.forEach(({ rings: [ring] }) => {
      const xs = (ring ?? []).map(([x]) => x);
      expect(lines.some((index) => {
        const mark = marks[index];
        const x = mark?.kind === 'path' ? mark.rings[0]?.[0] ?? NaN : NaN;
        return x > Math.min(...xs) && x < Math.max(...xs);
      })).toBe(true);
    });
  });

  it('never cover each other', () => {
    const shapes = zoneShapes(samplePlant().zones, { ...onPaper, x: (x) => x * 0.8, y: (y) => 280 - y * 0.8 });
    const boxes = zoneLabels(shapes, style).marks.flatMap((mark) => (mark.kind === 'path' && mark.closed && mark.rings[0]?.length === 8 ? [mark.rings[0]] : []));
    expect(boxes).toHaveLength(15);
    boxes.forEach((first, index) => boxes.slice(index + 1).forEach((second) => {
      const apart = (first[2] ?? 0) <= (second[0] ?? 0) || (second[2] ?? 0) <= (first[0] ?? 0) || (first[5] ?? 0) <= (second[1] ?? 0) || (second[5] ?? 0) <= (first[1] ?? 0);
      expect(apart).toBe(true);
    }));
  });
});

describe('shapes', () => {
  it('tell a rectangle inside from one that crosses a border or lies in a hole', () => {
    const hole = [...rectangle(40, 40, 20, 20)].reverse();
    const [shape] = zoneShapes([{ ...zone('环', '', rectangle(0, 0, 100, 100), 1), rings: [rectangle(0, 0, 100, 100), hole] }], { ...onPaper, y: (y) => y });
    if (shape === undefined) throw new Error('no shape');
    expect(holds(shape, { x: 5, y: 5, width: 20, height: 20 })).toBe(true);
    expect(holds(shape, { x: 45, y: 45, width: 5, height: 5 })).toBe(false);
    expect(holds(shape, { x: 30, y: 30, width: 40, height: 40 })).toBe(false);
    expect(holds(shape, { x: 90, y: 5, width: 20, height: 5 })).toBe(false);
    expect(meets(shape, { x: 45, y: 45, width: 5, height: 5 })).toBe(false);
    expect(meets(shape, { x: 99, y: 5, width: 20, height: 5 })).toBe(true);
  });
});

describe('hatch', () => {
  it('lays lines of one grid over the area: 10 mm square, horizontal every 2 mm from the page origin', () => {
    const lines = hatchLines({ minX: 1, minY: 1, maxX: 11, maxY: 11 }, 0, 2);
    expect(lines.filter((_, index) => index % 4 === 1)).toEqual([2, 4, 6, 8, 10]);
  });
});

describe('texts', () => {
  it('become one plain line', () => {
    expect(plainText(' 罐\n区\u0000\u202e ')).toBe('罐 区');
    expect(plainText('\ud800坏')).toBe('坏');
  });
  it('are broken and cut to their width', () => {
    expect(wrapText('一二三四五六七', 1, 3, 5)).toEqual(['一二三', '四五六', '七']);
    expect(wrapText('一二三四五六七', 1, 3, 2)).toEqual(['一二三', '四五…']);
    // 0.58 em a small letter, 0.33 em a space: two words a line; the last line holds the rest with its spaces, cut.
    expect(wrapText('aa bb cc dd ee', 1, 3, 9)).toEqual(['aa bb', 'cc dd', 'ee']);
    expect(wrapText('aa bb cc dd ee', 1, 3.2, 2)).toEqual(['aa bb', 'cc d…']);
    expect(textWidth(ellipsize('甲'.repeat(500), 1, 10), 1)).toBeLessThanOrEqual(10);
  });
});
