import { compose, identity, stretch, type Affine } from '#shared/drawing/affine.ts';
import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import { viewTolerance } from '#shared/drawing/curves.ts';
import { ClippedSink, type PathSink, type Polygon } from './clip.ts';
import { indexColour, trueColour } from './colours.ts';
import { unescapeText } from './encoding.ts';
import { mark, type DxfRecord } from './record.ts';
import { NotShownReport } from './report.ts';
import { nameKey, type DxfLayer, type DxfTables } from './tables.ts';

/** What an entity inherits from the inserts that it stands in. */
export interface Surroundings {
  readonly map: Affine;
  /** Layer of the insert, taken over by entities on layer 0; '' at the top. */
  readonly layer: string;
  readonly colour: string | null;
  readonly lineWeight: number;
  /** Name of a line type. */
  readonly lineType: string;
  readonly depth: number;
  /** Name of the frozen layer of an insert around: freezing hides all that is in it, whatever layer that is on. '' for none. */
  readonly frozenIn: string;
}

export const topSurroundings: Surroundings = { map: identity, layer: '', colour: null, lineWeight: -3, lineType: '', depth: 0, frozenIn: '' };

/** Beyond 10^12 units a coordinate is a fault of the file (10^9 km), and would spoil the bounds. */
const maxCoordinate = 1e12;
/** The widest line weight that DXF has, in hundredths of a millimetre. */
const maxLineWeight = 211;
/** An entity with one of these tags needs a style of its own. */
const ownLook = mark.trueColour | mark.lineWeight | mark.lineType | mark.lineTypeScale;
const defaultLayer: DxfLayer = { name: '', colour: null, lineWeight: -3, lineType: '', off: false, frozen: false, plotted: true };

/** Draws into a builder in the frame of the current surroundings, and counts what is not shown. */
export class Painter {
  /** Where paths and texts go: the drawing, or a clip before it. */
  builder: PathSink;
  readonly tables: DxfTables;
  /** Layers (keys) that the current viewport does not show. */
  hiddenLayers: ReadonlySet<string> = new Set();
  readonly report = new NotShownReport();
  /** Chord error in drawing units. */
  readonly viewTolerance: number;
  map: Affine = identity;
  tolerance: number;
  readonly #drawing: DrawingBuilder;
  readonly #lineTypeScale: number;
  readonly #layers = new Map<string, DxfLayer>();
  readonly #plainStyles = new Map<string, number[]>();
  readonly #badPoint = { seen: false };

  constructor(builder: DrawingBuilder, tables: DxfTables) {
    this.builder = builder;
    this.#drawing = builder;
    this.tables = tables;
    this.#lineTypeScale = Math.abs(tables.header.get('$LTSCALE') ?? 1) || 1;
    this.viewTolerance = viewDiagonal(tables) * viewTolerance;
    this.tolerance = this.viewTolerance;
    for (const { name, colour, off, frozen, plotted } of tables.layers.values()) builder.layer({ name, colour, visible: !off && !frozen && plotted });
  }

  /** Sets the frame: `inner` in the frame of the surroundings. */
  enter(around: Surroundings, inner: Affine = identity): void {
    this.map = inner === identity ? around.map : around.map === identity ? inner : compose(around.map, inner);
    const scale = stretch(this.map);
    this.tolerance = scale > 0 ? this.viewTolerance / scale : this.viewTolerance;
  }

  /** The surroundings of what a record holds, before its own placement. */
  inside(record: DxfRecord, around: Surroundings, map: Affine): Surroundings {
    const layer = this.layer(this.layerOf(record, around));
    return {
      map, depth: around.depth + 1, layer: this.layerOf(record, around), colour: this.colourOf(record, around), lineWeight: this.lineWeightOf(record, around),
      lineType: this.lineTypeOf(record, around), frozenIn: around.frozenIn === '' && layer.frozen ? layer.name : around.frozenIn,
    };
  }

  /** Draws only what lies within a polygon, given in drawing units. */
  within<Result>(polygon: Polygon, draw: () => Result): Result {
    const outer = this.builder;
    this.builder = new ClippedSink(outer, polygon);
    try { return draw(); } finally { this.builder = outer; }
  }

  /** Puts a point of the current frame to the current path. */
  readonly point = (x: number, y: number): void => {
    const map = this.map;
    const px = map.a * x + map.c * y + map.e;
    const py = map.b * x + map.d * y + map.f;
    if (Math.abs(px) <= maxCoordinate && Math.abs(py) <= maxCoordinate) this.builder.point(px, py);
    else this.#badPoint.seen = true;
  };

  /** Whether a point was left out since this was last asked. */
  takeBadPoint(): boolean {
    const seen = this.#badPoint.seen;
    this.#badPoint.seen = false;
    return seen;
  }

  line(record: DxfRecord, around: Surroundings): number { return this.#style(record, around, false); }
  fill(record: DxfRecord, around: Surroundings): number { return this.#style(record, around, true); }

  #style(record: DxfRecord, around: Surroundings, filled: boolean): number {
    const layerName = this.layerOf(record, around);
    const index = (record.marks & mark.colour) === 0 ? 256 : record.number(62, 256);
    // Nearly all entities take colour and width from their layer or a colour index.
    if (index !== 0 && around.frozenIn === '' && (record.marks & ownLook) === 0) {
      const styles = this.#plainStyles.get(layerName) ?? [];
      const key = Math.abs(index) * 2 + (filled ? 1 : 0);
      const known = styles[key];
      if (known !== undefined) return known;
      const style = this.#newStyle(layerName, record, around, filled);
      if (key < 1024) { styles[key] = style; this.#plainStyles.set(layerName, styles); }
      return style;
    }
    return this.#newStyle(layerName, record, around, filled);
  }

  /** The style of lines in another colour than the record's. */
  lineOf(record: DxfRecord, around: Surroundings, colour: string | null): number {
    return this.#newStyle(this.layerOf(record, around), record, around, false, colour);
  }

  #newStyle(layerName: string, record: DxfRecord, around: Surroundings, filled: boolean, colour = this.colourOf(record, around)): number {
    const name = around.frozenIn === '' ? this.layer(layerName).name : around.frozenIn;
    return filled ? this.#drawing.style(name, colour, 0, true) : this.#drawing.style(name, colour, this.widthOf(record, around), false, this.#dashOf(record, around));
  }

  /** Dashes and gaps in drawing units; undefined for a line without gaps. */
  #dashOf(record: DxfRecord, around: Surroundings): readonly number[] | undefined {
    const pattern = this.tables.lineTypes.get(nameKey(this.lineTypeOf(record, around)));
    if (pattern === undefined) return undefined;
    const scale = this.#lineTypeScale * (Math.abs(record.number(48, 1)) || 1);
    const dash = pattern.map((length) => length * scale);
    const period = dash.reduce((sum, length) => sum + length, 0);
    return period > 0 && period <= maxCoordinate ? dash : undefined;
  }

  lineTypeOf(record: DxfRecord, around: Surroundings): string {
    const own = record.text(6);
    if (own === '' || nameKey(own) === 'BYLAYER') return this.layer(this.layerOf(record, around)).lineType;
    return nameKey(own) === 'BYBLOCK' ? around.lineType : own;
  }

  layerOf(record: DxfRecord, around: Surroundings): string {
    const own = record.layer;
    return own === '0' && around.layer !== '' ? around.layer : own;
  }

  colourOf(record: DxfRecord, around: Surroundings): string | null {
    if (record.has(420)) return trueColour(record.number(420));
    const index = Math.abs(record.number(62, 256));
    if (index === 0) return around.colour;
    return index === 256 ? this.layer(this.layerOf(record, around)).colour : indexColour(index);
  }

  lineWeightOf(record: DxfRecord, around: Surroundings): number {
    const own = record.number(370, -1);
    return own === -2 ? around.lineWeight : own === -1 ? this.layer(this.layerOf(record, around)).lineWeight : own;
  }

  widthOf(record: DxfRecord, around: Surroundings): number {
    return Math.min(maxLineWeight, Math.max(0, this.lineWeightOf(record, around))) / 100;
  }

  layer(name: string): DxfLayer {
    let layer = this.#layers.get(name);
    if (layer === undefined) {
      const plain = unescapeText(name);
      layer = this.tables.layers.get(nameKey(plain)) ?? { ...defaultLayer, name: plain };
      this.#layers.set(name, layer);
    }
    return layer;
  }

  /** Why an entity cannot be shown whatever layers are on, as a key of `shared/text`; null where it can. */
  hiddenReason(record: DxfRecord, around: Surroundings): string | null {
    if (this.hiddenLayers.size > 0 && this.hiddenLayers.has(nameKey(this.layerOf(record, around)))) return 'notShown.layerFrozen';
    return (record.marks & mark.visibility) !== 0 && record.number(60) === 1 ? 'notShown.invisible' : null;
  }

  /** Counts an entity that is not shown, with its place. */
  skip(type: string, reason: string, record: DxfRecord, around: Surroundings): void {
    const at = record.has(10) ? 10 : 11;
    const x = record.number(at, NaN), y = record.number(at + 10, NaN);
    const { a, b, c, d, e, f } = around.map;
    this.report.add(type, reason, Math.abs(x) <= maxCoordinate && Math.abs(y) <= maxCoordinate ? [a * x + c * y + e, b * x + d * y + f] : null);
  }
}

/** Diagonal of the drawing as its header says it; 0 where that cannot be believed. */
function viewDiagonal({ header }: DxfTables): number {
  const width = (header.get('$EXTMAX') ?? 0) - (header.get('$EXTMIN') ?? 0);
  const height = (header.get('$EXTMAX.20') ?? 0) - (header.get('$EXTMIN.20') ?? 0);
  return width > 0 && height > 0 && width < 1e9 && height < 1e9 ? Math.hypot(width, height) : 0;
}

/**
 * The map from an entity's own plane to the drawing, for its extrusion direction (groups 210, 220, 230) and elevation, by the DXF
 * reference's arbitrary axis algorithm, seen from above.
 */
export function planeOf(record: DxfRecord, elevation = 0): Affine {
  if ((record.marks & mark.extrusion) === 0) return identity;
  let nx = record.number(210), ny = record.number(220), nz = record.number(230, 1);
  const length = Math.hypot(nx, ny, nz);
  if (!(length > 0)) return identity;
  nx /= length; ny /= length; nz /= length;
  if (nx === 0 && ny === 0 && nz > 0) return identity;
  const nearZ = Math.abs(nx) < 1 / 64 && Math.abs(ny) < 1 / 64;
  let ax = nearZ ? nz : -ny, ay = nearZ ? 0 : nx, az = nearZ ? -nx : 0;
  const axLength = Math.hypot(ax, ay, az);
  ax /= axLength; ay /= axLength; az /= axLength;
  return { a: ax, b: ay, c: ny * az - nz * ay, d: nz * ax - nx * az, e: nx * elevation, f: ny * elevation };
}
