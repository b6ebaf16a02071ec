import { z } from 'zod';

/** 风险等级 重大/较大/一般/低 = 红/橙/黄/蓝; 1 is the highest. "Not assessed" is null and never 4. */
export const riskLevelSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type RiskLevel = z.infer<typeof riskLevelSchema>;
export const riskLevels = [1, 2, 3, 4] as const satisfies readonly RiskLevel[];

const factor = z.number().finite().min(0);

/**
 * What was judged, not what follows from it: the level is derived by a rule pack, so that a change of cut-offs
 * re-colours the map. `statedLevel` is what the source said beside the factors, kept to report a contradiction.
 */
export const assessmentSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('LS'), L: factor, S: factor, statedLevel: riskLevelSchema.nullable() }),
  z.object({ method: z.literal('LEC'), L: factor, E: factor, C: factor, statedLevel: riskLevelSchema.nullable() }),
  z.object({ method: z.literal('MES'), M: factor, E: factor, S: factor, statedLevel: riskLevelSchema.nullable() }),
  z.object({ method: z.literal('direct'), statedLevel: riskLevelSchema }),
]);
export type Assessment = z.infer<typeof assessmentSchema>;
