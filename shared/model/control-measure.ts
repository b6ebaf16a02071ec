import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineEntity, positionSchema, rowBaseShape, textSchema } from './entity.ts';

export const controlMeasureSchema = z.object({
  ...rowBaseShape,
  eventId: idSchema,
  /** 管控方式: `1` 自动化监控, `2` 隐患排查 (domain.md 5.A.3); empty while not stated. */
  dataSrc: z.enum(['1', '2', '']),
  /** 管控措施分类1–2: codes of `resources/codes/measure-classes.json`; empty while not stated. */
  classify1: z.string().max(2),
  classify2: z.string().max(4),
  /** 管控措施分类3: the enterprise's own words. */
  classify3: z.string().max(100),
  description: z.string().trim().min(1).max(4000),
  /** 隐患排查内容 */
  checkContent: textSchema,
  /** 责任岗位 */
  post: textSchema,
  position: positionSchema,
});
/** 管控措施: what keeps an event from happening, or from getting worse. */
export type ControlMeasure = z.infer<typeof controlMeasureSchema>;

export const controlMeasureDefinition = defineEntity({
  kind: 'measure',
  table: 'control_measure',
  schema: controlMeasureSchema,
  columns: {
    eventId: 'text', dataSrc: 'text', classify1: 'text', classify2: 'text', classify3: 'text',
    description: 'text', checkContent: 'text', post: 'text', position: 'real',
  },
  parent: { kind: 'event', field: 'eventId' },
  nameField: 'description',
});
