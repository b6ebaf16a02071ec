import { z } from 'zod';
import { geoReferenceSchema } from '#shared/geometry/geo-reference.ts';
import { defineEntity, nameSchema, rowBaseShape } from './entity.ts';

/** 企业编码: nine digits, issued by the registration system (domain.md 5.A). */
export const companyCodeSchema = z.string().regex(/^\d{9}$/);
/** 统一社会信用代码: eighteen characters, or empty while it is not known. */
export const creditCodeSchema = z.string().regex(/^([0-9A-Z]{18})?$/);

export const enterpriseSchema = z.object({
  ...rowBaseShape,
  name: nameSchema,
  companyCode: companyCodeSchema,
  creditCode: creditCodeSchema,
  /** Where the plant lies on the earth; null while that is not known. */
  geoReference: geoReferenceSchema.nullable(),
});
/** 企业: the one enterprise of a workspace. */
export type Enterprise = z.infer<typeof enterpriseSchema>;

export const enterpriseDefinition = defineEntity({
  kind: 'enterprise',
  table: 'enterprise',
  schema: enterpriseSchema,
  columns: { name: 'text', companyCode: 'text', creditCode: 'text', geoReference: 'json' },
  added: { geoReference: null },
  parent: null,
  nameField: 'name',
});
