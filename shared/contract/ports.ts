import type { CellIssue } from '#shared/contract/checklist.ts';
import type { Language } from '#shared/text/index.ts';
import type { ChecklistExportRow, ParsedChecklist } from '#shared/checklist/rows.ts';
import type { SheetPage } from '#shared/sheet/page.ts';
import type { DerivedKind, LayoutFormat, NotShown } from '#shared/model/plant-layout.ts';
import type { Box } from '#shared/geometry/frames.ts';

/** How far a long work is; `phase` is a key of `shared/text` (`progress.…`), `total` 0 means not known. */
export interface Progress { readonly phase: string; readonly done: number; readonly total: number }

/** The part of an `AbortSignal` that the domain needs; an `AbortSignal` fits. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface ParseControl {
  readonly signal: CancelSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** A drawing as the importers give it: packed geometry (shared/drawing/pack.ts) or a picture, both with bounds in drawing units. */
export interface ParsedDrawing {
  readonly format: LayoutFormat;
  readonly encoding: string;
  readonly derivedKind: DerivedKind;
  readonly mediaType: string;
  readonly derived: Uint8Array;
  readonly bounds: Box;
  /** Metres per drawing unit as the file says it; null where it does not (pixels, unitless). */
  readonly metresPerUnit: number | null;
  readonly entities: number;
  readonly drawn: number;
  readonly notShown: readonly NotShown[];
}

/** Reads foreign files in a worker with a memory and a time limit; `path` is absolute. Errors are AppErrors that name the file. */
export interface Parsers {
  drawing(request: { readonly path: string; readonly recover: boolean }, control: ParseControl): Promise<ParsedDrawing>;
  checklist(request: { readonly path: string; readonly template: string }, control: ParseControl): Promise<ParsedChecklist>;
}

/** Writes the pages of a map sheet (shared/sheet) as a file's bytes. */
export interface SheetPainter {
  pdf(pages: SheetPage | readonly SheetPage[]): Promise<Uint8Array>;
  /** `dotsPerMm` 300 dpi = 11.81; the picture is no larger than `maxBytes`. */
  png(sheet: SheetPage, options: { readonly dotsPerMm: number; readonly maxBytes?: number }): Promise<Uint8Array>;
}

/** Writes a checklist workbook (.xlsx) from the hierarchy's flat rows. */
export interface ChecklistWriter {
  write(request: { readonly template: string; readonly title: string; readonly rows: readonly ChecklistExportRow[] }): Promise<Uint8Array>;
  /** Writes what is wrong with a workbook, one line an issue. */
  report(request: { readonly language: Language; readonly fileName: string; readonly errors: readonly CellIssue[]; readonly warnings: readonly CellIssue[] }): Promise<Uint8Array>;
}
