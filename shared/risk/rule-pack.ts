import { z } from 'zod';
import { riskLevelSchema } from '#shared/model/assessment.ts';

/** How sure a value is (the marks of the project's domain sources): A official or twice seen, B once seen, C weak, M unsourced. */
export const sourceSchema = z.object({ mark: z.enum(['A', 'B', 'C', 'M']), note: z.string().min(1) });

/** Scores from `min` (inclusive) upwards give `level`, until the next higher cut-off. */
const cutOffSchema = z.object({ level: riskLevelSchema, min: z.number() });

/** One assessment method: its factors, the values they may take, and its cut-offs from the highest level down; the last `min` is 0. */
export const methodRuleSchema = z.object({
  id: z.string(),
  factors: z.array(z.object({ key: z.enum(['L', 'S', 'E', 'C', 'M']), values: z.array(z.number()).min(2) })),
  cutOffs: z.array(cutOffSchema).length(4),
  source: sourceSchema,
});

/** A versioned set of rules: data, so that an enterprise may use its own (resources/rules). */
export const rulePackSchema = z.object({
  id: z.string(),
  version: z.string(),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  methods: z.object({ LS: methodRuleSchema, LEC: methodRuleSchema, MES: methodRuleSchema }),
  /** How a unit's level follows from its events' and a zone's from its units'. */
  rollUp: z.object({ rule: z.literal('worst'), source: sourceSchema }),
});
export type RulePack = z.infer<typeof rulePackSchema>;
export type MethodRule = z.infer<typeof methodRuleSchema>;
