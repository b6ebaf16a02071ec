import { nameKey, type DxfTables } from './tables.ts';
import type { DxfRecord } from './record.ts';

/** Types that have no place on a plan or cannot be drawn, and why (keys of `shared/text`). */
const reasons: ReadonlyMap<string, string> = new Map(Object.entries({
  VIEWPORT: 'notShown.viewport', IMAGE: 'notShown.image', OLE2FRAME: 'notShown.ole', OLEFRAME: 'notShown.ole', ATTDEF: 'notShown.attributeTemplate',
  '3DSOLID': 'notShown.solid', REGION: 'notShown.solid', BODY: 'notShown.solid', SURFACE: 'notShown.solid', MESH: 'notShown.solid',
  EXTRUDEDSURFACE: 'notShown.solid', LOFTEDSURFACE: 'notShown.solid', REVOLVEDSURFACE: 'notShown.solid', SWEPTSURFACE: 'notShown.solid', PLANESURFACE: 'notShown.solid',
  XLINE: 'notShown.infinite', RAY: 'notShown.infinite', WIPEOUT: 'notShown.wipeout', PDFUNDERLAY: 'notShown.image', PDFREFERENCE: 'notShown.image',
  DWFUNDERLAY: 'notShown.image', DGNUNDERLAY: 'notShown.image', LIGHT: 'notShown.noGeometry', SUN: 'notShown.noGeometry', CAMERA: 'notShown.noGeometry',
  SEQEND: 'notShown.noGeometry', SECTION: 'notShown.noGeometry',
}));

/** Class number of the first entry of the CLASSES section. */
const firstClass = 500;
const isTianzheng = (name: string): boolean => /^(TCH|TDB|T\d*_)|TCH_|TCHKERNAL|TIANZHENG|TANGENT|天正/i.test(name);
/** Objects that other plant and building programs of the Chinese market make. */
const isProxyName = (name: string): boolean => /^(SW_|HY_|HC_|ACAD_PROXY)/.test(name);

/** Reasons and names of entities that cannot be drawn. */
export const unseen = {
  reasonOf(record: DxfRecord, { classes }: DxfTables): string {
    const proxied = record.type === 'ACAD_PROXY_ENTITY' ? classes[record.number(91) - firstClass] : classes.find(({ name }) => name === record.type);
    if (isTianzheng(record.type) || (proxied !== undefined && (isTianzheng(proxied.name) || isTianzheng(proxied.application)))) return 'notShown.tianzheng';
    if (isProxyName(record.type)) return 'notShown.proxy';
    const known = reasons.get(record.type);
    if (known !== undefined) return known;
    return proxied !== undefined && !/objectdbx|acad|autocad/i.test(proxied.application) ? 'notShown.proxy' : 'notShown.unsupported';
  },

  /** The type as the report names it: a proxy by the class that it stands for, a picture or a reference with its file. */
  nameOf(record: DxfRecord, tables: DxfTables): string {
    switch (record.type) {
      case 'ACAD_PROXY_ENTITY': return tables.classes[record.number(91) - firstClass]?.name ?? record.type;
      case 'IMAGE': return named(record.type, tables.objects.pictures.get(record.text(340)));
      case 'INSERT': return named(record.type, tables.blocks.get(nameKey(record.text(2)))?.xref);
      default: return record.type;
    }
  },
};

/** With the last part of a path of any system. */
function named(type: string, path: string | undefined): string {
  const file = path?.split(/[\\/]/).pop() ?? '';
  return file === '' ? type : `${type} ${file}`;
}
