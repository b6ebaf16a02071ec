import type { Drawing } from './plan-model.ts';
import type { Point } from './site.ts';

/** A building: outline, hatch, name in its middle. */
function building(d: Drawing, west: number, south: number, width: number, height: number, name: string, size = 2.6): void {
  d.rect('建筑物', west, south, width, height, '#E7EEF5');
  d.hatch('建筑填充', [{ x: west, y: south }, { x: west + width, y: south }, { x: west + width, y: south + height }, { x: west, y: south + height }], 'ANSI31', 3);
  d.text('文字', [west + width / 2, south + height / 2], size, name);
}

/** An item with its tag beneath (or beside) it. */
function tagged(d: Drawing, block: string, at: Point, scale: number, tag: string, tagAt: Point = [0, -scale - 2.2], rotation = 0): void {
  d.insert('设备', block, at, scale, rotation);
  d.text('位号', [at[0] + tagAt[0], at[1] + tagAt[1]], 1.8, tag);
}

function basin(d: Drawing, west: number, south: number, width: number, height: number, name: string, size = 2.2): void {
  d.rect('构筑物', west, south, width, height, '#E3EFF5');
  d.rect('构筑物', west + 0.8, south + 0.8, width - 1.6, height - 1.6);
  d.text('文字', [west + width / 2, south + height / 2], size, name);
}

/** A pipe rack along `points`: two edges and a tie every six metres. Straight parts run east or north. */
function rack(d: Drawing, from: Point, to: Point, width: number): void {
  const alongX = from[1] === to[1];
  const half = width / 2;
  const length = alongX ? to[0] - from[0] : to[1] - from[1];
  const place = (along: number, across: number): Point => alongX ? [from[0] + along, from[1] + across] : [from[0] + across, from[1] + along];
  for (const side of [-half, -half / 3, half / 3, half]) d.line('管廊', place(0, side), place(length, side));
  for (let tie = 0; tie <= length; tie += 6) d.line('管廊', place(tie, -half), place(tie, half));
}

export function drawTankFarm(d: Drawing): void {
  d.rect('防火堤', 20, 110, 76, 72, '#F7F1E8');
  d.rect('防火堤', 20.6, 110.6, 74.8, 70.8);
  d.line('防火堤', [20.6, 146], [95.4, 146]);
  [[33, 164], [58, 164], [83, 164], [33, 128], [58, 128], [83, 128]].forEach(([x = 0, y = 0], i) => {
    tagged(d, '立式储罐', [x, y], 8.5, `V-10${i + 1}`, [0, -4.4]);
    d.text('文字', [x, y + 3.6], 1.9, 'VN=2000m³');
  });
  d.text('文字', [58, 179], 2, '防火堤 H=1.6m');
  d.rect('建筑物', 101, 116, 12, 60, '#EEF3F7');
  d.text('文字', [107, 178], 2, '甲醇泵棚');
  for (let i = 0; i < 6; i++) tagged(d, '泵', [106, 121 + i * 9.6], 1.6, `P-10${i + 1}${i % 2 ? 'B' : 'A'}`, [0, -3]);
}

export function drawSpheres(d: Drawing): void {
  d.rect('防火堤', 22, 203, 70, 74, '#F7F1E8');
  d.rect('防火堤', 22.5, 203.5, 69, 73);
  [[39, 222], [75, 222], [39, 258], [75, 258]].forEach(([x = 0, y = 0], i) => {
    d.circle('消防', [x, y], 9.6);
    tagged(d, '球罐', [x, y], 8, `V-20${i + 1}`, [0, -11.8]);
    d.text('文字', [x, y + 11.8], 1.9, '1000m³');
  });
  d.text('文字', [57, 279.6], 2, '围堤 H=0.6m  喷淋冷却环管');
  building(d, 96, 252, 16, 24, '氨压机棚', 2.2);
  tagged(d, '压缩机', [104, 246], 1.5, 'C-201A', [0, -2.9]);
  tagged(d, '压缩机', [104, 239], 1.5, 'C-201B', [0, -2.9]);
  tagged(d, '泵', [102, 230], 1.6, 'P-201A', [0, -3]);
  tagged(d, '泵', [102, 223], 1.6, 'P-201B', [0, -3]);
  tagged(d, '塔器', [104, 209], 2.4, 'T-202 氨吸收塔');
}

export function drawAmmoniaPlant(d: Drawing): void {
  building(d, 136, 108, 40, 20, '压缩厂房');
  tagged(d, '压缩机', [142, 134], 1.7, 'C-301', [0, -3]);
  tagged(d, '压缩机', [158, 134], 1.7, 'C-302', [0, -3]);
  d.rect('设备', 184, 108, 26, 16, '#F4E9E2');
  for (let i = 1; i < 5; i++) d.line('设备', [184 + i * 5.2, 108], [184 + i * 5.2, 124]);
  d.text('文字', [197, 126.2], 2.2, '一段转化炉 F-301');
  tagged(d, '塔器', [218, 116], 3, 'R-302', [0, -5]);
  d.text('文字', [226, 122], 1.9, '二段炉');
  tagged(d, '塔器', [184, 134], 2.6, 'R-303', [6.6, 0]);
  tagged(d, '塔器', [204, 134], 2.6, 'R-304', [6.6, 0]);
  tagged(d, '塔器', [142, 160], 3, 'T-301', [0, -5]);
  d.text('文字', [142, 165.2], 1.9, '脱碳塔');
  tagged(d, '塔器', [157, 160], 2.8, 'T-302', [0, -5]);
  d.text('文字', [157, 165.2], 1.9, '再生塔');
  tagged(d, '塔器', [178, 162], 3.4, 'R-305', [0, -5.6]);
  d.text('文字', [178, 167.8], 2.2, '氨合成塔');
  tagged(d, '塔器', [194, 162], 2, 'V-305', [0, -4.2]);
  d.text('文字', [194, 166.4], 1.9, '氨分离器');
  for (let i = 0; i < 4; i++) tagged(d, '换热器', [206 + (i % 2) * 16, 158 + Math.floor(i / 2) * 9], 2, `E-30${i + 1}`, [0, -2.7]);
  building(d, 138, 174, 30, 10, '合成现场机柜间', 2);
  tagged(d, '泵', [180, 178], 1.6, 'P-301A', [0, -3]);
  tagged(d, '泵', [190, 178], 1.6, 'P-301B', [0, -3]);
  tagged(d, '泵', [206, 178], 1.6, 'P-302A', [0, -3]);
  tagged(d, '泵', [216, 178], 1.6, 'P-302B', [0, -3]);
}

export function drawMethanolPlant(d: Drawing): void {
  building(d, 136, 200, 36, 18, '合成气压缩厂房', 2.4);
  tagged(d, '压缩机', [142, 223], 1.7, 'C-401', [0, -3]);
  tagged(d, '压缩机', [158, 223], 1.7, 'C-402', [0, -3]);
  tagged(d, '塔器', [186, 210], 3.4, 'R-401', [0, -5.6]);
  d.text('文字', [186, 215.8], 2.2, '甲醇合成塔');
  tagged(d, '塔器', [203, 210], 2, 'V-402', [0, -4.2]);
  d.text('文字', [203, 214.4], 1.9, '汽包');
  tagged(d, '塔器', [218, 210], 2, 'V-403', [0, -4.2]);
  d.text('文字', [218, 214.4], 1.9, '甲醇分离器');
  [['T-401', '预精馏塔'], ['T-402', '加压塔'], ['T-403', '常压塔'], ['T-404', '回收塔']].forEach(([tag = '', name = ''], i) => {
    tagged(d, '塔器', [144 + i * 15, 258], 2.8, tag, [0, -4.8]);
    d.text('文字', [144 + i * 15, 263.2], 1.9, name);
  });
  for (let i = 0; i < 4; i++) tagged(d, '换热器', [206 + (i % 2) * 16, 226 + Math.floor(i / 2) * 28], 2, `E-40${i + 1}`, [0, -2.7]);
  tagged(d, '立式储罐', [208, 268], 5, 'V-411', [0, -2.4]);
  tagged(d, '立式储罐', [223, 268], 5, 'V-412', [0, -2.4]);
  d.text('文字', [215.5, 275.4], 1.9, '粗甲醇中间罐');
  for (let i = 0; i < 4; i++) tagged(d, '泵', [142 + i * 11, 273], 1.5, `P-40${i + 1}A`, [0, -2.9]);
}

export function drawLoading(d: Drawing): void {
  d.rect('建筑物', 24, 56, 58, 26, '#EEF3F7');
  d.text('文字', [53, 85], 2.4, '甲醇汽车装卸站台');
  for (let i = 0; i < 4; i++) {
    tagged(d, '装卸鹤管', [31 + i * 14, 73], 1, `LA-10${i + 1}`, [0, 4.6]);
    d.insert('设备', '汽车槽车', [34 + i * 14, 63], 0.85, 90);
  }
  d.rect('建筑物', 92, 56, 20, 26, '#EEF3F7');
  d.text('文字', [102, 85], 2.4, '液氨装卸');
  tagged(d, '装卸鹤管', [97, 73], 1, 'LA-201', [0, 4.6]);
  tagged(d, '装卸鹤管', [106, 73], 1, 'LA-202', [0, 4.6]);
  d.insert('设备', '汽车槽车', [99, 63], 0.85, 90);
  d.rect('道路', 22, 24, 50, 22, '#EDEEEF');
  for (let i = 0; i <= 5; i++) d.line('道路', [22 + i * 10, 24], [22 + i * 10, 46]);
  for (let i = 0; i < 4; i++) d.insert('设备', '汽车槽车', [27 + i * 10, 35], 0.95, 90);
  d.text('文字', [47, 49], 2.2, '危险化学品车辆专用停车场');
  building(d, 92, 22, 20, 10, '装卸控制室', 2);
  d.rect('构筑物', 78, 38, 34, 4.5, '#E9ECEF');
  d.text('文字', [95, 45], 2, '汽车衡 100t');
  d.insert('设备', '泵', [87, 88], 1.4);
}

export function drawUtilities(d: Drawing): void {
  building(d, 248, 109, 40, 20, '锅炉房');
  tagged(d, '塔器', [254, 135], 2, 'B-501', [5, 0]);
  tagged(d, '塔器', [268, 135], 2, 'B-502', [5, 0]);
  tagged(d, '塔器', [298, 118], 2.6, '烟囱 H=45m', [4, -5]);
  tagged(d, '立式储罐', [304, 134], 4, 'V-501', [0, -5.8]);
  d.text('文字', [304, 140], 1.9, '除盐水罐');
  building(d, 248, 150, 28, 18, '空压厂房', 2.4);
  d.rect('设备', 282, 152, 9, 12, '#EEE9F4');
  d.text('文字', [286.5, 149.4], 1.8, '冷箱 CB-701');
  tagged(d, '立式储罐', [304, 160], 4.5, 'V-701', [0, -6.4]);
  d.text('文字', [304, 166], 1.9, '液氧');
  tagged(d, '立式储罐', [304, 177], 4.5, 'V-702', [0, -6.4]);
  d.text('文字', [304, 183], 1.9, '液氮');
  tagged(d, '压缩机', [256, 177], 1.7, 'C-701', [0, -3]);
  tagged(d, '换热器', [278, 177], 2, 'E-701', [0, -2.7]);
  for (let i = 0; i < 4; i++) tagged(d, '冷却塔', [254 + i * 15, 86], 5.5, `CT-60${i + 1}`, [0, -7.2]);
  building(d, 248, 56, 28, 12, '循环水泵房', 2.2);
  basin(d, 281, 56, 31, 12, '吸水池');
  for (let i = 0; i < 3; i++) tagged(d, '泵', [253 + i * 10, 72.4], 1.3, `P-61${i + 1}`, [0, -2.6]);
  building(d, 248, 20, 26, 16, '消防泵房', 2.4);
  tagged(d, '立式储罐', [287, 31], 8, 'V-601', [0, -4]);
  tagged(d, '立式储罐', [305, 31], 8, 'V-602', [0, -4]);
  d.text('文字', [296, 43], 2, '消防水罐 2×1500m³');
  tagged(d, '泵', [253, 41], 1.5, 'P-601A', [0, -3]);
  tagged(d, '泵', [263, 41], 1.5, 'P-601B', [0, -3]);
}

export function drawSupport(d: Drawing): void {
  building(d, 330, 152, 42, 24, '110kV变配电所', 2.4);
  tagged(d, '变压器', [386, 171], 1.8, '1#主变', [0, -4.6]);
  tagged(d, '变压器', [386, 158], 1.8, '2#主变', [0, -4.6]);
  building(d, 336, 111, 46, 20, '中央控制室（抗爆）', 2.6);
  d.roundRect('绿化', 386, 110, 14, 26, 3, '#E4F0DF');
  for (const [x, y] of [[390, 115], [396, 117], [391, 123], [395, 130]] as const) d.insert('绿化', '乔木', [x, y], 2.2);
  building(d, 128, 24, 50, 26, '甲类仓库（一）');
  building(d, 128, 62, 50, 26, '甲类仓库（二）');
  for (const y of [24, 62]) d.line('建筑物', [153, y], [153, y + 26]);
  building(d, 188, 22, 42, 22, '危险废物暂存库', 2.4);
  d.text('文字', [209, 49], 1.9, '防渗 · 导流沟 · 收集池');
  basin(d, 188, 61, 30, 29, '事故水池 6000m³', 2.1);
  basin(d, 221, 61, 11, 29, '初期雨水', 1.9);
  building(d, 330, 202, 40, 20, '机修车间');
  building(d, 376, 202, 22, 20, '焊割作业区', 2.2);
  d.text('文字', [350, 230], 2, '检修场地');
  d.circle('设备', [380, 264], 1.5, '#E9E4DA');
  d.circle('设备', [380, 264], 4);
  for (let leg = 0; leg < 3; leg++) {
    const angle = (leg * 120 + 90) * Math.PI / 180;
    d.line('设备', [380, 264], [380 + 9 * Math.cos(angle), 264 + 9 * Math.sin(angle)]);
  }
  d.circle('区域界线', [380, 264], 18);
  d.text('位号', [380, 249.6], 1.8, 'FL-801 H=80m');
  tagged(d, '换热器', [340, 272], 2, 'V-801', [0, -2.7]);
  d.text('文字', [340, 275], 1.9, '分液罐');
  tagged(d, '塔器', [356, 260], 2, 'V-802', [0, -4.2]);
  d.text('文字', [352, 265], 1.9, '水封罐');
}

export function drawWasteWater(d: Drawing): void {
  basin(d, 248, 200, 18, 20, '调节池');
  basin(d, 269, 200, 20, 20, '水解酸化池', 2);
  basin(d, 248, 226, 41, 22, 'A/O 生化池');
  for (const x of [258, 268, 278]) d.line('构筑物', [x, 226.8], [x, 234]);
  for (const [i, y] of [207, 229].entries()) {
    d.circle('构筑物', [303, y], 8.5, '#E3EFF5');
    d.circle('构筑物', [303, y], 1.2);
    d.line('构筑物', [303, y], [311.5, y]);
    d.text('文字', [303, y - 4], 1.9, `二沉池${i + 1}#`);
  }
  building(d, 248, 256, 26, 16, '污泥脱水间', 2.2);
  building(d, 282, 256, 28, 16, '加药间 / 风机房', 2);
}

export function drawOffice(d: Drawing): void {
  const outline: Point[] = [[330, 60], [384, 60], [384, 48], [398, 48], [398, 78], [330, 78]];
  d.polyline('建筑物', outline, { closed: true, tint: '#E7EEF5' });
  d.hatch('建筑填充', outline.map(([x, y]) => ({ x, y })), 'ANSI31', 3);
  d.text('文字', [360, 69], 3, '综合办公楼 4F');
  building(d, 330, 84, 30, 9, '食堂', 2);
  building(d, 370, 84, 28, 9, '化验室', 2);
  d.rect('道路', 330, 22, 30, 12, '#EDEEEF');
  for (let i = 0; i <= 10; i++) d.line('道路', [330 + i * 3, 22], [330 + i * 3, 34]);
  d.text('文字', [345, 37], 2, '停车场');
  building(d, 376, 20, 12, 8, '门卫', 2);
  d.roundRect('绿化', 330, 41, 48, 13, 4, '#E4F0DF');
  d.circle('绿化', [354, 47.5], 4);
  for (const x of [335, 341, 347, 361, 367, 373]) d.insert('绿化', '乔木', [x, 47.5], 2.4);
}

export function drawRacks(d: Drawing): void {
  rack(d, [129, 108], [129, 278], 5);
  rack(d, [131.5, 146], [246, 146], 5);
  rack(d, [131.5, 240], [234, 240], 5);
  rack(d, [113, 146], [126.5, 146], 4);
  rack(d, [108, 217], [126.5, 217], 4);
  rack(d, [98, 88], [98, 110], 4);
  rack(d, [131.5, 281], [350, 281], 3);
  d.text('文字', [180, 149.8], 2, '主管廊');
  d.text('文字', [180, 243.8], 2, '工艺管廊');
  d.text('文字', [260, 277.4], 1.9, '火炬气总管');
}
