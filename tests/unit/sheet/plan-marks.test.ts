import { describe, expect, it } from 'vitest';
import type { DrawingGeometry, DrawingStyle } from '#shared/drawing/drawing.ts';
import { label } from '#shared/sheet/marks.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import type { PathMark } from '#shared/sheet/page.ts';
import { planMarks, uncovered, type PlanMarks } from '#shared/sheet/plan-marks.ts';
import { luma, planInk, sheetThemes } from '#shared/sheet/theme.ts';
import { drawingOf } from './sample.ts';

/** 1:1000: a metre is a millimetre, the plant's (0, 0) at paper (0, 200). */
const view = { denominator: 1000, millimetresPerMetre: 1, x: (x: number) => x, y: (y: number) => 200 - y };
const plain = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };
const draw = (geometry: DrawingGeometry, toPlant = plain) => planMarks({ kind: 'vector', geometry }, geometry.bounds, toPlant, view, 'engineering');
const styled = (geometry: DrawingGeometry, style: Partial<DrawingStyle>): DrawingGeometry => ({ ...geometry, styles: [{ layer: '0', colour: null, widthMm: 0, filled: false, ...style }] });

describe('the plan on paper', () => {
  it('lies where origin and calibration put it: origin (1000, 2000), half a metre a unit, turned by 90°', () => {
    const geometry: DrawingGeometry = { ...drawingOf([[0, 0, 20, 10]]), origin: [1000, 2000] };
    // X = -0.5·y + 1040, Y = 0.5·x - 470: the corner (1020, 2010) is the plant's (35, 40), on paper (35, 160).
    const { lines } = draw(geometry, { a: 0, b: -0.5, c: 1040, d: 0.5, e: 0, f: -470 });
    expect((lines[0] as PathMark).rings[0]?.slice(0, 6)).toEqual([40, 170, 40, 160, 35, 160]);
  });

  it('writes texts relative to the origin too, at their height, turned with the drawing', () => {
    const geometry: DrawingGeometry = {
      ...drawingOf([[0, 0, 20, 10]], [{ x: 5, y: 5, height: 4, rotation: 30, text: '泵房', align: 'left', baseline: 'bottom', style: 0 }]), origin: [100, 50],
    };
    const [text] = draw(geometry).texts;
    expect(text).toMatchObject({ x: 105, y: 145, text: '泵房', align: 'left', baseline: 'alphabetic' });
    expect(text?.rotation).toBeCloseTo(-30, 9);
    expect(text?.size).toBeCloseTo(4.4, 9);
  });

  it('is grey whatever its colours; yellow and white are darkened to show on white paper, and no line is so dark as to read first', () => {
    for (const theme of sheetThemes) {
      for (const colour of [null, '#FFFF00', '#FFFFFF', '#FF0000', '#00A040', '#000000']) {
        expect(planInk(colour, theme)).toMatch(/^#([0-9A-F]{2})\1\1$/);
        expect(luma(planInk(colour, theme))).toBeLessThan(0xb0);
        expect(luma(planInk(colour, theme))).toBeGreaterThan(0x50);
      }
      expect(luma(planInk('#FFFF00', theme))).toBeGreaterThan(luma(planInk('#0000FF', theme)));
    }
  });

  it('fills areas with their holes below the zones, and keeps lines of one style in one mark', () => {
    const two = drawingOf([[0, 0, 20, 20], [5, 5, 5, 5]]);
    const filled = draw(styled({ ...two, pathGroup: new Uint32Array([7, 7]) }, { filled: true, colour: '#FF0000' }));
    expect(filled.ground).toHaveLength(1);
    expect((filled.ground[0] as PathMark).rings).toHaveLength(2);
    expect(filled.lines).toEqual([]);
    expect(draw(two).lines).toHaveLength(1);
  });

  it('leaves out points that no printer tells apart: 1001 of them on 1 mm become about 50, both ends kept', () => {
    const points = Array.from({ length: 1001 }, (_, index) => index / 1000);
    const line: DrawingGeometry = {
      ...drawingOf([[0, 0, 1, 1]]), coordinates: new Float32Array(points.flatMap((x) => [x, 0])), pathStart: new Uint32Array([0, 1001]), pathStyle: new Uint16Array(1), pathGroup: new Uint32Array(1),
    };
    const [ring = []] = (draw(line).lines[0] as PathMark).rings;
    expect(ring.length / 2).toBeLessThanOrEqual(52);
    expect(ring.length / 2).toBeGreaterThan(40);
    expect([ring[0], ring.at(-2)]).toEqual([0, 1]);
  });

  it('prints no layer that is hidden, and fades those that a person faded', () => {
    const geometry: DrawingGeometry = { ...drawingOf([[0, 0, 9, 9]], [{ x: 5, y: 5, height: 4, rotation: 0, text: '泵', align: 'left', baseline: 'bottom', style: 0 }]), layers: [{ name: '建筑', colour: null, visible: false }] };
    const print = (layers: readonly LayerState[]): PlanMarks => planMarks({ kind: 'vector', geometry, layers }, geometry.bounds, plain, view, 'engineering');
    expect(print([])).toEqual({ ground: [], lines: [], texts: [] });
    const faded = print([{ name: '建筑', visible: true, opacity: 0.5 }]);
    expect((faded.lines[0] as PathMark).stroke?.opacity).toBe(0.5);
    expect(luma(faded.texts[0]?.colour ?? '')).toBeGreaterThan(luma(planInk(null, 'engineering')) + 60);
  });

  it('keeps dashes that can be told apart, and prints finer ones as a whole line', () => {
    const dashed = (dash: readonly number[]): readonly number[] | undefined => (draw(styled(drawingOf([[0, 0, 9, 9]]), { dash })).lines[0] as PathMark).stroke?.dash;
    expect(dashed([3, 1.5])).toEqual([3, 1.5]);
    expect(dashed([3, 1, 0, 1])).toEqual([3, 1, 0.1, 1]);
    expect(dashed([0.02, 0.01])).toBeUndefined();
  });

  it('keeps line widths on paper between a hairline and half a millimetre', () => {
    for (const [given, drawn] of [[0, 0.1], [0.35, 0.35], [5, 0.5]]) {
      expect((draw(styled(drawingOf([[0, 0, 9, 9]]), { widthMm: given ?? 0 })).lines[0] as PathMark).stroke?.width).toBe(drawn);
    }
  });
});

describe('letters of the plan under labels', () => {
  const place = { x: 50, y: 50, width: 20, height: 6 };
  it('are left out, those beside stay', () => {
    const texts = [label('盖住', 48, 54, 3), label('旁边', 20, 54, 3), label('下方', 55, 62, 3), label('居中', 45, 53, 3, { align: 'center', baseline: 'middle' })];
    expect(uncovered(texts, [place]).map(({ text }) => text)).toEqual(['旁边', '下方', '居中']);
    expect(uncovered(texts, [])).toHaveLength(4);
  });
  it('are judged as they are turned: 12 mm of text upwards from (60, 62) reach the label, downwards not', () => {
    const turned = (rotation: number) => uncovered([label('四个汉字', 60, 62, 3, { rotation })], [place]);
    expect(turned(-90)).toEqual([]);
    expect(turned(90)).toHaveLength(1);
  });
});
