import { z } from 'zod';
import { riskLevelSchema } from '#shared/model/assessment.ts';
import { cycleUnits } from '#shared/model/inspection-task.ts';
import { sourceSchema } from '#shared/risk/rule-pack.ts';

const wordsSchema = z.array(z.string().min(1));

/** One entry of a code table as checklists write it: the code, its label, and other spellings. */
export const codeWordSchema = z.object({ code: z.string(), label: z.string(), aliases: wordsSchema.default([]) });

/** The words that stand in the cells of checklists for levels, periods and codes (resources/checklists/words.json). */
export const checklistWordsSchema = z.object({
  /** A cell with one of these says nothing, as an empty one does. */
  blank: wordsSchema,
  levels: z.array(z.object({ level: riskLevelSchema, label: z.string(), words: wordsSchema })).length(4),
  /** A cell that says in so many words that there is no level. */
  notAssessed: wordsSchema,
  majorHazard: z.object({
    levels: z.array(z.object({ level: riskLevelSchema, label: z.string(), words: wordsSchema })).length(4),
    yes: wordsSchema,
    no: wordsSchema,
    /** Written where a major hazard source is not graded. */
    ungraded: z.string(),
  }),
  dataSrc: z.array(codeWordSchema),
  /** Words for periods: `amount` of `unit`. `assumed` marks a convention that a reader should be told of. */
  periods: z.array(z.object({ words: wordsSchema, amount: z.number().positive(), unit: z.enum(cycleUnits), assumed: z.boolean().default(false) })),
  /** How each unit is written. */
  cycleUnits: z.record(z.enum(cycleUnits), z.string()),
  source: sourceSchema,
});
export type ChecklistWords = z.infer<typeof checklistWordsSchema>;
