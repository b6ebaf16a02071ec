import type { ChangeSetHead } from './change.ts';

/**
 * Which step undo and redo would take, derived from the log alone, so that it is the same after a restart.
 * Feed it every change set in order.
 */
export class UndoStack {
  readonly #done: number[] = [];
  readonly #undone: number[] = [];

  /** @throws if the log's undo or redo does not name the step that was next: the log is damaged. */
  push(head: Pick<ChangeSetHead, 'seq' | 'mode' | 'target'>): void {
    if (head.mode === 'base') return;
    if (head.mode === 'do') {
      this.#done.push(head.seq);
      this.#undone.length = 0;
      return;
    }
    const [from, to] = head.mode === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const step = from.pop();
    if (step === undefined || step !== head.target) throw new Error(`change set ${head.seq}: ${head.mode} of ${head.target}, expected ${step ?? 'none'}`);
    to.push(step);
  }

  /** The change set that undo would take back, or null. */
  get nextUndo(): number | null { return this.#done.at(-1) ?? null; }
  /** The change set that redo would bring again, or null. */
  get nextRedo(): number | null { return this.#undone.at(-1) ?? null; }
}
