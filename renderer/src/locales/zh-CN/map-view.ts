/** The map itself: turning the display, its signs and their meaning. */
export const mapView = {
  'map.turnLeft': '向左转（[）',
  'map.turnRight': '向右转（]）',
  'map.north': '指北针：已转 {degrees}°，单击恢复北向上（\\）',
  'map.units': '{n} 个单元',
  'legend.majorHazard': '重大危险源',
  'legend.majorHazardHint': '分区内有重大危险源的单元；六边形中是其级别，Ⅰ 级最高，未填级别时为圆点。',
  'keys.turn': '旋转显示',
  'keys.turnBack': '北向上',
} as const;
