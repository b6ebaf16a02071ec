import { indexColour, trueColour } from './colours.ts';
import { unescapeText } from './encoding.ts';
import { noObjects, type DxfObjects } from './objects.ts';
import type { DxfRecord } from './record.ts';

export interface DxfLayer {
  /** As the file spells it. */
  readonly name: string;
  readonly colour: string | null;
  /** Hundredths of a millimetre; below 0 the default. */
  readonly lineWeight: number;
  readonly lineType: string;
  readonly off: boolean;
  readonly frozen: boolean;
  readonly plotted: boolean;
}

export interface DxfBlock {
  readonly baseX: number;
  readonly baseY: number;
  readonly records: readonly DxfRecord[];
  /** Path of the file that an external reference names; '' for a block of this file. */
  readonly xref: string;
}

export interface DxfTextStyle {
  readonly widthFactor: number;
  /** 0 where each text has its own. */
  readonly height: number;
}

/** What stands before the entities, and the objects that entities point to. Names are keys made by `nameKey`, handles as they are. */
export interface DxfTables {
  /** Numbers of header variables by `$NAME`, or `$NAME.20` for the second coordinate. */
  readonly header: Map<string, number>;
  readonly layers: Map<string, DxfLayer>;
  readonly blocks: Map<string, DxfBlock>;
  /** Dashes and gaps in turn, before any scale; undefined for a line without gaps. */
  readonly lineTypes: Map<string, readonly number[] | undefined>;
  readonly textStyles: Map<string, DxfTextStyle>;
  /** Lengths of arrow heads by dimension style. */
  readonly arrows: Map<string, number>;
  /** Names of blocks by the handles of their records. */
  readonly blockNames: Map<string, string>;
  /** Names of layers by the handles of their records. */
  readonly layerNames: Map<string, string>;
  /** The CLASSES section in order: the types that proxy entities stand for. */
  readonly classes: DxfClass[];
  readonly objects: DxfObjects;
}

export interface DxfClass { readonly name: string; readonly application: string }

export function emptyTables(header: Map<string, number>, objects: DxfObjects = noObjects): DxfTables {
  return { header, objects, layers: new Map(), blocks: new Map(), lineTypes: new Map(), textStyles: new Map(), arrows: new Map(), blockNames: new Map(), layerNames: new Map(), classes: [] };
}

/** Names of tables are compared without case. */
export const nameKey = (name: string): string => name.toUpperCase();

/** Takes an entry of the CLASSES or TABLES section; entries of no use are passed over. */
export function addTableEntry(tables: DxfTables, record: DxfRecord): void {
  const name = unescapeText(record.text(2));
  switch (record.type) {
    case 'LAYER': tables.layers.set(nameKey(name), layerOf(record, name)); tables.layerNames.set(record.text(5), name); break;
    case 'LTYPE': tables.lineTypes.set(nameKey(name), dashesOf(record.all(49))); break;
    case 'STYLE': tables.textStyles.set(nameKey(name), { widthFactor: record.number(41, 1), height: record.number(40) }); break;
    case 'DIMSTYLE': tables.arrows.set(nameKey(name), record.number(41, 2.5) * (record.number(40, 1) || 1)); break;
    case 'CLASS': tables.classes.push({ name: record.text(1).trim(), application: record.text(3) }); break;
    case 'BLOCK_RECORD': tables.blockNames.set(record.text(5), name); break;
    default:
  }
}

function layerOf(record: DxfRecord, name: string): DxfLayer {
  const colour = record.number(62, 7);
  return {
    name,
    colour: record.has(420) ? trueColour(record.number(420)) : indexColour(Math.abs(colour)),
    lineWeight: record.number(370, -3),
    lineType: record.text(6),
    off: colour < 0,
    frozen: (record.number(70) & 1) === 1,
    plotted: record.number(290, 1) !== 0,
  };
}

/** Elements of a line type (positive dashes, negative gaps, 0 dots) as dashes and gaps in turn, a dash first; undefined without gaps. */
export function dashesOf(elements: readonly number[]): readonly number[] | undefined {
  const whole = elements.filter(Number.isFinite);
  const first = whole.findIndex((length, index) => length >= 0 && (whole[(index + whole.length - 1) % whole.length] ?? 0) < 0);
  if (first < 0) return undefined;
  const lengths: number[] = [];
  for (let i = 0; i < whole.length; i += 1) {
    const length = whole[(first + i) % whole.length] ?? 0;
    const isGap = length < 0;
    if (isGap === (lengths.length % 2 === 1)) lengths.push(Math.abs(length));
    else lengths[lengths.length - 1] = (lengths[lengths.length - 1] ?? 0) + Math.abs(length);
  }
  return lengths;
}
