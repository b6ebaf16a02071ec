import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import type { SqliteWorkspace } from '#electron/host/db/sqlite-workspace.ts';
import { createChange, deleteCascade, newRow, updateChange } from '#electron/host/stamp.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { Change } from '#shared/changes/change.ts';
import { eventFields, layoutFields, makePlant, measureFields, objectFields, steadyPorts, step, TemporaryFolder, unitFields, visibleRows } from '#tests/unit/host/fixture.ts';

const ports = steadyPorts();

/** A command picks its row by a number among those that there are, so that any sequence makes sense. */
type Edit =
  | { readonly do: 'add' | 'rename' | 'move' | 'delete'; readonly kind: 'object' | 'unit' | 'event' | 'measure'; readonly pick: number; readonly text: string }
  | { readonly do: 'zone'; readonly pick: number; readonly text: string };
type Command = Edit | { readonly do: 'undo' | 'redo' | 'reopen' };

const isEdit = (one: Command): one is Edit => 'pick' in one;

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({
    do: fc.constantFrom('add' as const, 'rename' as const, 'move' as const, 'delete' as const),
    kind: fc.constantFrom('object' as const, 'unit' as const, 'event' as const, 'measure' as const), pick: fc.nat(50),
    text: fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => text.trim() !== ''),
  }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('zone' as const), pick: fc.nat(50), text: fc.constantFrom('A', 'B') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'reopen' as const) }) },
);

const pickOf = <Row>(rows: readonly Row[], pick: number): Row | undefined => rows[pick % Math.max(1, rows.length)];

function changesFor(workspace: SqliteWorkspace, command: Edit): Change[] {
  if (command.do === 'zone') {
    const layout = workspace.all('layout')[0] ?? newRow(ports, 'layout', layoutFields());
    const ring = [plantPoint(0, 0), plantPoint(command.pick + 1, 0), plantPoint(0, 1.5)];
    const units = workspace.all('unit').slice(0, command.pick).map((unit) => unit.id);
    const zone = newRow(ports, 'zone', { layoutId: layout.id, name: command.text, code: '', rings: [ring], unitIds: units, note: '', position: command.pick });
    return [...(workspace.get('layout', layout.id) ? [] : [createChange('layout', layout)]), createChange('zone', zone)];
  }
  const { kind, pick, text } = command;
  if (command.do === 'add') {
    const enterprise = workspace.all('enterprise')[0];
    const [object, unit, event] = [pickOf(workspace.all('object'), pick), pickOf(workspace.all('unit'), pick), pickOf(workspace.all('event'), pick)];
    if (kind === 'object' && enterprise) return [createChange('object', newRow(ports, 'object', objectFields(enterprise.id, text)))];
    if (kind === 'unit' && object) return [createChange('unit', newRow(ports, 'unit', unitFields(object.id, text, pick)))];
    if (kind === 'event' && unit) return [createChange('event', newRow(ports, 'event', eventFields(unit.id, text, pick)))];
    return event ? [createChange('measure', newRow(ports, 'measure', measureFields(event.id, text, pick)))] : [];
  }
  const row = pickOf(workspace.all(kind), pick);
  if (!row) return [];
  if (command.do === 'delete') return deleteCascade(workspace, kind, row.id, ports);
  const fields = command.do === 'move' ? { position: pick / 7 } : kind === 'measure' ? { description: text } : { name: text };
  const change = updateChange(kind, row, fields, ports);
  return change ? [change] : [];
}

describe('any sequence of commands', () => {
  it('and as many undos give back the same rows, and as many redos the rows at the end, wherever the file was closed and opened', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const folder = new TemporaryFolder();
      try {
        const path = folder.file('a.riskatlas');
        let { workspace } = makePlant(path);
        const reopen = (): void => {
          workspace.close();
          workspace = openWorkspace(path, ports);
        };
        // What the rows were before each step that undo can take back, as a stack of our own beside the workspace's.
        const before: unknown[] = [];
        const after: unknown[] = [];
        const start = visibleRows(workspace);
        for (const one of commands) {
          if (isEdit(one)) {
            const changes = changesFor(workspace, one);
            if (changes.length === 0) continue;
            before.push(visibleRows(workspace));
            after.length = 0;
            workspace.commit(step, changes);
          } else if (one.do === 'reopen') {
            reopen();
          } else if (one.do === 'undo') {
            if (before.length === 0) continue;
            after.push(visibleRows(workspace));
            workspace.undo();
            expect(visibleRows(workspace)).toEqual(before.pop());
          } else {
            if (after.length === 0) continue;
            before.push(visibleRows(workspace));
            workspace.redo();
            expect(visibleRows(workspace)).toEqual(after.pop());
          }
        }
        const end = visibleRows(workspace);
        const steps = before.length;
        reopen();
        for (let i = 0; i < steps; i++) workspace.undo();
        expect(visibleRows(workspace)).toEqual(start);
        reopen();
        for (let i = 0; i < steps; i++) workspace.redo();
        expect(visibleRows(workspace)).toEqual(end);
        expect(workspace.check()).toEqual([]);
        workspace.close();
      } finally {
        folder.dispose();
      }
    }), { numRuns: 60 });
  });
});
