import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineEntity, positionSchema, rowBaseShape, textSchema } from './entity.ts';

export const cycleUnits = ['hour', 'day', 'month', 'year'] as const;
export type CycleUnit = (typeof cycleUnits)[number];

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable();

export const inspectionTaskSchema = z.object({
  ...rowBaseShape,
  measureId: idSchema,
  content: z.string().trim().min(1).max(4000),
  /** 排查周期: how many `cycleUnit` from one inspection to the next, greater than 0. */
  cycle: z.number().positive().max(9999),
  /** 小时、天、月、年 (domain.md 5.A.4) */
  cycleUnit: z.enum(cycleUnits),
  /** 任务开始时间: the day of the first inspection, `YYYY-MM-DD`; null means from when the row was made. */
  startDate: z.iso.date().nullable(),
  /** 工作开始/结束时间 `HH:MM`: the working window of hourly tasks; null otherwise. */
  workStart: timeOfDay,
  workEnd: timeOfDay,
  /** 工作日类型: 0 每天, 1 法定工作日, 2 非法定工作日 */
  workDayType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** 任务类型: 0 日常, 1 主要负责人, 2 技术负责人, 3 操作负责人 */
  workType: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  /** 包保任务对应项: 1–9, 1–9, 1–10 by `workType`; null for 日常 */
  taskNum: z.number().int().min(1).max(10).nullable(),
  post: textSchema,
  position: positionSchema,
});
/** 隐患排查任务: how often which measure is inspected. */
export type InspectionTask = z.infer<typeof inspectionTaskSchema>;

export const inspectionTaskDefinition = defineEntity({
  kind: 'task',
  table: 'inspection_task',
  schema: inspectionTaskSchema,
  columns: {
    measureId: 'text', content: 'text', cycle: 'real', cycleUnit: 'text', startDate: 'text', workStart: 'text', workEnd: 'text',
    workDayType: 'integer', workType: 'integer', taskNum: 'integer', post: 'text', position: 'real',
  },
  parent: { kind: 'measure', field: 'measureId' },
  nameField: 'content',
});
