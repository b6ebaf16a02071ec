/** Zones to and from files of other programs. */
export const zoneFiles = {
  'zones.dxf.layer': '风险分区-{level}',
  'zones.dxf.labels': '风险分区-名称',
  'frame.plant': '厂区坐标（米）',
  'frame.projected': '投影坐标（米）',
  'frame.wgs84': 'WGS-84 经纬度',
  'frame.gcj02': 'GCJ-02 经纬度',
  'error.map.noGeoReference': '还不知道厂区在地球上的位置，只能按厂区坐标导出。请先在“地理参照”中填写控制点或已知参数。',
  'error.map.frameOfFormat': '{format} 不能用{frame}导出。请换一种坐标或格式。',
  'error.map.shapefileText': '分区的文字太长：Shapefile 的属性表最多 {limit} 个字段，这里需要 {fields} 个。请改用 GeoPackage 或 GeoJSON。',
} as const;
