import type { Rows } from '#shared/model/index.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import type { OwnFields } from '../stamp.ts';

/** Kinds that a person adds below another row. */
export type CreatableKind = 'object' | 'unit' | 'event' | 'measure' | 'task';

type ParentField = 'enterpriseId' | 'objectId' | 'unitId' | 'eventId' | 'measureId';
type Defaults<Kind extends CreatableKind> = Partial<Omit<OwnFields<Kind>, ParentField | 'position'>>;

/** What a new row holds where nothing was given. What is missing here must be given. */
export const entityDefaults: { readonly [Kind in CreatableKind]: Defaults<Kind> } = {
  object: { hazardCode: '', majorHazard: false, majorHazardLevel: null, department: '', liablePerson: '' },
  unit: { department: '', liablePerson: '' },
  event: { accidentTypes: [], inherent: null, residual: null },
  measure: { dataSrc: '', classify1: '', classify2: '', classify3: '', checkContent: '', post: '' },
  task: { cycle: 1, cycleUnit: 'day', startDate: null, workStart: null, workEnd: null, workDayType: 0, workType: 0, taskNum: null, post: '' },
};

/**
 * Fields that `entity/update` may change. The rest have calls of their own that check more (borders, links, calibration),
 * or follow from an imported file.
 */
export const editableFields: { readonly [Kind in EntityKind]: readonly (keyof Rows[Kind])[] } = {
  enterprise: ['name', 'companyCode', 'creditCode'],
  object: ['name', 'hazardCode', 'majorHazard', 'majorHazardLevel', 'department', 'liablePerson', 'position'],
  unit: ['objectId', 'name', 'department', 'liablePerson', 'position'],
  event: ['unitId', 'name', 'accidentTypes', 'inherent', 'residual', 'position'],
  measure: ['eventId', 'dataSrc', 'classify1', 'classify2', 'classify3', 'description', 'checkContent', 'post', 'position'],
  task: ['measureId', 'content', 'cycle', 'cycleUnit', 'startDate', 'workStart', 'workEnd', 'workDayType', 'workType', 'taskNum', 'post', 'position'],
  layout: ['name', 'position'],
  zone: ['name', 'code', 'note', 'position'],
};
