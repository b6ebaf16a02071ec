import type { CellIssue } from '#shared/contract/checklist.ts';
import type { DwgConverter, DwgConverterState } from '#shared/contract/dwg.ts';
import type { ParsedZones } from '#shared/exchange/zone-file.ts';
import type { Language } from '#shared/text/index.ts';
import type { ChecklistExportRow, ParsedChecklist } from '#shared/checklist/rows.ts';
import type { SheetPage } from '#shared/sheet/page.ts';
import type { Calibration, DerivedKind, LayoutFormat, NotShown } from '#shared/model/plant-layout.ts';
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

/**
 * Where a drawing lies in the world by its own file: tags in it, a world file beside it, a declared coordinate system. `toWorld` brings
 * drawing units to `X = a·x + b·y + c`, `Y = d·x + e·y + f`, east before north and longitude before latitude.
 */
export interface Placement {
  readonly toWorld: Calibration['toPlant'];
  /** EPSG code of the world's coordinates; null where the file does not say it. */
  readonly epsg: number | null;
  /** What X and Y are counted in. Degrees are never plant metres. */
  readonly unit: 'metres' | 'degrees';
}

/** A drawing as the importers give it: packed geometry (shared/drawing/pack.ts), a picture or tiles of one (shared/drawing/tiles.ts), with bounds in drawing units. */
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
  /** Of a file with several pages the one that was read, from 1, and how many there are; absent means the only one. */
  readonly page?: number;
  readonly pages?: number;
  /** Where the file says that the drawing lies; absent where it does not. */
  readonly placement?: Placement;
}

export interface DrawingRequest {
  readonly path: string;
  /** Takes what can be read of a damaged file. */
  readonly recover: boolean;
  /** Of a file with several pages the one to read, from 1; the first where it is left out. */
  readonly page?: number | undefined;
  /** What turns a DWG into a DXF. Without it one that is found is used; where none is found, a DWG is refused. */
  readonly dwgConverter?: DwgConverter | undefined;
}

/** What a drawing file holds, before it is read. */
export interface DrawingPages {
  readonly format: LayoutFormat;
  /** How many pages the file has, 1 where its format has none. */
  readonly count: number;
  /** The pages in order; of very long files the first ones only. Sizes in millimetres on paper, null where there is no paper. */
  readonly pages: readonly DrawingPage[];
}
export interface DrawingPage {
  readonly number: number;
  readonly widthMm: number | null;
  readonly heightMm: number | null;
  /** A small PNG of the page, where one was made in time. */
  readonly thumbnail?: Uint8Array<ArrayBuffer> | undefined;
}

/** Reads foreign files in a worker with a memory and a time limit; `path` is absolute. Errors are AppErrors that name the file. */
export interface Parsers {
  drawing(request: DrawingRequest, control: ParseControl): Promise<ParsedDrawing>;
  /** The pages of a drawing file, with small pictures of the first ones. */
  pages(request: { readonly path: string }, control: ParseControl): Promise<DrawingPages>;
  /** Which converter a DWG would be read with: `set`, where it can be run, or one that is found. */
  dwgConverter(set: DwgConverter | undefined): Promise<DwgConverterState>;
  checklist(request: { readonly path: string; readonly template: string }, control: ParseControl): Promise<ParsedChecklist>;
  /** The features of a file of zones: GeoJSON, GeoPackage, Shapefile (or a zip of one), DXF. */
  zones(request: { readonly path: string }, control: ParseControl): Promise<ParsedZones>;
}

/** Writes the pages of a map sheet (shared/sheet) as a file's bytes. */
export interface SheetPainter {
  pdf(pages: SheetPage | readonly SheetPage[]): Promise<Uint8Array>;
  /** `dotsPerMm` 300 dpi = 11.81; the picture is no larger than `maxBytes`. */
  png(sheet: SheetPage, options: { readonly dotsPerMm: number; readonly maxBytes?: number }): Promise<Uint8Array>;
  /** A stand-alone document in millimetres. */
  svg(page: SheetPage): Promise<Uint8Array>;
}

/** Writes a checklist workbook (.xlsx) from the hierarchy's flat rows. */
export interface ChecklistWriter {
  write(request: { readonly template: string; readonly title: string; readonly rows: readonly ChecklistExportRow[] }): Promise<Uint8Array>;
  /** Writes what is wrong with a workbook, one line an issue. */
  report(request: { readonly language: Language; readonly fileName: string; readonly errors: readonly CellIssue[]; readonly warnings: readonly CellIssue[] }): Promise<Uint8Array>;
}
