/** The map itself: turning the display, its signs and their meaning. */
export const mapView = {
  'map.turnLeft': '向左转（[）',
  'map.turnRight': '向右转（]）',
  'map.north': '指北针：已转 {degrees}°，单击恢复北向上（\\）',
  'map.units': '{n} 个单元',
  'legend.majorHazard': '重大危险源（Ⅰ–Ⅳ 级）',
  'keys.turn': '旋转显示',
  'keys.turnBack': '北向上',
} as const;
