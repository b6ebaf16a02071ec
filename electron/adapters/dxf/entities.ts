import { compose, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { nameKey } from './document.ts';
import { hatch } from './hatch.ts';
import { planeOf, topSurroundings, type Painter, type Surroundings } from './painter.ts';
import type { DxfRecord } from './record.ts';
import { shapes, type Shape } from './shapes.ts';
import { multiLine, singleLine } from './texts.ts';

/** Blocks within blocks deeper than this are a loop or an attack. */
const maxDepth = 32;
/** Entities drawn through inserts; far more than any plant, far less than an array of arrays of arrays. */
const maxPlacements = 5_000_000;

/** Types that have no place on a plan or cannot be drawn, and why. */
const reasons: Readonly<Record<string, string>> = {
  ATTDEF: 'notShown.attributeTemplate', VIEWPORT: 'notShown.viewport', IMAGE: 'notShown.image', OLE2FRAME: 'notShown.ole', OLEFRAME: 'notShown.ole',
  '3DSOLID': 'notShown.solid', REGION: 'notShown.solid', BODY: 'notShown.solid', SURFACE: 'notShown.solid', MESH: 'notShown.solid',
  EXTRUDEDSURFACE: 'notShown.solid', LOFTEDSURFACE: 'notShown.solid', REVOLVEDSURFACE: 'notShown.solid', SWEPTSURFACE: 'notShown.solid', PLANESURFACE: 'notShown.solid',
  XLINE: 'notShown.infinite', RAY: 'notShown.infinite', WIPEOUT: 'notShown.wipeout', ACAD_PROXY_ENTITY: 'notShown.proxy', PDFUNDERLAY: 'notShown.image',
  DWFUNDERLAY: 'notShown.image', DGNUNDERLAY: 'notShown.image', LIGHT: 'notShown.noGeometry', SUN: 'notShown.noGeometry', CAMERA: 'notShown.noGeometry',
  SEQEND: 'notShown.noGeometry', SECTION: 'notShown.noGeometry',
};

const flatShapes: Readonly<Record<string, Shape>> = { ...shapes, HATCH: hatch, MPOLYGON: hatch, TEXT: singleLine, MTEXT: multiLine, ATTRIB: singleLine };

/** Draws the entities of a DXF and counts them. */
export class EntityDrawer {
  entities = 0;
  drawn = 0;
  readonly #painter: Painter;
  readonly #open = new Set<string>();
  /** Blocks whose contents were counted as not shown once; other inserts of them are not counted again. */
  readonly #counted = new Set<string>();
  #placements = 0;

  constructor(painter: Painter) {
    this.#painter = painter;
  }

  /** Draws an entity of the model space. */
  draw(record: DxfRecord): void {
    this.entities += 1;
    const reason = this.#attempt(record, topSurroundings, true);
    if (reason === null) this.drawn += 1;
    else this.#painter.skip(record.type, reason);
  }

  /** Draws, and returns why nothing is to be seen; null where something is. */
  #attempt(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    const hidden = this.#painter.hiddenReason(record, around);
    if (hidden !== null) return hidden;
    const shape = flatShapes[record.type];
    if (shape === undefined) return this.#composite(record, around, count);
    if (record.type === 'POLYLINE' && (record.number(70) & 80) !== 0) return 'notShown.solid';
    const drawn = shape(this.#painter, record, around);
    if (this.#painter.takeBadPoint() && !drawn) return 'notShown.damaged';
    return drawn ? null : record.type === 'TEXT' || record.type === 'MTEXT' || record.type === 'ATTRIB' ? 'notShown.emptyText' : 'notShown.degenerate';
  }

  /** Entities that are drawn through a block: inserts, dimensions, tables. */
  #composite(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    if (record.type === 'INSERT' || record.type === 'ACAD_TABLE') return this.#insert(record, around, count);
    if (record.type === 'DIMENSION' || record.type === 'ARC_DIMENSION' || record.type === 'LARGE_RADIAL_DIMENSION') {
      return this.#block(record.text(2), record, around, [{ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }], count);
    }
    if (/^(TCH_|TDB|T[0-9]*_|SW_|HY_)/.test(record.type)) return 'notShown.proxy';
    return reasons[record.type] ?? 'notShown.unsupported';
  }

  #insert(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    const name = record.text(2);
    const block = this.#painter.tables.blocks.get(nameKey(name));
    const turn = record.type === 'ACAD_TABLE' && record.has(11)
      ? (Math.atan2(record.number(21), record.number(11)) * 180) / Math.PI : record.number(50);
    const isTable = record.type === 'ACAD_TABLE';
    const placed = compose(compose(planeOf(record, record.number(30)), translation(record.number(10), record.number(20))), rotation(turn));
    const size = compose(
      isTable ? scaling(1, 1) : scaling(record.number(41, 1), record.number(42, 1)),
      translation(-(block?.baseX ?? 0), -(block?.baseY ?? 0)),
    );
    const columns = isTable ? 1 : Math.min(32_767, Math.max(1, record.number(70, 1))), rows = isTable ? 1 : Math.min(32_767, Math.max(1, record.number(71, 1)));
    const maps = function* (): Generator<Affine> {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          yield compose(compose(placed, translation(column * record.number(44), row * record.number(45))), size);
        }
      }
    };
    const reason = this.#block(name, record, around, maps(), count);
    let drawn = reason === null;
    for (const attribute of record.children) {
      // 1: an invisible attribute.
      if ((attribute.number(70) & 1) !== 0 || this.#painter.hiddenReason(attribute, around) !== null) continue;
      drawn = singleLine(this.#painter, attribute, { ...around, layer: this.#painter.layerOf(record, around) }) || drawn;
    }
    return drawn ? null : reason;
  }

  #block(name: string, record: DxfRecord, around: Surroundings, maps: Iterable<Affine>, count: boolean): string | null {
    const key = nameKey(name);
    const block = this.#painter.tables.blocks.get(key);
    if (block === undefined) return 'notShown.blockMissing';
    if (block.xref !== '') return 'notShown.xref';
    if (around.depth >= maxDepth || this.#open.has(key)) return 'notShown.blockLoop';
    if (block.records.length === 0) return 'notShown.emptyBlock';
    const painter = this.#painter;
    const ownLayer = painter.layer(painter.layerOf(record, around));
    const inner = {
      layer: painter.layerOf(record, around), colour: painter.colourOf(record, around), lineWeight: painter.lineWeightOf(record, around), depth: around.depth + 1,
      frozenIn: around.frozenIn === '' && ownLayer.frozen ? ownLayer.name : around.frozenIn,
    };
    let countHere = count && !this.#counted.has(key);
    this.#counted.add(key);
    this.#open.add(key);
    let drawn = false;
    let only: string | null = null;
    for (const map of maps) {
      const surroundings = { ...inner, map: compose(around.map, map) };
      for (const child of block.records) {
        this.#placements += 1;
        if (this.#placements > maxPlacements) { this.#open.delete(key); throw new TooManyPlacements(); }
        const reason = this.#attempt(child, surroundings, countHere);
        if (reason === null) drawn = true;
        else {
          only ??= reason;
          if (countHere && child.type !== 'ATTDEF') painter.skip(child.type, reason);
        }
      }
      countHere = false;
    }
    this.#open.delete(key);
    return drawn ? null : (only ?? 'notShown.emptyBlock');
  }
}

/** Thrown when inserts multiply into more entities than a drawing can have. */
export class TooManyPlacements extends Error {}
