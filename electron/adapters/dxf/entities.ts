import { compose, identity, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { hatch } from './hatch.ts';
import { multiLine } from './mtext.ts';
import { multiLeader } from './multileader.ts';
import { planeOf, topSurroundings, type Painter, type Surroundings } from './painter.ts';
import { pictureFrame } from './pictures.ts';
import type { DxfRecord } from './record.ts';
import { shapes, type Shape } from './shapes.ts';
import { nameKey } from './tables.ts';
import { singleLine } from './texts.ts';
import { unseen } from './unseen.ts';

/** Blocks within blocks deeper than this are a loop or an attack. */
const maxDepth = 32;
/** Entities drawn through inserts; far more than any plant, far less than an array of arrays of arrays. */
const maxPlacements = 3_000_000;

const flatShapes: ReadonlyMap<string, Shape> = new Map(Object.entries({
  ...shapes, HATCH: hatch, MPOLYGON: hatch, TEXT: singleLine, MTEXT: multiLine, ATTRIB: singleLine, ATTDEF: singleLine, IMAGE: pictureFrame,
}));
const texts = new Set(['TEXT', 'MTEXT', 'ATTRIB', 'ATTDEF']);
const dimensions = new Set(['DIMENSION', 'ARC_DIMENSION', 'LARGE_RADIAL_DIMENSION']);

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

  /** Draws an entity of the space that is shown. */
  draw(record: DxfRecord): void {
    this.entities += 1;
    const reason = this.#attempt(record, topSurroundings, true);
    if (reason === null) this.drawn += 1;
    else this.skip(record, reason);
  }

  /** Counts an entity that is not drawn. */
  skip(record: DxfRecord, reason: string, around: Surroundings = topSurroundings): void {
    this.#painter.skip(unseen.nameOf(record, this.#painter.tables), reason, record, around);
  }

  /** Draws entities that were counted before, in other surroundings (a viewport). Returns whether anything is to be seen. */
  drawAgain(records: readonly DxfRecord[], around: Surroundings): boolean {
    let drawn = false;
    for (const record of records) {
      this.#place();
      drawn = this.#attempt(record, around, false) === null || drawn;
    }
    return drawn;
  }

  /** Draws, and returns why nothing is to be seen; null where something is. */
  #attempt(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    const hidden = this.#painter.hiddenReason(record, around);
    if (hidden !== null) return hidden;
    const shape = flatShapes.get(record.type);
    if (shape === undefined) return this.#composite(record, around, count);
    if (record.type === 'POLYLINE' && (record.number(70) & 80) !== 0) return 'notShown.solid';
    // 2: a constant attribute, whose text is the template's.
    if (record.type === 'ATTDEF' && (around.depth === 0 || (record.number(70) & 3) !== 2)) return 'notShown.attributeTemplate';
    const drawn = shape(this.#painter, record, around);
    if (this.#painter.takeBadPoint() && !drawn) return 'notShown.damaged';
    if (drawn && record.type === 'IMAGE' && count) this.skip(record, 'notShown.image', around);
    return drawn ? null : texts.has(record.type) ? 'notShown.emptyText' : 'notShown.degenerate';
  }

  /** Entities that are drawn through a block: inserts, dimensions, tables, leaders with a block. */
  #composite(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    if (record.type === 'INSERT' || record.type === 'ACAD_TABLE') return this.#insert(record, around, count);
    if (dimensions.has(record.type)) return this.#block(record.text(2), record, around, [identity], count);
    if (record.type === 'MULTILEADER' || record.type === 'MLEADER') {
      return multiLeader(this.#painter, record, around, (name, map) => this.#block(name, record, around, [map], count) === null) ? null : 'notShown.degenerate';
    }
    return unseen.reasonOf(record, this.#painter.tables);
  }

  #insert(record: DxfRecord, around: Surroundings, count: boolean): string | null {
    const painter = this.#painter;
    const name = record.text(2);
    const block = painter.tables.blocks.get(nameKey(name));
    const isTable = record.type === 'ACAD_TABLE';
    const turn = isTable && record.has(11) ? (Math.atan2(record.number(21), record.number(11)) * 180) / Math.PI : record.number(50);
    const placed = compose(compose(planeOf(record, record.number(30)), translation(record.number(10), record.number(20))), rotation(turn));
    const size = compose(
      isTable ? scaling(1, 1) : scaling(record.number(41, 1), record.number(42, 1)),
      translation(-(block?.baseX ?? 0), -(block?.baseY ?? 0)),
    );
    const columns = isTable ? 1 : Math.min(32_767, Math.max(1, record.number(70, 1))), rows = isTable ? 1 : Math.min(32_767, Math.max(1, record.number(71, 1)));
    const cell = (row: number, column: number): Affine => compose(compose(placed, translation(column * record.number(44), row * record.number(45))), size);
    const maps = function* (): Generator<Affine> {
      for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) yield cell(row, column);
    };
    const reason = this.#block(name, record, around, rows * columns === 1 ? [compose(placed, size)] : maps(), count);
    let drawn = reason === null;
    const own = record.children.length > 0 ? painter.inside(record, around, around.map) : around;
    for (const attribute of record.children) {
      // 1: an invisible attribute.
      if ((attribute.number(70) & 1) !== 0 || painter.hiddenReason(attribute, around) !== null) continue;
      drawn = singleLine(painter, attribute, own) || drawn;
    }
    return drawn ? null : reason;
  }

  #block(name: string, record: DxfRecord, around: Surroundings, maps: Iterable<Affine>, count: boolean): string | null {
    const key = nameKey(name);
    const painter = this.#painter;
    const block = painter.tables.blocks.get(key);
    if (block === undefined) return 'notShown.blockMissing';
    if (block.xref !== '') return 'notShown.xref';
    if (around.depth >= maxDepth || this.#open.has(key)) return 'notShown.blockLoop';
    if (block.records.length === 0) return 'notShown.emptyBlock';
    const clip = record.type === 'INSERT' ? painter.tables.objects.clips.get(record.text(5)) : undefined;
    const inner = painter.inside(record, around, around.map);
    let countHere = count && !this.#counted.has(key);
    this.#counted.add(key);
    this.#open.add(key);
    let drawn = false;
    let only: string | null = null;
    const drawAll = (surroundings: Surroundings): void => {
      for (const child of block.records) {
        this.#place();
        const reason = this.#attempt(child, surroundings, countHere);
        if (reason === null) drawn = true;
        else {
          only ??= reason;
          if (countHere && child.type !== 'ATTDEF') this.skip(child, reason, surroundings);
        }
      }
    };
    for (const map of maps) {
      const surroundings = { ...inner, map: compose(around.map, map) };
      if (clip === undefined) drawAll(surroundings);
      else {
        const { a, b, c, d, e, f } = surroundings.map;
        painter.within(
          { xs: clip.xs.map((x, i) => a * x + c * (clip.ys[i] ?? 0) + e), ys: clip.xs.map((x, i) => b * x + d * (clip.ys[i] ?? 0) + f) },
          () => { drawAll(surroundings); },
        );
      }
      countHere = false;
    }
    this.#open.delete(key);
    return drawn ? null : (only ?? 'notShown.emptyBlock');
  }

  #place(): void {
    this.#placements += 1;
    if (this.#placements > maxPlacements) throw new TooManyPlacements();
  }
}

/** Thrown when inserts multiply into more entities than a drawing can have. */
export class TooManyPlacements extends Error {}
