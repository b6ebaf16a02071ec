import iconv from 'iconv-lite';
import type { Item, Plan, Vertex } from './plan-model.ts';
import { sheet } from './site.ts';

type Pair = readonly [code: number, value: string | number];

const number = (value: number): string => {
  const rounded = Math.round(value * 1e6) / 1e6;
  return Number.isInteger(rounded) ? `${rounded}.0` : String(rounded);
};
/** Group codes whose values are real numbers; all others here are integers or text. */
const isReal = (code: number): boolean => (code >= 10 && code <= 59) || (code >= 140 && code <= 149) || (code >= 210 && code <= 239);

/** Characters that the code page does not have, as AutoCAD writes them: `\U+00B3`. */
function escapeBeyondGbk(text: string): string {
  const known = new Map<string, boolean>();
  const has = (character: string): boolean => {
    const yes = known.get(character) ?? iconv.decode(iconv.encode(character, 'gbk'), 'gbk') === character;
    known.set(character, yes);
    return yes;
  };
  return text.replace(/[^\0-\x7f]/gu, (character) => has(character) ? character : `\\U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** Writes an AutoCAD R2000 (AC1015) text DXF: metres, texts in GBK, handles and owners as AutoCAD makes them. */
export class DxfWriter {
  readonly #lines: string[] = [];
  #nextHandle = 0x20;
  readonly #plan: Plan;
  readonly #blockRecords = new Map<string, string>();
  #owner = '';

  constructor(plan: Plan) { this.#plan = plan; }

  bytes(): Uint8Array {
    const dimensions = this.#plan.items.filter((item) => item.kind === 'dimension');
    const names = ['*Model_Space', '*Paper_Space', ...this.#plan.blocks.map((block) => block.name), ...dimensions.map((_, i) => `*D${i + 1}`)];
    for (const name of names) this.#blockRecords.set(name, this.#handle());
    this.#header();
    this.#section('CLASSES', () => undefined);
    this.#section('TABLES', () => this.#tables(names));
    this.#section('BLOCKS', () => this.#blocks(dimensions));
    this.#section('ENTITIES', () => {
      this.#owner = this.#record('*Model_Space');
      let dimension = 0;
      for (const item of this.#plan.items) this.#entity(item, () => `*D${++dimension}`);
    });
    this.#section('OBJECTS', () => this.#objects());
    this.#put([0, 'EOF']);
    return iconv.encode(escapeBeyondGbk(`${this.#lines.join('\r\n')}\r\n`), 'gbk');
  }

  #put(...pairs: readonly Pair[]): void {
    for (const [code, value] of pairs) {
      this.#lines.push(String(code).padStart(3), typeof value === 'number' ? (isReal(code) ? number(value) : String(value)) : value);
    }
  }
  #handle(): string { return (this.#nextHandle++).toString(16).toUpperCase(); }
  #record(name: string): string {
    const handle = this.#blockRecords.get(name);
    if (handle === undefined) throw new Error(`no block ${name}`);
    return handle;
  }
  #section(name: string, body: () => void): void {
    this.#put([0, 'SECTION'], [2, name]);
    body();
    this.#put([0, 'ENDSEC']);
  }
  #point(code: number, [x, y]: readonly [number, number]): void { this.#put([code, x], [code + 10, y], [code + 20, 0]); }

  #header(): void {
    this.#section('HEADER', () => {
      this.#put([9, '$ACADVER'], [1, 'AC1015'], [9, '$DWGCODEPAGE'], [3, 'ANSI_936'], [9, '$INSBASE'], [10, 0], [20, 0], [30, 0],
        [9, '$EXTMIN'], [10, sheet.minX], [20, sheet.minY], [30, 0], [9, '$EXTMAX'], [10, sheet.maxX], [20, sheet.maxY], [30, 0],
        [9, '$LTSCALE'], [40, 1], [9, '$INSUNITS'], [70, 6], [9, '$MEASUREMENT'], [70, 1], [9, '$LUNITS'], [70, 2], [9, '$LUPREC'], [70, 3],
        [9, '$HANDSEED'], [5, 'FFFFF']);
    });
  }

  #table(name: string, handle: string, count: number, body: (owner: string) => void): void {
    this.#put([0, 'TABLE'], [2, name], [5, handle], [330, '0'], [100, 'AcDbSymbolTable'], [70, count]);
    if (name === 'DIMSTYLE') this.#put([100, 'AcDbDimStyleTable'], [71, 0]);
    body(handle);
    this.#put([0, 'ENDTAB']);
  }
  #row(table: string, owner: string, subclass: string, name: string, pairs: readonly Pair[], handle = this.#handle()): void {
    this.#put([0, table], [table === 'DIMSTYLE' ? 105 : 5, handle], [330, owner], [100, 'AcDbSymbolTableRecord'], [100, subclass], [2, name], [70, 0], ...pairs);
  }

  #tables(names: readonly string[]): void {
    this.#table('VPORT', '8', 1, (owner) => this.#row('VPORT', owner, 'AcDbViewportTableRecord', '*Active', [
      [10, 0], [20, 0], [11, 1], [21, 1], [12, 210], [22, 140], [13, 0], [23, 0], [14, 10], [24, 10], [15, 10], [25, 10], [16, 0], [26, 0], [36, 1],
      [17, 0], [27, 0], [37, 0], [40, 400], [41, 1.34], [42, 50], [43, 0], [44, 0], [50, 0], [51, 0], [71, 0], [72, 1000], [73, 1], [74, 3], [75, 0], [76, 0], [77, 0], [78, 0]]));
    this.#table('LTYPE', '5', 5, (owner) => {
      this.#row('LTYPE', owner, 'AcDbLinetypeTableRecord', 'ByBlock', [[3, ''], [72, 65], [73, 0], [40, 0]]);
      this.#row('LTYPE', owner, 'AcDbLinetypeTableRecord', 'ByLayer', [[3, ''], [72, 65], [73, 0], [40, 0]]);
      this.#row('LTYPE', owner, 'AcDbLinetypeTableRecord', 'Continuous', [[3, 'Solid line'], [72, 65], [73, 0], [40, 0]]);
      this.#row('LTYPE', owner, 'AcDbLinetypeTableRecord', 'DASHED', [[3, '__ __ __'], [72, 65], [73, 2], [40, 3], [49, 2], [74, 0], [49, -1], [74, 0]]);
      this.#row('LTYPE', owner, 'AcDbLinetypeTableRecord', 'CENTER', [[3, '____ _ ____'], [72, 65], [73, 4], [40, 8], [49, 5], [74, 0], [49, -1], [74, 0], [49, 1], [74, 0], [49, -1], [74, 0]]);
    });
    this.#table('LAYER', '2', this.#plan.layers.length, (owner) => {
      for (const layer of this.#plan.layers) {
        this.#row('LAYER', owner, 'AcDbLayerTableRecord', layer.name, [[62, layer.off ? -layer.aci : layer.aci], [6, layer.dash ?? 'Continuous'], [370, -3]]);
      }
    });
    this.#table('STYLE', '3', 2, (owner) => {
      const style: Pair[] = [[40, 0], [41, 1], [50, 0], [71, 0], [42, 2.5]];
      this.#row('STYLE', owner, 'AcDbTextStyleTableRecord', 'Standard', [...style, [3, 'txt.shx'], [4, 'hztxt.shx']]);
      this.#row('STYLE', owner, 'AcDbTextStyleTableRecord', '宋体', [...style, [3, 'simsun.ttf'], [4, '']]);
    });
    this.#table('VIEW', '6', 0, () => undefined);
    this.#table('UCS', '7', 0, () => undefined);
    this.#table('APPID', '9', 1, (owner) => this.#row('APPID', owner, 'AcDbRegAppTableRecord', 'ACAD', []));
    this.#table('DIMSTYLE', 'A', 1, (owner) => this.#row('DIMSTYLE', owner, 'AcDbDimStyleTableRecord', 'Standard', [[41, 2.5], [42, 1], [44, 1.5], [140, 2.5]]));
    this.#table('BLOCK_RECORD', '1', names.length, (owner) => {
      for (const name of names) {
        this.#put([0, 'BLOCK_RECORD'], [5, this.#record(name)], [330, owner], [100, 'AcDbSymbolTableRecord'], [100, 'AcDbBlockTableRecord'], [2, name]);
      }
    });
  }

  #block(name: string, body: () => void): void {
    this.#owner = this.#record(name);
    this.#put([0, 'BLOCK'], [5, this.#handle()], [330, this.#owner], [100, 'AcDbEntity'], [8, '0'], [100, 'AcDbBlockBegin'], [2, name], [70, name.startsWith('*D') ? 1 : 0],
      [10, 0], [20, 0], [30, 0], [3, name], [1, '']);
    body();
    this.#put([0, 'ENDBLK'], [5, this.#handle()], [330, this.#owner], [100, 'AcDbEntity'], [8, '0'], [100, 'AcDbBlockEnd']);
  }

  #blocks(dimensions: readonly Extract<Item, { kind: 'dimension' }>[]): void {
    this.#block('*Model_Space', () => undefined);
    this.#block('*Paper_Space', () => undefined);
    for (const block of this.#plan.blocks) this.#block(block.name, () => { for (const item of block.items) this.#entity(item, () => ''); });
    for (const [i, dimension] of dimensions.entries()) this.#block(`*D${i + 1}`, () => { for (const item of dimensionItems(dimension)) this.#entity(item, () => ''); });
  }

  #begin(type: string, layer: string, subclass: string): void {
    this.#put([0, type], [5, this.#handle()], [330, this.#owner], [100, 'AcDbEntity'], [8, layer], [100, subclass]);
  }

  #entity(item: Item, dimensionBlock: () => string): void {
    switch (item.kind) {
      case 'line':
        this.#begin('LINE', item.layer, 'AcDbLine');
        this.#point(10, item.from);
        this.#point(11, item.to);
        break;
      case 'polyline':
        this.#begin('LWPOLYLINE', item.layer, 'AcDbPolyline');
        this.#put([90, item.vertices.length], [70, item.closed ? 1 : 0], [43, item.width ?? 0]);
        for (const { x, y, bulge } of item.vertices) this.#put([10, x], [20, y], ...(bulge ? [[42, bulge] as const] : []));
        break;
      case 'circle':
        this.#begin('CIRCLE', item.layer, 'AcDbCircle');
        this.#point(10, item.centre);
        this.#put([40, item.radius]);
        break;
      case 'arc':
        this.#begin('ARC', item.layer, 'AcDbCircle');
        this.#point(10, item.centre);
        this.#put([40, item.radius], [100, 'AcDbArc'], [50, ((item.start % 360) + 360) % 360], [51, ((item.end % 360) + 360) % 360]);
        break;
      case 'hatch': this.#hatch(item.layer, item.vertices, item.pattern, item.spacing); break;
      case 'text': {
        this.#begin('TEXT', item.layer, 'AcDbText');
        this.#point(10, item.at);
        this.#put([40, item.height], [1, item.text], [50, item.rotation], [7, 'Standard'], [72, { left: 0, center: 1, right: 2 }[item.align]]);
        this.#point(11, item.at);
        this.#put([100, 'AcDbText'], [73, 2]);
        break;
      }
      case 'mtext':
        this.#begin('MTEXT', item.layer, 'AcDbMText');
        this.#point(10, item.at);
        this.#put([40, item.height], [41, item.width], [71, 1], [72, 1]);
        this.#mtext(item.lines.join('\\P'));
        this.#put([7, '宋体']);
        break;
      case 'insert':
        this.#begin('INSERT', item.layer, 'AcDbBlockReference');
        this.#put([2, item.block]);
        this.#point(10, item.at);
        this.#put([41, item.scale], [42, item.scale], [43, item.scale], [50, item.rotation]);
        break;
      case 'dimension': {
        this.#begin('DIMENSION', item.layer, 'AcDbDimension');
        this.#put([2, dimensionBlock()]);
        this.#point(10, item.vertical ? [item.through[0], item.to[1]] : [item.to[0], item.through[1]]);
        this.#point(11, item.vertical ? [item.through[0], (item.from[1] + item.to[1]) / 2] : [(item.from[0] + item.to[0]) / 2, item.through[1]]);
        this.#put([70, 32], [1, ''], [71, 5], [42, length(item)], [3, 'Standard'], [100, 'AcDbAlignedDimension']);
        this.#point(13, item.from);
        this.#point(14, item.to);
        this.#put([50, item.vertical ? 90 : 0], [100, 'AcDbRotatedDimension']);
        break;
      }
    }
  }

  /** Long texts go in pieces of 100 characters (250 bytes at most): group 3, the last in group 1. */
  #mtext(text: string): void {
    let rest = text;
    for (; rest.length > 100; rest = rest.slice(100)) this.#put([3, rest.slice(0, 100)]);
    this.#put([1, rest]);
  }

  #hatch(layer: string, vertices: readonly Vertex[], pattern: 'SOLID' | 'ANSI31', spacing: number): void {
    const solid = pattern === 'SOLID';
    const bulges = vertices.some((vertex) => vertex.bulge);
    this.#begin('HATCH', layer, 'AcDbHatch');
    this.#put([10, 0], [20, 0], [30, 0], [210, 0], [220, 0], [230, 1], [2, pattern], [70, solid ? 1 : 0], [71, 0], [91, 1], [92, 3], [72, bulges ? 1 : 0], [73, 1], [93, vertices.length]);
    for (const { x, y, bulge } of vertices) this.#put([10, x], [20, y], ...(bulges ? [[42, bulge ?? 0] as const] : []));
    this.#put([97, 0], [75, 1], [76, 1]);
    if (!solid) {
      const step = spacing * Math.SQRT1_2;
      this.#put([52, 0], [41, spacing], [77, 0], [78, 1], [53, 45], [43, 0], [44, 0], [45, -step], [46, step], [79, 0]);
    }
    this.#put([98, 0]);
  }

  #objects(): void {
    const root = this.#handle();
    const group = this.#handle();
    this.#put([0, 'DICTIONARY'], [5, root], [330, '0'], [100, 'AcDbDictionary'], [281, 1], [3, 'ACAD_GROUP'], [350, group]);
    this.#put([0, 'DICTIONARY'], [5, group], [330, root], [100, 'AcDbDictionary'], [281, 1]);
  }
}

type Dimension = Extract<Item, { kind: 'dimension' }>;
const length = ({ from, to, vertical }: Dimension): number => vertical ? Math.abs(to[1] - from[1]) : Math.abs(to[0] - from[0]);

/** What a dimension looks like: extension lines, dimension line, arrow ticks, measured length in metres. */
export function dimensionItems(dimension: Dimension): Item[] {
  const { layer, from, to, through, vertical } = dimension;
  const place = (point: readonly [number, number]): readonly [number, number] => vertical ? [through[0], point[1]] : [point[0], through[1]];
  const [a, b] = [place(from), place(to)];
  const tick = (at: readonly [number, number]): Item => ({ kind: 'line', layer, from: [at[0] - 1, at[1] - 1], to: [at[0] + 1, at[1] + 1] });
  const middle: readonly [number, number] = vertical ? [a[0] - 2, (a[1] + b[1]) / 2] : [(a[0] + b[0]) / 2, a[1] + 2];
  return [
    { kind: 'line', layer, from, to: a }, { kind: 'line', layer, from: to, to: b }, { kind: 'line', layer, from: a, to: b }, tick(a), tick(b),
    { kind: 'text', layer, at: middle, height: 2.5, text: length(dimension).toFixed(2), align: 'center', rotation: vertical ? 90 : 0 },
  ];
}
