import type { DrawingGeometry, DrawingText } from '#shared/drawing/drawing.ts';
import { plantPoint, type PlantRing } from '#shared/geometry/frames.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { SheetInput, SheetZone } from '#shared/sheet/input.ts';

/** A drawing in metres made of closed rectangles [x, y, width, height] and texts. */
export function drawingOf(rectangles: readonly (readonly [number, number, number, number])[], texts: readonly DrawingText[] = []): DrawingGeometry {
  const paths = rectangles.map(([x, y, width, height]) => [x, y, x + width, y, x + width, y + height, x, y + height, x, y]);
  const starts = [0];
  for (const path of paths) starts.push((starts.at(-1) ?? 0) + path.length / 2);
  const xs = rectangles.flatMap(([x, , width]) => [x, x + width]);
  const ys = rectangles.flatMap(([, y, , height]) => [y, y + height]);
  return {
    origin: [0, 0],
    coordinates: new Float32Array(paths.flat()),
    pathStart: new Uint32Array(starts),
    pathStyle: new Uint16Array(paths.length),
    pathGroup: new Uint32Array(paths.length),
    styles: [{ layer: '建筑', colour: null, widthMm: 0, filled: false }],
    layers: [{ name: '建筑', colour: null, visible: true }],
    texts,
    bounds: { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) },
  };
}

export function rectangle(x: number, y: number, width: number, height: number): PlantRing {
  return [plantPoint(x, y), plantPoint(x + width, y), plantPoint(x + width, y + height), plantPoint(x, y + height)];
}

export function zone(name: string, code: string, ring: PlantRing, level: RiskLevel | null, more: Partial<SheetZone> = {}): SheetZone {
  return { name, code, rings: [ring], level, unassessedUnits: 0, units: [`${name}单元`], departments: ['生产部'], persons: ['张伟'], ...more };
}

type Area = readonly [name: string, x: number, y: number, width: number, height: number, level: RiskLevel | null, unassessed: number, department: string, person: string];

const areas: readonly Area[] = [
  ['甲醇罐区', 20, 210, 80, 60, 1, 0, '储运部', '李建国'],
  ['液氨球罐区', 110, 210, 60, 60, 1, 1, '储运部', '李建国'],
  ['合成氨装置', 180, 200, 90, 70, 2, 0, '合成车间', '王志强'],
  ['甲醇精馏装置', 280, 200, 70, 70, 2, 0, '精馏车间', '赵敏'],
  ['汽车装卸站台', 20, 150, 70, 40, 2, 0, '储运部', '孙立'],
  ['锅炉房', 110, 140, 45, 45, 3, 0, '动力车间', '周涛'],
  ['循环水站', 165, 140, 40, 45, 4, 0, '动力车间', '周涛'],
  ['空分装置', 215, 130, 60, 55, 3, 1, '动力车间', '吴刚'],
  ['变配电所', 285, 140, 25, 40, 3, 0, '电仪车间', '郑华'],
  ['中控室', 320, 140, 30, 40, 4, 0, '生产技术部', '冯雪'],
  ['污水处理站', 20, 70, 60, 60, 3, 0, '环保部', '陈晨'],
  ['危废暂存库', 90, 90, 26, 18, null, 1, '环保部', '陈晨'],
  ['备品备件库', 126, 70, 50, 50, 4, 0, '供应部', '褚宁'],
  ['化验室', 190, 80, 12, 10, null, 2, '质检部', '卫红'],
  ['办公楼', 230, 40, 110, 50, 4, 0, '综合部', '蒋丽'],
];

/** A made-up plant of 15 zones, 370 m × 290 m: all states, a zone too small for its label, two with units not assessed. */
export function samplePlant(change: Partial<SheetInput> = {}): SheetInput {
  const rectangles: [number, number, number, number][] = [[0, 0, 370, 290], [0, 192, 370, 6], [0, 132, 370, 5], ...areas.map(
    ([, x, y, width, height]): [number, number, number, number] => [x + 3, y + 3, width - 6, height - 6])];
  for (let tank = 0; tank < 8; tank++) rectangles.push([26 + (tank % 4) * 18, 216 + Math.floor(tank / 4) * 26, 13, 13]);
  return {
    enterprise: { name: '滨江化工有限公司', companyCode: '320100123' },
    layout: {
      name: '总平面布置图', bounds: { minX: 0, minY: 0, maxX: 370, maxY: 290 },
      calibration: { source: 'file-unit', toPlant: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, points: [] },
      plan: {
        kind: 'vector',
        geometry: drawingOf(rectangles, [
          { x: 185, y: 195, height: 3, rotation: 0, text: '主干道', align: 'center', baseline: 'middle', style: 0 },
          { x: 10, y: 20, height: 3, rotation: 90, text: '围墙', align: 'left', baseline: 'alphabetic', style: 0 },
        ]),
      },
    },
    zones: areas.map(([name, x, y, width, height, level, unassessed, department, person], index) => zone(
      name, `A-${String(index + 1).padStart(2, '0')}`, rectangle(x, y, width, height), level,
      { unassessedUnits: unassessed, departments: [department], persons: [person], units: [`${name}储存单元`, `${name}输送单元`] })),
    paper: 'A3', theme: 'engineering', language: 'zh-CN', date: '2026-11-22', seq: 128,
    rulePack: { id: 'national', version: '2024.1', unproven: ['LS 分级界限', 'MES 分级界限'] },
    ...change,
  };
}
