import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape, textSchema } from './entity.ts';

export const analysisUnitSchema = z.object({
  ...rowBaseShape,
  objectId: idSchema,
  name: nameSchema,
  department: textSchema,
  liablePerson: textSchema,
  position: positionSchema,
});
/** 风险分析单元: a relatively independent part of an object. */
export type AnalysisUnit = z.infer<typeof analysisUnitSchema>;

export const analysisUnitDefinition = defineEntity({
  kind: 'unit',
  table: 'analysis_unit',
  schema: analysisUnitSchema,
  columns: { objectId: 'text', name: 'text', department: 'text', liablePerson: 'text', position: 'real' },
  parent: { kind: 'object', field: 'objectId' },
  nameField: 'name',
});
