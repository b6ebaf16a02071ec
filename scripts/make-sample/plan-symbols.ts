import { Drawing, type Block, type Layer } from './plan-model.ts';

export const layers: readonly Layer[] = [
  { name: '0', aci: 7, colour: '#202428', width: 0.15 },
  { name: '图框', aci: 7, colour: '#202428', width: 0.35 },
  { name: '坐标网', aci: 8, colour: '#B8BEC4', width: 0.08, dash: 'CENTER' },
  { name: '绿化', aci: 3, colour: '#5E9A5A', width: 0.1 },
  { name: '道路', aci: 8, colour: '#6B7178', width: 0.22 },
  { name: '道路中心线', aci: 9, colour: '#8F959B', width: 0.1, dash: 'CENTER' },
  { name: '区域界线', aci: 6, colour: '#7A4E9A', width: 0.15, dash: 'DASHED' },
  { name: '建筑物', aci: 4, colour: '#1F4E79', width: 0.3 },
  { name: '建筑填充', aci: 254, colour: '#B9CBDD', width: 0.08 },
  { name: '构筑物', aci: 5, colour: '#37618E', width: 0.25 },
  { name: '防火堤', aci: 30, colour: '#9A5B1E', width: 0.4 },
  { name: '设备', aci: 2, colour: '#2B2F33', width: 0.22 },
  { name: '管廊', aci: 1, colour: '#B03A2E', width: 0.18 },
  { name: '围墙', aci: 7, colour: '#202428', width: 0.45 },
  { name: '消防', aci: 10, colour: '#D0202A', width: 0.2 },
  { name: '文字', aci: 7, colour: '#15181B', width: 0.1 },
  { name: '位号', aci: 140, colour: '#1B4F8F', width: 0.1 },
  { name: '尺寸标注', aci: 3, colour: '#3B6E3B', width: 0.12 },
  { name: '辅助线', aci: 9, colour: '#FF00FF', width: 0.1, off: true },
];

/** A block drawn on layer 0, so that it takes the layer of its insert. Its unit is one metre of radius unless said. */
function block(name: string, draw: (drawing: Drawing) => void): Block {
  const drawing = new Drawing();
  draw(drawing);
  return { name, items: drawing.items };
}

const polar = (radius: number, degrees: number): readonly [number, number] =>
  [Math.round(radius * Math.cos(degrees * Math.PI / 180) * 1e4) / 1e4, Math.round(radius * Math.sin(degrees * Math.PI / 180) * 1e4) / 1e4];

/** Symbols of the plan, each of radius 1 around its insertion point. */
export const symbols: readonly Block[] = [
  block('立式储罐', (d) => {
    d.circle('0', [0, 0], 1, '#EEF2F5');
    d.circle('0', [0, 0], 0.93);
    d.circle('0', [0, 0], 0.12);
    d.line('0', [-0.3, 0], [0.3, 0]);
    d.line('0', [0, -0.3], [0, 0.3]);
    d.arc('0', [0, 0], 1.08, 200, 300);
    d.line('0', polar(1, 200), polar(1.08, 200));
    d.line('0', polar(1, 300), polar(1.08, 300));
  }),
  block('球罐', (d) => {
    d.circle('0', [0, 0], 1, '#E8F1F6');
    d.circle('0', [0, 0], 0.72);
    d.circle('0', [0, 0], 0.1);
    for (let leg = 0; leg < 8; leg++) d.circle('0', polar(1, leg * 45 + 22.5), 0.08, '#2B2F33');
    d.line('0', [-1, 0], [1, 0]);
    d.line('0', [0, -1], [0, 1]);
  }),
  block('泵', (d) => {
    d.rect('0', -1.2, -0.7, 2.4, 1.4, '#F3F3F3');
    d.circle('0', [-0.4, 0], 0.5);
    d.polyline('0', [[0.1, -0.35], [1, -0.35], [1, 0.35], [0.1, 0.35]], { closed: true });
    d.line('0', [-0.4, 0.5], [-0.4, 1.1]);
  }),
  block('塔器', (d) => {
    d.circle('0', [0, 0], 1, '#E3E8EC');
    d.circle('0', [0, 0], 0.8);
    d.line('0', [-0.7071, -0.7071], [0.7071, 0.7071]);
    d.line('0', [-0.7071, 0.7071], [0.7071, -0.7071]);
  }),
  block('换热器', (d) => {
    d.items.push({ kind: 'polyline', layer: '0', closed: true, tint: '#F0EDE6',
      vertices: [{ x: -2, y: -0.5 }, { x: 2, y: -0.5, bulge: 1 }, { x: 2, y: 0.5 }, { x: -2, y: 0.5, bulge: 1 }] });
    d.line('0', [-1.6, -0.5], [-1.6, 0.5]);
    d.line('0', [1.6, -0.5], [1.6, 0.5]);
  }),
  block('压缩机', (d) => {
    d.polyline('0', [[-2, -1], [0.4, -0.6], [0.4, 0.6], [-2, 1]], { closed: true, tint: '#E9E4DA' });
    d.rect('0', 0.7, -0.7, 1.6, 1.4, '#F3F3F3');
    d.line('0', [0.4, 0], [0.7, 0]);
  }),
  block('乔木', (d) => {
    for (let petal = 0; petal < 5; petal++) d.arc('0', polar(0.55, petal * 72), 0.5, petal * 72 - 110, petal * 72 + 110);
    d.circle('0', [0, 0], 0.08);
  }),
  block('消火栓', (d) => {
    d.circle('0', [0, 0], 1);
    d.hatch('0', [{ x: -0.7, y: -0.7 }, { x: 0.7, y: -0.7 }, { x: 0, y: 0.8 }], 'SOLID');
  }),
  block('冷却塔', (d) => {
    d.rect('0', -1, -1, 2, 2, '#E6F0F4');
    d.circle('0', [0, 0], 0.8);
    for (let blade = 0; blade < 4; blade++) d.line('0', [0, 0], polar(0.8, blade * 90 + 45));
  }),
  block('装卸鹤管', (d) => {
    d.rect('0', -1.2, -3, 2.4, 6, '#F5F2EA');
    d.circle('0', [0, 0], 0.5);
    d.polyline('0', [[0, 0], [3, 0.8], [5, -0.6]], { width: 0.25 });
  }),
  block('汽车槽车', (d) => {
    d.roundRect('0', -6, -1.25, 8.6, 2.5, 1, '#FAFAFA');
    d.rect('0', 3, -1.15, 2.6, 2.3, '#E4E7EA');
  }),
  block('变压器', (d) => {
    d.rect('0', -2, -1.5, 4, 3, '#EFEFEF');
    d.circle('0', [-0.5, 0], 0.8);
    d.circle('0', [0.5, 0], 0.8);
  }),
  block('定位标', (d) => {
    d.circle('0', [0, 0], 1);
    d.line('0', [-2.5, 0], [2.5, 0]);
    d.line('0', [0, -2.5], [0, 2.5]);
  }),
  block('指北针', (d) => {
    d.circle('0', [0, 0], 1);
    d.polyline('0', [[0, 1.25], [-0.35, -0.8], [0, -0.45]], { closed: true });
    d.hatch('0', [{ x: 0, y: 1.25 }, { x: 0.35, y: -0.8 }, { x: 0, y: -0.45 }], 'SOLID');
  }),
];
