import { DrawingBuilder, DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { binarySentinel, BinaryTagReader } from './binary-tags.ts';
import { readDocument, type Place } from './document.ts';
import { findEncoding, type TextDecoding } from './encoding.ts';
import { EntityDrawer, TooManyPlacements } from './entities.ts';
import { findObjects, noObjects, readObjects, type DxfObjects } from './objects.ts';
import { Painter } from './painter.ts';
import { mark, type DxfRecord } from './record.ts';
import { isOnPaper, PaperDrawer, papersOf, type Paper } from './spaces.ts';
import { emptyTables, type DxfTables } from './tables.ts';
import { AsciiTagReader, DxfSyntaxError, type TagReader } from './tags.ts';

export interface DxfOptions {
  readonly fileName: string;
  /** Takes what can be read of a damaged file. */
  readonly recover: boolean;
  /** 1 (the default): the model, or the sheet that is on top where the model is empty. From 2 on: the sheets of paper space with something on them. */
  readonly page?: number;
  readonly onProgress: (progress: Progress) => void;
}

/** Metres per unit by $INSUNITS (DXF reference); units that no plan is drawn in are left out. */
const metresPerUnit: Readonly<Record<number, number>> = {
  1: 0.0254, 2: 0.3048, 3: 1609.344, 4: 0.001, 5: 0.01, 6: 1, 7: 1000, 10: 0.9144, 14: 0.1, 15: 10, 16: 100, 21: 1200 / 3937,
};

/** A file made ready for reading from front to back, once or twice. */
interface Source { readonly text: TextDecoding; readonly objects: DxfObjects; readonly isBinary: boolean; readonly reader: () => TagReader; readonly options: DxfOptions }

/** What a reading of the file gave. */
interface Reading {
  readonly builder: DrawingBuilder;
  readonly tables: DxfTables;
  readonly painter: Painter;
  readonly drawer: EntityDrawer;
  /** Entities in the ENTITIES section that lie in paper space, besides the sheet itself. */
  readonly inPaper: number;
  /** Lengths on paper per length of the model, one a viewport. */
  readonly scales: readonly number[];
}

/**
 * Reads a DXF, ASCII or binary, into packed geometry.
 * @throws AppError error.layout.dxfCut, error.layout.dxfSyntax with the line and the section; error.layout.tooComplex; error.layout.empty
 */
export function readDxf(bytes: Uint8Array, options: DxfOptions): ParsedDrawing {
  const source = open(bytes, options);
  const model = readSpace(source, null);
  const papers = papersOf(model.tables, model.inPaper);
  const page = Math.min(options.page ?? 1, papers.length + 1);
  const paper = page > 1 ? papers[page - 2] : model.builder.empty ? papers.find(({ block }) => block === '') : undefined;
  const reading = paper === undefined ? model : readSpace(source, paper);
  const { builder, drawer, painter, tables } = reading;
  if (builder.empty && drawer.entities === 0) throw new AppError('error.layout.empty', { file: options.fileName });
  options.onProgress({ phase: 'progress.packDrawing', done: 0, total: 0 });
  const isPaper = reading !== model;
  const bounds = builder.shownBounds();
  return {
    format: 'dxf', encoding: source.text.encoding, derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(builder.finish()), bounds,
    metresPerUnit: isPaper ? paperScale(tables, reading.scales) : unitOf(tables), entities: drawer.entities, drawn: drawer.drawn, notShown: painter.report.list(),
    ...(papers.length > 0 ? { page, pages: papers.length + 1 } : {}),
  };
}

/** How many pages a DXF has: its model and its sheets. */
export function countDxfPages(bytes: Uint8Array, options: DxfOptions): number {
  const { tables, inPaper } = readSpace(open(bytes, options), null);
  return papersOf(tables, inPaper).length + 1;
}

const unitOf = ({ header }: DxfTables): number | null => metresPerUnit[header.get('$INSUNITS') ?? 0] ?? null;

/** Metres per unit of a sheet whose viewports all have one scale; null for others. */
function paperScale(tables: DxfTables, scales: readonly number[]): number | null {
  const [first] = scales;
  const unit = unitOf(tables);
  if (first === undefined || unit === null || !scales.every((scale) => Math.abs(scale / first - 1) < 1e-6)) return null;
  return unit / first;
}

function open(bytes: Uint8Array, options: DxfOptions): Source {
  const isBinary = binarySentinel.every((value, index) => bytes[index] === value);
  const text = findEncoding(bytes, isBinary);
  const reader = (at?: number): TagReader => (isBinary ? new BinaryTagReader(bytes, text, at) : new AsciiTagReader(bytes, text, options.recover, at));
  const objectsAt = findObjects(bytes, isBinary);
  return { text, isBinary, options, reader, objects: objectsAt < 0 ? noObjects : readObjects(reader(objectsAt)) };
}

/** Reads the file and draws its model space, or a sheet of its paper space. */
function readSpace(source: Source, paper: Paper | null): Reading {
  const { options } = source;
  const builder = new DrawingBuilder();
  const place: Place = { section: '' };
  const header = new Map<string, number>();
  const state: { painter: Painter | null; drawer: EntityDrawer | null; sheet: PaperDrawer | null; inPaper: number } = { painter: null, drawer: null, sheet: null, inPaper: 0 };
  const begin = (tables: DxfTables): EntityDrawer => {
    state.painter = new Painter(builder, tables);
    state.drawer = new EntityDrawer(state.painter);
    if (paper !== null) state.sheet = new PaperDrawer(state.painter, state.drawer, paper);
    return state.drawer;
  };
  const entity = (record: DxfRecord, tables: DxfTables): void => {
    const drawer = state.drawer ?? begin(tables);
    if (state.sheet !== null) state.sheet.add(record);
    else if ((record.marks & mark.space) !== 0 && record.number(67) === 1) {
      if (isOnPaper(record)) state.inPaper += 1;
      drawer.entities += 1;
      drawer.skip(record, 'notShown.paperSpace');
    } else drawer.draw(record);
  };
  let tables = emptyTables(header, source.objects);
  try {
    tables = readDocument(source.reader(), place, {
      recover: options.recover, header, objects: source.objects, keep: paper !== null, entity,
      progress: (done, total) => { options.onProgress({ phase: 'progress.readDrawing', done, total }); },
    });
    if (state.drawer === null) begin(tables);
    state.sheet?.finish();
  } catch (thrown) {
    if (!(thrown instanceof DxfSyntaxError && options.recover)) throw explain(thrown, place, options.fileName, source.isBinary);
  }
  const painter = state.painter ?? new Painter(builder, tables);
  return { builder, painter, tables: painter.tables, drawer: state.drawer ?? new EntityDrawer(painter), inPaper: state.inPaper, scales: state.sheet?.scales ?? [] };
}

function explain(thrown: unknown, place: Place, file: string, isBinary: boolean): unknown {
  if (thrown instanceof DrawingTooLarge || thrown instanceof TooManyPlacements) {
    return new AppError('error.layout.tooComplex', { file, limit: maxDrawingPoints / 1_000_000 });
  }
  if (!(thrown instanceof DxfSyntaxError)) return thrown;
  const where = { file, line: thrown.line, section: place.section || '-' };
  if (isBinary) return new AppError('error.layout.dxfBinaryBroken', where);
  return new AppError(thrown.kind === 'cut' ? 'error.layout.dxfCut' : 'error.layout.dxfSyntax', where);
}
