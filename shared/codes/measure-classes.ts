import { z } from 'zod';
import { sourceSchema } from '#shared/risk/rule-pack.ts';

const namesSchema = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const entryShape = { name: namesSchema, aliases: z.array(z.string().min(1)) };

/** 管控措施分类1 and 2 as data (`resources/codes/measure-classes.json`); a subclass carries its class's code in front. */
export const measureClassesSchema = z.object({
  id: z.literal('measure-classes'),
  version: z.string().min(1),
  source: sourceSchema,
  classes: z.array(z.object({
    code: z.string().regex(/^\d$/),
    ...entryShape,
    subclasses: z.array(z.object({ code: z.string().regex(/^\d-\d$/), ...entryShape })).min(1),
  }).refine(({ code, subclasses }) => subclasses.every((sub) => sub.code.startsWith(`${code}-`)), { error: 'subclass codes must begin with their class’s' })).min(1),
});
export type MeasureClasses = z.infer<typeof measureClassesSchema>;
export type MeasureClass = MeasureClasses['classes'][number];
export type MeasureSubclass = MeasureClass['subclasses'][number];

/** How labels are compared: without spaces, full-width forms folded, case ignored. */
const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

const means = (entry: { readonly code: string; readonly name: Readonly<Record<string, string>>; readonly aliases: readonly string[] }, text: string): boolean =>
  entry.code === text || Object.values(entry.name).some((name) => folded(name) === text) || entry.aliases.some((alias) => folded(alias) === text);

/** The class that a cell's text means: its code, its name in either language, or a known other name; null where it is none. */
export function findMeasureClass(table: MeasureClasses, text: string): MeasureClass | null {
  const wanted = folded(text);
  return table.classes.find((entry) => means(entry, wanted)) ?? null;
}

/**
 * The subclass that a cell's text means, within the class `classCode`; a code of another class is none. Where the class is
 * empty, a code or a name that only one class has is found.
 */
export function findMeasureSubclass(table: MeasureClasses, classCode: string, text: string): MeasureSubclass | null {
  const wanted = folded(text);
  const found = table.classes.filter(({ code }) => classCode === '' || code === classCode).flatMap(({ subclasses }) => subclasses.filter((entry) => means(entry, wanted)));
  return found.length === 1 ? found[0] ?? null : null;
}

/** Name of a class or subclass code; the code itself where the table does not know it. */
export function measureClassName(table: MeasureClasses, code: string, language: 'zh-CN' | 'en'): string {
  for (const entry of table.classes) {
    if (entry.code === code) return entry.name[language];
    const sub = entry.subclasses.find((candidate) => candidate.code === code);
    if (sub !== undefined) return sub.name[language];
  }
  return code;
}
