import type { DrawingPages, ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import type { ParsedChecklist } from '#shared/checklist/rows.ts';
import type { ParsedZones } from '#shared/exchange/zone-file.ts';
import type { ErrorData } from '#shared/kernel/errors.ts';

/** What a parser worker is asked to do; it does one job and ends. `path` is absolute. */
export type ParseJob =
  | { readonly kind: 'drawing'; readonly path: string; readonly recover: boolean; readonly page?: number | undefined }
  | { readonly kind: 'pages'; readonly path: string }
  | { readonly kind: 'checklist'; readonly path: string; readonly template: string }
  | { readonly kind: 'zones'; readonly path: string };

export interface ParseResults { readonly drawing: ParsedDrawing; readonly pages: DrawingPages; readonly checklist: ParsedChecklist; readonly zones: ParsedZones }
export type ParseResult<Kind extends ParseJob['kind'] = ParseJob['kind']> = ParseResults[Kind];

/** What a parser worker says: progress any number of times, then one result or error. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: ParseResult }
  | { readonly type: 'failed'; readonly error: ErrorData };
