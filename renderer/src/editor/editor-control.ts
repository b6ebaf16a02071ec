import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { EditorCommand } from './actions.ts';
import type { EditorOptions } from './options.ts';
import type { ToolChoiceName, ToolFieldName, ToolState, TypedAnswer } from './tool-state.ts';

/** What the window may ask of the editor. */
export interface EditorControl {
  run(command: EditorCommand): void;
  setOptions(options: EditorOptions): void;
  state(): ToolState;
  /** Fixes a value of the tool in use, or frees it (null). */
  setField(name: ToolFieldName, value: number | null): void;
  choose(name: ToolChoiceName, value: string): void;
  /** Shows where typed coordinates lead; the answer says what is wrong with them. */
  typed(text: string): TypedAnswer;
  /** Takes typed coordinates as a click there would; the answer says what is wrong with them. */
  takeTyped(text: string): TypedAnswer;
  /** Ends what is under way, as Ctrl+Enter does. */
  finish(): void;
  /** Steps out, as Esc does. */
  cancel(): void;
  /** Stores what waits to be stored. */
  settle(): void;
  /** Takes back or brings again a step of what is under way; false leaves it to the workspace. */
  undoStep(): boolean;
  redoStep(): boolean;
  /** Zones that were copied. */
  copied(): number;
  /** Whether the selected zones touch, so that they can be merged. */
  touching(): boolean;
  /** Moves a corner of the selection, in every zone that has it. */
  moveCorner(from: PlantPoint, to: PlantPoint): boolean;
  chooseCorner(at: PlantPoint | null): void;
  chosenCorner(): PlantPoint | null;
}
