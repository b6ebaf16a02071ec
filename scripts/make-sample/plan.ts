import { drawAmmoniaPlant, drawLoading, drawMethanolPlant, drawOffice, drawRacks, drawSpheres, drawSupport, drawTankFarm, drawUtilities, drawWasteWater } from './plan-areas.ts';
import { Drawing, type Plan } from './plan-model.ts';
import { layers, symbols } from './plan-symbols.ts';
import { areas, blocks, controlPoints, enterprise, sheet, site, type Area, type Point } from './site.ts';

/** The general layout drawing of the sample plant. */
export function makePlan(): Plan {
  const d = new Drawing();
  drawGrid(d);
  drawRoads(d);
  drawGreen(d);
  drawFence(d);
  for (const area of areas) d.polyline('区域界线', area.ring, { closed: true });
  for (const draw of [drawTankFarm, drawSpheres, drawAmmoniaPlant, drawMethanolPlant, drawLoading, drawUtilities, drawSupport, drawWasteWater, drawOffice, drawRacks]) draw(d);
  drawHydrants(d);
  for (const area of areas) drawAreaName(d, area);
  drawDimensions(d);
  drawFrame(d);
  drawHelpLines(d);
  return { layers, blocks: symbols, items: d.items };
}

function drawGrid(d: Drawing): void {
  for (let x = 0; x <= site.width; x += 60) {
    d.line('坐标网', [x, -10], [x, site.height + 10]);
    d.text('坐标网', [x, site.height + 12.5], 2.2, `A=${1000 + x}`);
  }
  for (let y = 0; y <= site.height; y += 60) {
    d.line('坐标网', [-10, y], [site.width + 10, y]);
    d.text('坐标网', [site.width + 12.5, y], 2.2, `B=${2000 + y}`, { rotation: 90 });
  }
}

function drawRoads(d: Drawing): void {
  d.roundRect('道路', 8, 8, site.width - 16, site.height - 16, 10, '#DDDFE1');
  for (const [west, south, east, north] of blocks) d.roundRect('道路', west, south, east - west, north - south, 5, '#FBFAF7');
  for (const x of [12, 120, 240, 320, 408]) d.line('道路中心线', [x, 12], [x, 288]);
  for (const y of [12, 100, 192, 288]) d.line('道路中心线', [12, y], [408, y]);
  for (const [x, west] of [[66, true], [364, false]] as const) {
    d.polyline('道路', [[x - 7, 8], [x - 7, -8], [x - 12, -14]]);
    d.polyline('道路', [[x + 7, 8], [x + 7, -8], [x + 12, -14]]);
    d.text('文字', [x, -18], 2.8, west ? '物流出入口' : '人流出入口');
  }
  d.text('文字', [180, 192.2], 2.2, '消防环形道路  路宽 8m');
  d.text('文字', [180, 100.2], 2.2, '厂区主干道  路宽 8m');
}

function drawGreen(d: Drawing): void {
  const strips: [number, number, number, number][] = [[2, 2, 50, 4], [84, 2, 262, 4], [382, 2, 36, 4], [2, 294, 416, 4], [2, 10, 4, 280], [414, 10, 4, 280]];
  for (const [west, south, width, height] of strips) {
    d.roundRect('绿化', west, south, width, height, 1.8, '#E4F0DF');
    const alongX = width > height;
    for (let at = 6; at < (alongX ? width : height) - 3; at += 9) {
      d.insert('绿化', '乔木', alongX ? [west + at, south + 2] : [west + 2, south + at], 1.9, (at * 37) % 360);
    }
  }
}

function drawFence(d: Drawing): void {
  d.polyline('围墙', [[59, 0], [0, 0], [0, site.height], [276, site.height]], { width: 0.5 });
  d.polyline('围墙', [[284, site.height], [site.width, site.height], [site.width, 0], [371, 0]], { width: 0.5 });
  d.polyline('围墙', [[73, 0], [357, 0]], { width: 0.5 });
  for (let x = 10; x < site.width; x += 10) {
    if ((x < 59 || x > 73) && (x < 357 || x > 371)) d.line('围墙', [x, 0], [x, -1.2]);
    if (x < 276 || x > 284) d.line('围墙', [x, site.height], [x, site.height + 1.2]);
  }
  for (let y = 10; y < site.height; y += 10) {
    d.line('围墙', [0, y], [-1.2, y]);
    d.line('围墙', [site.width, y], [site.width + 1.2, y]);
  }
  d.text('文字', [280, 304], 2.4, '消防应急出口');
  for (const point of controlPoints) d.insert('图框', '定位标', point, 2);
}

function drawHydrants(d: Drawing): void {
  const along = [30, 60, 90, 140, 170, 200, 260, 290, 340, 370];
  for (const y of [102.6, 189.4]) for (const x of along) d.insert('消防', '消火栓', [x, y], 0.9);
  for (const x of along) d.insert('消防', '消火栓', [x, 286.6], 0.9);
}

/** The place of each area's name, free of equipment. */
const namePlaces: Readonly<Record<string, Point>> = {
  A01: [58, 107], A02: [58, 199.6], A03: [218, 184.6], A04: [180, 233.6], A05: [66, 92.6], A06: [270, 142.2], A07: [268, 184.8], A08: [350, 184],
  A09: [359, 139], A10: [280, 252], A11: [209, 53], A12: [153, 56], A13: [209, 93.2], A14: [296, 74.4], A15: [296, 49], A16: [388, 36],
  A17: [380, 235.4], A18: [352, 246],
};

function drawAreaName(d: Drawing, area: Area): void {
  const place = namePlaces[area.code];
  if (!place) throw new Error(`no place for the name of ${area.code}`);
  d.text('文字', place, 3.2, `${area.code} ${area.name}`);
}

function drawDimensions(d: Drawing): void {
  d.dimension('尺寸标注', [0, 0], [site.width, 0], [0, -26], false);
  d.dimension('尺寸标注', [0, 0], [0, site.height], [-24, 0], true);
  d.dimension('尺寸标注', [16, 188], [16, 196], [-10, 188], true);
}

function drawFrame(d: Drawing): void {
  d.rect('图框', sheet.minX + 2, sheet.minY + 2, sheet.maxX - sheet.minX - 4, sheet.maxY - sheet.minY - 4);
  d.rect('图框', sheet.minX + 5, sheet.minY + 5, sheet.maxX - sheet.minX - 10, sheet.maxY - sheet.minY - 10);
  d.text('文字', [200, 320], 6, `${enterprise.name}${enterprise.siteName}总平面布置图`);
  d.insert('图框', '指北针', [438, 306], 7);
  d.text('文字', [438, 318], 4, '北');
  d.text('文字', [446, 297], 2, '主导风向：东南', { align: 'right' });
  drawTitleBlock(d, 295, -45, 160, 24);
  d.mtext('文字', [-32, -29], 2.4, [
    '说明：1. 图中坐标及尺寸以米计，建筑坐标 A、B 与工厂坐标 X=A-1000、Y=B-2000 对应。',
    '2. 甲醇储罐为内浮顶罐，液氨储罐为球罐；罐区设防火堤与围堤。',
    '3. 本图为示例，企业、设备与数据均为虚构。',
  ], 300);
}

function drawTitleBlock(d: Drawing, west: number, south: number, width: number, height: number): void {
  d.rect('图框', west, south, width, height, '#FFFFFF');
  for (const y of [8, 16]) d.line('图框', [west, south + y], [west + width, south + y]);
  for (const x of [24, 72, 96, 128]) d.line('图框', [west + x, south], [west + x, south + 16]);
  const cell = (x: number, y: number, text: string): void => d.text('文字', [west + x, south + y], 2.4, text);
  d.text('文字', [west + width / 2, south + 20], 3.2, `${enterprise.name}  总平面布置图`);
  cell(12, 12, '设计'); cell(48, 12, '示例设计室'); cell(84, 12, '图号'); cell(112, 12, 'SL-ZT-001'); cell(144, 12, '第 1 张 共 1 张');
  cell(12, 4, '校核'); cell(48, 4, '2026-09-15'); cell(84, 4, '比例'); cell(112, 4, '1:1000'); cell(144, 4, '版次 B');
}

/** Construction lines on a layer that is switched off: a reader must not show them. */
function drawHelpLines(d: Drawing): void {
  d.line('辅助线', [0, 0], [site.width, site.height]);
  d.line('辅助线', [0, site.height], [site.width, 0]);
  d.text('辅助线', [site.width / 2, site.height / 2], 5, '辅助线不出图');
}
