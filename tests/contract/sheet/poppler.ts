import { execFileSync } from 'node:child_process';

export type PopplerTool = 'pdfinfo' | 'pdftotext' | 'pdfimages';

/** Whether poppler's tools are here. Under CI a missing tool is a fault; elsewhere the tests that need them say that they did not run. */
export function hasPoppler(): boolean {
  try {
    for (const tool of ['pdfinfo', 'pdftotext', 'pdfimages']) execFileSync(tool, ['-v'], { stdio: 'ignore' });
    return true;
  } catch (cause) {
    if (process.env['CI'] === 'true') throw new Error('poppler-utils is needed: apt-get install poppler-utils', { cause });
    return false;
  }
}

/** What the tool says of the PDF. */
export function askPoppler(tool: PopplerTool, file: string, ...parameters: string[]): string {
  return execFileSync(tool, [...parameters, file, ...(tool === 'pdftotext' ? ['-'] : [])], { encoding: 'utf8' });
}
