import { z } from 'zod';
import { riskLevelSchema } from '#shared/model/assessment.ts';

/** How sure a value is (the marks of the project's domain sources): A official or twice seen, B once seen, C weak, M unsourced. */
export const sourceSchema = z.object({ mark: z.enum(['A', 'B', 'C', 'M']), note: z.string().min(1) });

/** Scores from `min` (inclusive) upwards give `level`, until the next higher cut-off. */
const cutOffSchema = z.object({ level: riskLevelSchema, min: z.number().finite() });

/** The values a factor may take, ascending. */
const factorSchema = z.object({ key: z.enum(['L', 'S', 'E', 'C', 'M']), values: z.array(z.number().finite().min(0)).min(2) })
  .refine(({ values }) => values.every((value, i) => i === 0 || value > (values[i - 1] ?? Infinity)), { error: 'values must ascend' });

/** One assessment method: its factors, the values they may take, and its cut-offs from the highest level down; the last `min` is 0. */
export const methodRuleSchema = z.object({
  id: z.string().min(1),
  factors: z.array(factorSchema),
  cutOffs: z.array(cutOffSchema).length(4),
  source: sourceSchema,
}).refine(({ cutOffs }) => cutOffs.every(({ level }, i) => level === i + 1), { error: 'cut-offs must stand from level 1 to level 4' })
  .refine(({ cutOffs }) => cutOffs.every(({ min }, i) => i === 0 || min < (cutOffs[i - 1]?.min ?? -Infinity)), { error: 'cut-offs must descend' })
  .refine(({ cutOffs }) => cutOffs[3]?.min === 0, { error: 'the last cut-off must be 0, so that every score has a level' });

const methodWith = (...keys: string[]) => methodRuleSchema.refine(
  ({ factors }) => factors.length === keys.length && factors.every(({ key }, i) => key === keys[i]),
  { error: `factors must be ${keys.join(', ')}` },
);

/** A versioned set of rules: data, so that an enterprise may use its own (resources/rules). */
export const rulePackSchema = z.object({
  id: z.string().min(1),
  version: z.string().min(1),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  methods: z.object({ LS: methodWith('L', 'S'), LEC: methodWith('L', 'E', 'C'), MES: methodWith('M', 'E', 'S') }),
  /** How a unit's level follows from its events' and a zone's from its units'. */
  rollUp: z.object({ rule: z.literal('worst'), source: sourceSchema }),
});
export type RulePack = z.infer<typeof rulePackSchema>;
export type MethodRule = z.infer<typeof methodRuleSchema>;
/** A method that multiplies factors; `direct` judgement has no rule. */
export type ScoredMethod = keyof RulePack['methods'];
