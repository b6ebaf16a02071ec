import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape, textSchema } from './entity.ts';

export const analysisObjectSchema = z.object({
  ...rowBaseShape,
  enterpriseId: idSchema,
  name: nameSchema,
  /** 危险源编码 of the registration system; empty while it has not been issued. */
  hazardCode: z.string().max(36),
  majorHazard: z.boolean(),
  /** 重大危险源等级 一级–四级 as 1–4; null where it is none or not graded. */
  majorHazardLevel: z.number().int().min(1).max(4).nullable(),
  department: textSchema,
  liablePerson: textSchema,
  position: positionSchema,
});
/** 风险分析对象: a facility, place or area that carries risk; a major hazard source is one as it stands. */
export type AnalysisObject = z.infer<typeof analysisObjectSchema>;

export const analysisObjectDefinition = defineEntity({
  kind: 'object',
  table: 'analysis_object',
  schema: analysisObjectSchema,
  columns: {
    enterpriseId: 'text', name: 'text', hazardCode: 'text', majorHazard: 'boolean', majorHazardLevel: 'integer',
    department: 'text', liablePerson: 'text', position: 'real',
  },
  parent: { kind: 'enterprise', field: 'enterpriseId' },
  nameField: 'name',
});
