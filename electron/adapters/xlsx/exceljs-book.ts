import { createRequire } from 'node:module';
import type ExcelJS from 'exceljs';

// exceljs is CommonJS and slow to load: only whoever writes pays for it.
const require = createRequire(import.meta.url);

/** An empty workbook. It names no person and no moment. */
export function newWorkbook(): ExcelJS.Workbook {
  const { Workbook } = require('exceljs') as typeof ExcelJS;
  const book = new Workbook();
  book.creator = 'RiskAtlas';
  book.created = new Date(0);
  book.modified = new Date(0);
  return book;
}
