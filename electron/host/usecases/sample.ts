import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/kernel/errors.ts';
import { companyCodeSchema, creditCodeSchema } from '#shared/model/enterprise.ts';
import { nameSchema } from '#shared/model/entity.ts';
import type { CallContext, Handlers } from '../services.ts';
import type { NewFields } from '../stamp.ts';

/** The imports that fill the sample: the same as a person's. */
export type SampleImports = Pick<Handlers, 'layout/import' | 'checklist/preview' | 'checklist/accept' | 'zones/import'>;

/** The part of the sample's facts that is not in the drawing, the checklist or the zones. */
const plantSchema = z.object({
  enterprise: z.object({ name: nameSchema, companyCode: companyCodeSchema, creditCode: creditCodeSchema.default(''), siteName: nameSchema }),
});

function readPlant(resources: string): z.infer<typeof plantSchema>['enterprise'] {
  return plantSchema.parse(JSON.parse(readFileSync(join(resources, 'sample', 'plant.json'), 'utf8'))).enterprise;
}

/** The invented enterprise that the sample plant belongs to. */
export function sampleEnterprise(resources: string): NewFields<'enterprise'> {
  const { name, companyCode, creditCode } = readPlant(resources);
  return { name, companyCode, creditCode };
}

/** Imports the sample's drawing, checklist and zones into the workspace that is open. Any fault of theirs is a fault of the product. */
export async function importSample(resources: string, imports: SampleImports, context: CallContext): Promise<void> {
  const file = (name: string): string => join(resources, 'sample', name);
  const steps = 3;
  const starting = (step: number): void => {
    if (context.signal.aborted) throw new AppError('error.cancelled');
    context.progress('progress.sample', step, steps);
  };

  starting(0);
  const { layoutId } = await imports['layout/import']({ path: file('plant.dxf'), name: readPlant(resources).siteName, recover: false }, context);
  starting(1);
  const { previewId } = await imports['checklist/preview']({ path: file('checklist.xlsx'), template: 'auto' }, context);
  const checklist = await imports['checklist/accept']({ previewId, acceptValid: false }, context);
  if (!checklist.committed) throw new Error(`sample checklist: ${JSON.stringify(checklist.errors.slice(0, 3))}`);
  starting(2);
  const zones = await imports['zones/import']({ path: file('zones.geojson'), layoutId }, context);
  if (zones.errors.length > 0) throw new Error(`sample zones: ${JSON.stringify(zones.errors.slice(0, 3))}`);
  context.progress('progress.sample', steps, steps);
}
