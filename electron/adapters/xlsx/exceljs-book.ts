import { createRequire } from 'node:module';
import type ExcelJS from 'exceljs';

// exceljs is CommonJS and slow to load: only whoever writes pays for it.
// Not named `require`: the bundler puts a constant of that name into every file that seems to need it.
const load = createRequire(import.meta.url);

/** An empty workbook. It names no person and no moment. */
export function newWorkbook(): ExcelJS.Workbook {
  const { Workbook } = load('exceljs') as typeof ExcelJS;
  const book = new Workbook();
  book.creator = 'RiskAtlas';
  book.created = new Date(0);
  book.modified = new Date(0);
  return book;
}
