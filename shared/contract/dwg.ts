import { z } from 'zod';

/** No control characters: what a person agrees to is read line by line. */
const plainText = z.string().regex(/^\P{Cc}*$/u);

/**
 * A program that makes a DXF of a DWG. Its arguments hold `{in}` and `{out}` (files), or `{inDir}` and `{outDir}` (the folders in which they
 * lie alone). It is run without a shell: an argument is one word, whatever it holds.
 */
export const dwgConverterSchema = z.object({
  program: plainText.min(1).max(4096),
  arguments: z.array(plainText.max(1000)).max(50),
}).refine((converter) => namesFiles(converter.arguments), { path: ['arguments'], message: '{in} {out}' });
export type DwgConverter = z.infer<typeof dwgConverterSchema>;

/** Which converter is used: the one that was set, one that was found, or none. `problem` says why a set one cannot be run. */
export const dwgConverterStateSchema = z.object({
  source: z.enum(['set', 'found', 'none']),
  converter: z.object({ program: z.string(), arguments: z.array(z.string()) }).nullable(),
  problem: z.enum(['', 'missing', 'notRunnable']),
});
export type DwgConverterState = z.infer<typeof dwgConverterStateSchema>;

const holds = (values: readonly string[], name: string): boolean => values.some((value) => value.includes(name));

/** Whether arguments say where the DWG is and where the DXF goes. */
export function namesFiles(values: readonly string[]): boolean {
  return (holds(values, '{in}') || holds(values, '{inDir}')) && (holds(values, '{out}') || holds(values, '{outDir}'));
}

/** The arguments that a converter takes, by its name: ODA File Converter works on folders, LibreDWG's `dwg2dxf` on files, as others mostly do. */
export function usualArguments(program: string): string[] {
  const name = program.split(/[\\/]/).pop()?.toLowerCase() ?? '';
  if (name.startsWith('odafileconverter') || name.startsWith('teighafileconverter')) return ['{inDir}', '{outDir}', 'ACAD2018', 'DXF', '0', '1', '*.DWG'];
  if (name.startsWith('dwg2dxf')) return ['-y', '-o', '{out}', '{in}'];
  return ['{in}', '{out}'];
}
