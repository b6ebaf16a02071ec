import type { zoneFiles as zhCN } from '../zh-CN/zone-files.ts';

export const zoneFiles: Record<keyof typeof zhCN, string> = {
  'zones.dxf.layer': 'ZONE-{level}',
  'zones.dxf.labels': 'ZONE-NAMES',
  'frame.plant': 'plant metres',
  'frame.projected': 'projected metres',
  'frame.wgs84': 'WGS-84 degrees',
  'frame.gcj02': 'GCJ-02 degrees',
  'error.map.noGeoReference': 'Where the plant lies on the earth is not known, so only plant metres can be exported. Give control points or known values as its georeference first.',
  'error.map.frameOfFormat': '{format} cannot be written in {frame}. Choose other coordinates or another format.',
  'error.map.shapefileText': 'The texts of the zones are too long: a shapefile’s table has {limit} fields at most, and {fields} are needed. Use GeoPackage or GeoJSON instead.',
};
