import { z } from 'zod';
import { sourceSchema } from '#shared/risk/rule-pack.ts';

/** The accident-type dictionary by edition (`resources/codes/accident-types.json`); `code` is null where no source gives it. */
export const accidentTypesSchema = z.object({
  id: z.literal('accident-types'),
  version: z.string().min(1),
  editions: z.array(z.object({
    id: z.string().min(1),
    source: sourceSchema,
    types: z.array(z.object({ code: z.string().regex(/^\d{2}$/).nullable(), name: z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) }) })).min(1),
  })).min(1),
});
export type AccidentTypes = z.infer<typeof accidentTypesSchema>;
export type AccidentType = AccidentTypes['editions'][number]['types'][number] & { readonly edition: string };

/** How names are compared: without spaces, full-width forms folded (brackets of either width), case ignored. */
const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** The type that `text` means by name (either language) or two-digit code; the earlier edition wins where both have the name. */
export function findAccidentType(table: AccidentTypes, text: string): AccidentType | null {
  const wanted = folded(text);
  for (const { id, types } of table.editions) {
    const found = types.find(({ code, name }) => code === wanted || folded(name['zh-CN']) === wanted || folded(name.en) === wanted);
    if (found !== undefined) return { ...found, edition: id };
  }
  return null;
}

/** Splits a cell such as `火灾、爆炸；中毒和窒息` into names: at 、，；, ; / and line ends, trimmed, each once. */
export function splitAccidentTypes(text: string): string[] {
  return [...new Set(text.split(/[、，；,;/\n\r]+/).map((part) => part.trim()).filter((part) => part !== ''))];
}
