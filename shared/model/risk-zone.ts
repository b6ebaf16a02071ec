import { z } from 'zod';
import { plantRingSchema } from '#shared/geometry/frames.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineEntity, nameSchema, positionSchema, rowBaseShape, textSchema } from './entity.ts';

export const riskZoneSchema = z.object({
  ...rowBaseShape,
  layoutId: idSchema,
  name: nameSchema,
  /** 分区编号; may be empty. */
  code: z.string().max(100),
  /** Outer ring first, then holes; plant metres. */
  rings: z.array(plantRingSchema).min(1).max(1000),
  /** The units whose risk colours this zone. */
  unitIds: z.array(idSchema).max(10_000),
  note: textSchema,
  position: positionSchema,
});
/** 风险分区: a polygon on a layout, linked to units. */
export type RiskZone = z.infer<typeof riskZoneSchema>;

export const riskZoneDefinition = defineEntity({
  kind: 'zone',
  table: 'risk_zone',
  schema: riskZoneSchema,
  columns: { layoutId: 'text', name: 'text', code: 'text', rings: 'json', unitIds: 'json', note: 'text', position: 'real' },
  parent: { kind: 'layout', field: 'layoutId' },
  nameField: 'name',
});
