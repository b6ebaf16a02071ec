import { z } from 'zod';
import { geoReferenceInputSchema, geoReferenceReportSchema } from '#shared/geometry/crs/fit-reference.ts';
import { geoReferenceSchema } from '#shared/geometry/geo-reference.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { defineCall } from './define.ts';

const resolvedSchema = z.object({ geoReference: geoReferenceSchema, report: geoReferenceReportSchema });

/** Where the plant lies on the earth. */
export const plantCalls = {
  'plant/geoReference': defineCall('plant/geoReference', z.object({}).strict(), z.object({ geoReference: geoReferenceSchema.nullable() })),
  /** What an input would give; nothing is written. */
  'plant/fitGeoReference': defineCall('plant/fitGeoReference', geoReferenceInputSchema, resolvedSchema),
  /**
   * Sets or clears the georeference; one undo step. Layouts that were placed by it stay where they are on the earth: they are placed anew
   * (`moved`). Zones keep their plant metres.
   */
  'plant/setGeoReference': defineCall('plant/setGeoReference', z.object({ reference: geoReferenceInputSchema.nullable() }),
    z.object({ geoReference: geoReferenceSchema.nullable(), report: geoReferenceReportSchema.nullable(), moved: z.array(idSchema) }), { writes: true }),
};
