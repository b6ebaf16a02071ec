import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ChecklistData } from '#shared/checklist/parse.ts';
import { checklistTemplateSchema } from '#shared/checklist/template.ts';
import { checklistWordsSchema } from '#shared/checklist/words.ts';
import { measureClassesSchema } from '#shared/codes/measure-classes.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { rulePackSchema } from '#shared/risk/rule-pack.ts';

const wordsFile = 'words.json';

/**
 * Reads templates, words, codes and rules from `resources/`.
 * @throws AppError error.checklist.templateData naming the file and the first fault in it
 */
export async function loadChecklistData(resources: string): Promise<ChecklistData> {
  const folder = join(resources, 'checklists');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== wordsFile).sort();
  const [words, classes, rulePack, ...templates] = await Promise.all([
    readData(join(folder, wordsFile), checklistWordsSchema),
    readData(join(resources, 'codes', 'measure-classes.json'), measureClassesSchema),
    readData(join(resources, 'rules', 'default.json'), rulePackSchema),
    ...names.map((name) => readData(join(folder, name), checklistTemplateSchema)),
  ]);
  return { words, classes, rulePack, templates };
}

async function readData<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  let data: unknown;
  try {
    data = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new AppError('error.checklist.templateData', { file: path, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('error.checklist.templateData', { file: path, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
}
