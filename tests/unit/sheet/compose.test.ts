import { describe, expect, it } from 'vitest';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { composeSheet, stackPages } from '#shared/sheet/compose.ts';
import { paperOf, paperSizes } from '#shared/sheet/paper.ts';
import { sheetLevelStyle, sheetThemes } from '#shared/sheet/theme.ts';
import { coloursOf, flat, pathsOf, textsOf } from './flat.ts';
import { drawingOf, rectangle, samplePlant, zone } from './sample.ts';

const levels: readonly (RiskLevel | null)[] = [1, 2, 3, 4, null];
const sheetTexts = (input = samplePlant()) => composeSheet(input).pages.flatMap(textsOf).map((text) => text.text);

describe('the sheet', () => {
  it('draws a zone of 100 m at its scale: 130 m of plan come out at 1:500, the zone 200 mm wide', () => {
    const { pages: [page], denominator } = composeSheet(samplePlant({
      zones: [zone('罐区', 'A', rectangle(10, 10, 100, 100), 1)],
      layout: { ...samplePlant().layout, bounds: { minX: 0, minY: 0, maxX: 130, maxY: 130 }, plan: { kind: 'vector', geometry: drawingOf([[0, 0, 130, 130]]) } },
    }));
    expect(denominator).toBe(500);
    const filled = page === undefined ? [] : pathsOf(page).filter((path) => path.fills.some((fill) => fill.kind === 'hatch' && fill.angles.length === 2));
    const xs = (filled[0]?.rings[0] ?? []).filter((_, index) => index % 2 === 0);
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(200, 6);
    expect(page && textsOf(page).some((text) => text.text === '1:500')).toBe(true);
  });

  it('names title, enterprise, code, drawing, change, rule pack, all zones, all five states', () => {
    const texts = sheetTexts();
    const whole = texts.join('\n');
    for (const text of ['安全风险空间分布图', '滨江化工有限公司', '320100123', '总平面布置图', '128', 'national 2024.1', '编制', '审核', '批准', '2026-11-22', 'A3',
      '风险等级', '重大风险（红）', '较大风险（橙）', '一般风险（黄）', '低风险（蓝）', '未评估（灰）', '厂区坐标北', '需按正式文本核对']) expect(whole).toContain(text);
    for (const { name } of samplePlant().zones) expect(texts.filter((text) => text.includes(name)).length, name).toBeGreaterThanOrEqual(2);
  });

  it('counts the zones of each state in the legend', () => {
    expect(sheetTexts().filter((text) => / 个$/.test(text))).toEqual(['2 个', '3 个', '4 个', '4 个', '2 个']);
  });

  it('gives not assessed a look that no level has, never blue', () => {
    for (const theme of sheetThemes) {
      const looks = levels.map((level) => sheetLevelStyle(level, theme));
      expect(new Set(looks.map((look) => look.solid)).size).toBe(5);
      expect(new Set(looks.map((look) => JSON.stringify(look.hatch(1)).replace(/"colour":"[^"]*"/, ''))).size).toBe(5);
      expect(new Set(looks.map((look) => look.mark)).size).toBe(5);
      expect(sheetLevelStyle(null, theme).hatch(1)).toMatchObject({ kind: 'hatch', angles: [0] });
    }
    const [page] = composeSheet(samplePlant({ zones: [zone('化验室', '', rectangle(0, 0, 200, 200), null)] })).pages;
    const [clip] = page?.marks ?? [];
    const inMap = clip?.kind === 'clip' ? flat(clip.marks).flatMap((mark) => (mark.kind === 'path' ? mark.fills.map((fill) => fill.colour) : [])) : [];
    expect(inMap).toContain('#8C8C8C');
    expect(inMap).not.toContain('#2F6FD0');
  });

  it('writes on the full colour of each level so that it can be read: contrast 4.5 at least', () => {
    const brightness = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)).reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
    for (const theme of sheetThemes) {
      for (const level of levels) {
        const { solid, onSolid } = sheetLevelStyle(level, theme);
        const [light = 0, dark = 0] = [brightness(solid), brightness(onSolid)].sort((first, second) => second - first);
        expect((light + 0.05) / (dark + 0.05), `${theme} ${level}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('marks zones with units not assessed and explains the mark', () => {
    const texts = sheetTexts();
    expect(texts).toContain('Ⅲ? 一般');
    expect(texts.some((text) => text.includes('等级可能升高'))).toBe(true);
    expect(sheetTexts(samplePlant({ zones: samplePlant().zones.filter((entry) => entry.unassessedUnits === 0) })).some((text) => text.includes('等级可能升高'))).toBe(false);
  });

  it('uses nothing but greys in greyscale; a picture of the plan is grey in every theme, as its colours would read as levels', () => {
    const [page] = composeSheet(samplePlant({ theme: 'greyscale' })).pages;
    for (const colour of page === undefined ? ['none'] : coloursOf(page)) expect(colour).toMatch(/^#([0-9A-F]{2})\1\1$/i);
    const picture = { kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array(4) } as const;
    for (const theme of sheetThemes) {
      const marks = flat(composeSheet(samplePlant({ theme, layout: { ...samplePlant().layout, plan: picture } })).pages[0]?.marks ?? []);
      expect(marks.find((mark) => mark.kind === 'picture')).toMatchObject({ greyscale: true });
    }
  });

  it.each(paperSizes)('keeps every letter within the frame of %s, in both languages', (paper) => {
    const { frame } = paperOf(paper);
    for (const language of ['zh-CN', 'en'] as const) {
      for (const page of composeSheet(samplePlant({ paper, language })).pages) {
        for (const text of textsOf(page)) {
          expect(text.x, text.text).toBeGreaterThanOrEqual(frame.x);
          expect(text.x, text.text).toBeLessThanOrEqual(frame.x + frame.width);
          expect(text.y, text.text).toBeGreaterThanOrEqual(frame.y);
          expect(text.y, text.text).toBeLessThanOrEqual(frame.y + frame.height);
        }
      }
    }
  });

  it('goes on to further pages where the list finds no room, each zone once', () => {
    const many = Array.from({ length: 200 }, (_, index) => zone(`分区${index}号`, `Z${index}`, rectangle((index % 20) * 18, Math.floor(index / 20) * 28, 15, 24), levels[index % 5] ?? null));
    const { pages } = composeSheet(samplePlant({ zones: many }));
    expect(pages.length).toBeGreaterThan(1);
    // The map is the clipped part of the first page; what is left are the lists.
    const listed = pages.flatMap((page) => flat(page.marks.filter((mark) => mark.kind !== 'clip')))
      .flatMap((mark) => (mark.kind === 'text' && /^分区\d+号$/.test(mark.text) ? [mark.text] : []));
    expect(listed).toEqual(many.map(({ name }) => name));
    expect(pages.flatMap(textsOf).some((text) => text.text.endsWith(`第 ${pages.length} 页，共 ${pages.length} 页`))).toBe(true);
    expect(stackPages(pages).height).toBe(297 * pages.length);
    const counted = composeSheet(samplePlant({ zones: many, furtherZones: 'counted' }));
    expect(counted.pages).toHaveLength(1);
    expect(counted.pages.flatMap(textsOf).some((text) => /另有 \d+ 个分区/.test(text.text))).toBe(true);
  });

  it('lists each zone with its units, code and who is liable, also where that takes a page more', () => {
    const units = (index: number) => [`一号单元${index}`, `二号单元${index}`];
    const zones = Array.from({ length: 25 }, (_, index) => zone(`分区${index}号`, `Z${index}`, rectangle((index % 20) * 18, Math.floor(index / 20) * 28, 15, 24), 2, { units: units(index), departments: ['储运部'], persons: [`张${index}`] }));
    const { pages } = composeSheet(samplePlant({ zones }));
    const texts = pages.flatMap((page) => flat(page.marks.filter((mark) => mark.kind !== 'clip'))).flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
    expect(pages).toHaveLength(2);
    expect(texts.some((text) => /其余 \d+ 个分区见第 2 页/.test(text))).toBe(true);
    zones.forEach(({ code }, index) => {
      expect(texts).toContain(code);
      expect(texts).toContain(units(index).join('、'));
      expect(texts.some((text) => text === `储运部 / 张${index}` || text === `张${index}`)).toBe(true);
    });
  });

  it('places a picture so that its corners lie where the calibration says', () => {
    // 0.5 m a pixel, y down: pixel (0, 0) is the plant's (0, 100), pixel (200, 200) its (100, 0).
    const { pages: [page], denominator } = composeSheet(samplePlant({
      zones: [], layout: {
        name: '图', bounds: { minX: 0, minY: 0, maxX: 200, maxY: 200 }, plan: { kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array(1) },
        calibration: { source: 'scale', toPlant: { a: 0.5, b: 0, c: 0, d: 0, e: -0.5, f: 100 }, points: [] },
      },
    }));
    const picture = flat(page?.marks ?? []).find((mark) => mark.kind === 'picture');
    expect(denominator).toBe(500);
    expect(picture?.matrix.slice(0, 4).map((value) => Math.round(value * 1e6) / 1e6 + 0)).toEqual([1, 0, 0, 1]);
  });

  it('says what to do without scale, and with nothing to draw', () => {
    const { layout } = samplePlant();
    expect(() => composeSheet(samplePlant({ layout: { ...layout, calibration: null } }))).toThrow(expect.objectContaining({ code: 'error.map.notCalibrated', params: { layout: '总平面布置图' } }));
    expect(() => composeSheet(samplePlant({ zones: [], layout: { ...layout, bounds: { minX: 5, minY: 5, maxX: 5, maxY: 5 } } }))).toThrow(expect.objectContaining({ code: 'error.map.nothingDrawn' }));
    expect(sheetTexts(samplePlant({ zones: [] })).join('')).toContain('尚无风险分区');
  });
});
