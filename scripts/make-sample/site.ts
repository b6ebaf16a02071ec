/** A point in plant metres: x east, y north, (0, 0) is the south-west corner of the fence. */
export type Point = readonly [x: number, y: number];

/** The made-up enterprise. No enterprise of this name or code is meant. */
export const enterprise = { name: '示例化工有限公司', companyCode: '990000001', siteName: '一期厂区' } as const;

/** The fence is `width` by `height` metres; the drawing shows `sheet` around it. */
export const site = { width: 420, height: 300 } as const;
export const sheet = { minX: -40, minY: -50, maxX: 460, maxY: 330 } as const;

/** Blocks between the roads, metres: west, south, east, north edge. */
export const blocks = [
  [16, 16, 116, 96], [124, 16, 236, 96], [244, 16, 316, 96], [324, 16, 404, 96],
  [16, 104, 116, 188], [124, 104, 236, 188], [244, 104, 316, 188], [324, 104, 404, 188],
  [16, 196, 116, 284], [124, 196, 236, 284], [244, 196, 316, 284], [324, 196, 404, 284],
] as const;

/** One area of the plant: a risk-analysis object and a zone of the map. */
export interface Area { readonly code: string; readonly name: string; readonly ring: readonly Point[] }

const box = (west: number, south: number, east: number, north: number): Point[] => [[west, south], [east, south], [east, north], [west, north]];

/** Counter-clockwise rings; areas that touch name every shared corner on both sides. */
export const areas: readonly Area[] = [
  { code: 'A01', name: '甲醇罐区', ring: box(16, 104, 116, 188) },
  { code: 'A02', name: '液氨球罐区', ring: box(16, 196, 116, 284) },
  { code: 'A03', name: '合成氨装置', ring: box(124, 104, 236, 188) },
  { code: 'A04', name: '甲醇合成装置', ring: box(124, 196, 236, 284) },
  { code: 'A05', name: '装卸站台', ring: box(16, 16, 116, 96) },
  { code: 'A06', name: '锅炉房', ring: box(244, 104, 316, 146) },
  { code: 'A07', name: '空分装置', ring: box(244, 146, 316, 188) },
  { code: 'A08', name: '变配电所', ring: box(324, 144, 404, 188) },
  { code: 'A09', name: '中控室', ring: box(324, 104, 404, 144) },
  { code: 'A10', name: '污水处理站', ring: box(244, 196, 316, 284) },
  { code: 'A11', name: '危废库', ring: box(184, 16, 236, 56) },
  { code: 'A12', name: '甲类仓库', ring: [[124, 16], [184, 16], [184, 56], [184, 96], [124, 96]] },
  { code: 'A13', name: '事故水池', ring: box(184, 56, 236, 96) },
  { code: 'A14', name: '循环水站', ring: box(244, 52, 316, 96) },
  { code: 'A15', name: '消防泵房', ring: box(244, 16, 316, 52) },
  { code: 'A16', name: '办公楼', ring: box(324, 16, 404, 96) },
  { code: 'A17', name: '机修车间', ring: box(324, 196, 404, 240) },
  { code: 'A18', name: '火炬', ring: box(324, 240, 404, 284) },
];

/** Marks whose place is known in every form of the plan: the south-west and north-east corner of the fence. */
export const controlPoints: readonly Point[] = [[0, 0], [site.width, site.height]];
