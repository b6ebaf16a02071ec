import { analysisObjectDefinition, type AnalysisObject } from './analysis-object.ts';
import { analysisUnitDefinition, type AnalysisUnit } from './analysis-unit.ts';
import { controlMeasureDefinition, type ControlMeasure } from './control-measure.ts';
import { enterpriseDefinition, type Enterprise } from './enterprise.ts';
import type { EntityDefinition, EntityKind } from './entity.ts';
import { inspectionTaskDefinition, type InspectionTask } from './inspection-task.ts';
import { plantLayoutDefinition, type PlantLayout } from './plant-layout.ts';
import { riskEventDefinition, type RiskEvent } from './risk-event.ts';
import { riskZoneDefinition, type RiskZone } from './risk-zone.ts';

/** The row type of each kind. */
export interface Rows {
  enterprise: Enterprise;
  object: AnalysisObject;
  unit: AnalysisUnit;
  event: RiskEvent;
  measure: ControlMeasure;
  task: InspectionTask;
  layout: PlantLayout;
  zone: RiskZone;
}

/** The definition of each kind, parents before children. */
export const entityDefinitions: Readonly<Record<EntityKind, EntityDefinition>> = {
  enterprise: enterpriseDefinition,
  object: analysisObjectDefinition,
  unit: analysisUnitDefinition,
  event: riskEventDefinition,
  measure: controlMeasureDefinition,
  task: inspectionTaskDefinition,
  layout: plantLayoutDefinition,
  zone: riskZoneDefinition,
};

/** Fields of a kind that came with a later version; a new row may leave them to their `added` values. */
export interface AddedFields { enterprise: 'geoReference'; layout: 'layers' | 'rotation' | 'boundary' | 'previous' | 'page' | 'pages' | 'epsg' | 'ignoredFindings' }
