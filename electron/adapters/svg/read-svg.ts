import { DrawingBuilder, DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { SvgPainter, TooManyElements } from './painter.ts';
import { parseSvg, SvgSyntaxError } from './parse-svg.ts';

interface SvgOptions { readonly fileName: string; readonly onProgress: (progress: Progress) => void }

/**
 * Reads the shapes and texts of an SVG as a drawing in user units, y up. Scripts, embedded pages and everything in other files are
 * left out and reported. An SVG has no plant scale: it is calibrated afterwards.
 * @throws AppError error.layout.svgBroken, error.layout.tooComplex, error.layout.empty
 */
export function readSvg(bytes: Uint8Array, { fileName, onProgress }: SvgOptions): ParsedDrawing {
  try {
    const { root, encoding } = parseSvg(bytes);
    onProgress({ phase: 'progress.readDrawing', done: 1, total: 2 });
    const builder = new DrawingBuilder();
    const painter = new SvgPainter(builder, root);
    painter.run();
    if (builder.empty) throw new AppError('error.layout.empty', { file: fileName });
    const drawing = builder.finish();
    return {
      format: 'svg', encoding, derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(drawing), bounds: drawing.bounds,
      metresPerUnit: null, entities: painter.entities, drawn: painter.drawn, notShown: painter.notShown(),
    };
  } catch (thrown) {
    if (thrown instanceof SvgSyntaxError) throw new AppError('error.layout.svgBroken', { file: fileName, reason: thrown.message });
    if (thrown instanceof DrawingTooLarge || thrown instanceof TooManyElements) {
      throw new AppError('error.layout.tooComplex', { file: fileName, limit: maxDrawingPoints / 1_000_000 });
    }
    throw thrown;
  }
}
