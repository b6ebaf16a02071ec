import type { DrawingGeometry } from '#shared/drawing/drawing.ts';
import type { Box, PlantRing } from '#shared/geometry/frames.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { Calibration, LayerState } from '#shared/model/plant-layout.ts';
import type { Language } from '#shared/text/index.ts';
import type { PaperSize } from './paper.ts';
import type { SheetTheme } from './theme.ts';

/** A zone as the sheet needs it. */
export interface SheetZone {
  readonly name: string;
  readonly code: string;
  /** Plant metres, outer ring first. */
  readonly rings: readonly PlantRing[];
  /** null: not assessed. */
  readonly level: RiskLevel | null;
  /** Linked units without any assessment: the level may yet rise. */
  readonly unassessedUnits: number;
  readonly units: readonly string[];
  readonly departments: readonly string[];
  readonly persons: readonly string[];
}

/** The plan below the zones; `layers` is what a person set for them. A picture's frame is its pixels, y down, within the layout's bounds. */
export type SheetPlan = { readonly kind: 'vector'; readonly geometry: DrawingGeometry; readonly layers?: readonly LayerState[] }
  | { readonly kind: 'picture'; readonly mediaType: string; readonly bytes: Uint8Array };

export interface SheetInput {
  readonly enterprise: { readonly name: string; readonly companyCode: string };
  readonly layout: {
    readonly name: string; readonly calibration: Calibration | null; readonly bounds: Box; readonly plan: SheetPlan;
    /** How far the display is turned, degrees counter-clockwise: the sheet is turned alike. */
    readonly rotation?: number;
  };
  /** In the order they are drawn. */
  readonly zones: readonly SheetZone[];
  readonly paper: PaperSize;
  readonly theme: SheetTheme;
  readonly language: Language;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Number of the newest change set. */
  readonly seq: number;
  readonly rulePack: {
    readonly id: string; readonly version: string;
    /** Parts of the pack whose source is weak or missing, to be checked against the official text. */
    readonly unproven: readonly string[];
  };
  /** Whether zones that the first page's list has no room for go to further pages or are just counted. */
  readonly furtherZones?: 'pages' | 'counted';
}
