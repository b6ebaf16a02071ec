import { describe, expect, it } from 'vitest';
import { UndoStack } from '#shared/changes/undo-stack.ts';

describe('UndoStack', () => {
  it('follows the log: undo takes the newest step, redo brings it again, a new step clears redo', () => {
    const stack = new UndoStack();
    stack.push({ seq: 1, mode: 'base', target: null });
    expect(stack.nextUndo).toBeNull();
    stack.push({ seq: 2, mode: 'do', target: null });
    stack.push({ seq: 3, mode: 'do', target: null });
    stack.push({ seq: 4, mode: 'undo', target: 3 });
    expect([stack.nextUndo, stack.nextRedo]).toEqual([2, 3]);
    stack.push({ seq: 5, mode: 'redo', target: 3 });
    expect([stack.nextUndo, stack.nextRedo]).toEqual([3, null]);
    stack.push({ seq: 6, mode: 'undo', target: 3 });
    stack.push({ seq: 7, mode: 'do', target: null });
    expect([stack.nextUndo, stack.nextRedo]).toEqual([7, null]);
  });

  it('refuses a log that undoes what was not next', () => {
    const stack = new UndoStack();
    stack.push({ seq: 1, mode: 'do', target: null });
    expect(() => stack.push({ seq: 2, mode: 'undo', target: 7 })).toThrow(/undo of 7/);
  });
});
