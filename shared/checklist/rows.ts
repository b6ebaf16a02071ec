import type { CellIssue } from '#shared/contract/checklist.ts';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import type { CycleUnit } from '#shared/model/inspection-task.ts';

/** One line of a checklist after fill-down: the branch of the hierarchy from the object to the measure and its task. */
export interface ChecklistRow {
  /** Row number on the sheet, from 1. */
  readonly row: number;
  readonly object: { readonly name: string; readonly hazardCode: string; readonly majorHazardLevel: RiskLevel | null; readonly department: string; readonly liablePerson: string;
    /** Set for a major hazard source that is not graded; a level says by itself that it is one. */
    readonly majorHazard?: boolean };
  /** An empty name: the object stands there without a unit. */
  readonly unit: { readonly name: string; readonly department: string; readonly liablePerson: string };
  /** null: the unit stands there without an event. */
  readonly event: { readonly name: string; readonly accidentTypes: readonly string[]; readonly inherent: Assessment | null; readonly residual: Assessment | null } | null;
  readonly measure: {
    readonly dataSrc: '1' | '2' | ''; readonly classify1: string; readonly classify2: string; readonly classify3: string;
    readonly description: string; readonly checkContent: string; readonly post: string;
  } | null;
  /** The line is a further task of the measure on the line above (its cells are merged), not a measure of the same words. */
  readonly continuesMeasure?: boolean;
  readonly task: { readonly content: string; readonly cycle: number; readonly cycleUnit: CycleUnit; readonly post: string } | null;
}

/** What a reader made of a workbook. Rows with an error among their cells are left out of `rows`. */
export interface ParsedChecklist {
  readonly template: string;
  readonly sheet: string;
  /** Data rows seen, faulty ones included. */
  readonly rowCount: number;
  readonly rows: readonly ChecklistRow[];
  readonly errors: readonly CellIssue[];
  readonly warnings: readonly CellIssue[];
  /** Heads of the columns that were recognised, in sheet order, and the first rows as text for the preview. */
  readonly columns: readonly string[];
  readonly sample: readonly { readonly row: number; readonly cells: Readonly<Record<string, string>> }[];
}

/** A line to be written: a checklist row and the derived levels that stand beside the factors. */
export interface ChecklistExportRow extends ChecklistRow {
  readonly inherentLevel: RiskLevel | null;
  readonly residualLevel: RiskLevel | null;
}
