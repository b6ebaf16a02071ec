import type { MessageParams } from '#shared/kernel/errors.ts';
import type { MapTool } from '../map/map-types.ts';

/** What can be typed for a tool: lengths in metres, angles in degrees, factors, counts. */
export const toolFieldNames = ['length', 'bearing', 'width', 'height', 'radius', 'sides', 'distance', 'angle', 'factor', 'tolerance', 'gap', 'island', 'dx', 'dy'] as const;
export type ToolFieldName = (typeof toolFieldNames)[number];
/** A value of the tool in use. `fixed`: typed, so that the pointer no longer changes it. */
export interface ToolField { readonly name: ToolFieldName; readonly value: number | null; readonly fixed: boolean }

export type ToolChoiceName = 'result' | 'join' | 'pivot';
export interface ToolChoice { readonly name: ToolChoiceName; readonly value: string; readonly options: readonly string[] }

/** What the window shows of the tool in use. */
export interface ToolState {
  readonly tool: MapTool;
  /** End of a text key `editor.hint.…`. */
  readonly hint: string;
  readonly fields: readonly ToolField[];
  readonly choices: readonly ToolChoice[];
  readonly underWay: boolean;
  /** What the pointer is snapped to: the end of a text key `editor.snap.…`. */
  readonly snapped: string | null;
}

/** Something to be told: a text key with what is filled in. */
export interface EditorNotice { readonly key: string; readonly params: MessageParams }

/** Asks the window for a field in which a point is typed, beside a pixel of the map; or for the typing to go on in a field of the tool. */
export type NumericRequest =
  | { readonly kind: 'point'; readonly text: string; readonly x: number; readonly y: number }
  | { readonly kind: 'field'; readonly text: string; readonly name: ToolFieldName };

/** What typed text comes to: a text key that says what is wrong with it, or null. */
export interface TypedAnswer { readonly problem: EditorNotice | null }
