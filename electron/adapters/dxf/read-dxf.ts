import { DrawingBuilder, DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { binarySentinel, BinaryTagReader } from './binary-tags.ts';
import { readDocument, type Place } from './document.ts';
import { findEncoding } from './encoding.ts';
import { EntityDrawer, TooManyPlacements } from './entities.ts';
import { Painter } from './painter.ts';
import { AsciiTagReader, DxfSyntaxError, type TagReader } from './tags.ts';

export interface DxfOptions {
  readonly fileName: string;
  /** Takes what can be read of a damaged file. */
  readonly recover: boolean;
  readonly onProgress: (progress: Progress) => void;
}

/** Metres per unit by $INSUNITS (DXF reference); units that no plan is drawn in are left out. */
const metresPerUnit: Readonly<Record<number, number>> = {
  1: 0.0254, 2: 0.3048, 3: 1609.344, 4: 0.001, 5: 0.01, 6: 1, 7: 1000, 10: 0.9144, 14: 0.1, 15: 10, 16: 100, 21: 1200 / 3937,
};

/**
 * Reads a DXF, ASCII or binary, into packed geometry.
 * @throws AppError error.layout.dxfCut, error.layout.dxfSyntax with the line and the section; error.layout.tooComplex; error.layout.empty
 */
export function readDxf(bytes: Uint8Array, options: DxfOptions): ParsedDrawing {
  const isBinary = binarySentinel.every((value, index) => bytes[index] === value);
  const text = findEncoding(bytes, isBinary);
  const reader: TagReader = isBinary ? new BinaryTagReader(bytes, text) : new AsciiTagReader(bytes, text, options.recover);
  const builder = new DrawingBuilder();
  const place: Place = { section: '' };
  const state: { painter: Painter | null; drawer: EntityDrawer | null } = { painter: null, drawer: null };
  const header = new Map<string, number>();
  try {
    readDocument(reader, place, {
      recover: options.recover,
      header,
      entity: (record, tables) => {
        if (state.drawer === null) {
          state.painter = new Painter(builder, tables);
          state.drawer = new EntityDrawer(state.painter);
        }
        state.drawer.draw(record);
      },
      progress: (done, total) => { options.onProgress({ phase: 'progress.readDrawing', done, total }); },
    });
  } catch (thrown) {
    if (!(thrown instanceof DxfSyntaxError && options.recover)) throw explain(thrown, place, options.fileName, isBinary);
  }
  if (builder.empty && (state.drawer?.entities ?? 0) === 0) throw new AppError('error.layout.empty', { file: options.fileName });
  options.onProgress({ phase: 'progress.packDrawing', done: 0, total: 0 });
  const drawing = builder.finish();
  return {
    format: 'dxf', encoding: text.encoding, derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(drawing), bounds: builder.shownBounds(),
    metresPerUnit: metresPerUnit[header.get('$INSUNITS') ?? 0] ?? null,
    entities: state.drawer?.entities ?? 0, drawn: state.drawer?.drawn ?? 0, notShown: state.painter?.notShown() ?? [],
  };
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
