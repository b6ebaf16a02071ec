import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { assessmentSchema } from './assessment.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape } from './entity.ts';

export const riskEventSchema = z.object({
  ...rowBaseShape,
  unitId: idSchema,
  name: nameSchema,
  /** 事故类型 as names of the accident-type dictionary (GB 6441). */
  accidentTypes: z.array(z.string().min(1).max(100)).max(40),
  /** 固有风险: before the measures; null while it is not assessed. */
  inherent: assessmentSchema.nullable(),
  /** 现有风险: with the measures in force; null while it is not assessed. */
  residual: assessmentSchema.nullable(),
  position: positionSchema,
});
/** 风险事件: what can happen in a unit. */
export type RiskEvent = z.infer<typeof riskEventSchema>;

export const riskEventDefinition = defineEntity({
  kind: 'event',
  table: 'risk_event',
  schema: riskEventSchema,
  columns: { unitId: 'text', name: 'text', accidentTypes: 'json', inherent: 'json', residual: 'json', position: 'real' },
  parent: { kind: 'unit', field: 'unitId' },
  nameField: 'name',
});
