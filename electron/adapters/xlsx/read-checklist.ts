import { basename } from 'node:path';
import { parseChecklist } from '#shared/checklist/parse.ts';
import type { ParsedChecklist } from '#shared/checklist/rows.ts';
import type { Progress } from '#shared/contract/ports.ts';
import { maxFileBytes } from '#electron/workers/limits.ts';
import { readLimited } from '#electron/workers/open-file.ts';
import { loadChecklistData } from './checklist-data.ts';
import { openWorkbook } from './open-workbook.ts';
import { nearestResources } from './resources-folder.ts';

export interface ReadChecklistRequest {
  /** Id of a template, or `auto`. */
  readonly template: string;
  /** Absolute path of `resources/`; the nearest one where it is not given. */
  readonly resources?: string;
}

/**
 * Reads a checklist workbook (.xlsx, .xlsm, .xlsb, .xls, .et, .ods, .csv) from `path`. Runs in a parser worker.
 * @throws AppError error.file.*, error.checklist.*
 */
export async function readChecklist(path: string, request: ReadChecklistRequest, onProgress: (progress: Progress) => void): Promise<ParsedChecklist> {
  const file = basename(path);
  onProgress({ phase: 'progress.checklist.open', done: 0, total: 0 });
  const [data, bytes] = await Promise.all([loadChecklistData(request.resources ?? nearestResources()), readLimited(path, maxFileBytes.checklist)]);
  onProgress({ phase: 'progress.checklist.read', done: 0, total: 0 });
  const sheets = await openWorkbook(bytes, file, (rows) => { onProgress({ phase: 'progress.checklist.read', done: rows, total: 0 }); });
  return parseChecklist(file, sheets, request.template, data, onProgress);
}
