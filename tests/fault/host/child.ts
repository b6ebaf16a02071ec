import { openWorkspace } from '#electron/host/db/open.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { manyMeasures, step, steadyPorts } from '#tests/unit/host/fixture.ts';

/*
 * A second process for the fault tests: `child.ts COMMAND FILE`. Prints one JSON line; `hold` and `commit` go on until they
 * are killed.
 */
const [command, path = ''] = process.argv.slice(2);
const say = (value: unknown): void => { process.stdout.write(`${JSON.stringify(value)}\n`); };

try {
  const workspace = openWorkspace(path, steadyPorts('另一人'));
  if (command === 'hold') {
    say({ open: true });
    // Holds on to the workspace: one that nobody refers to is closed by the garbage collector.
    setInterval(() => workspace.head, 60_000);
  } else if (command === 'commit') {
    const event = workspace.all('event')[0];
    if (!event) throw new Error('the workspace has no event');
    say({ open: true });
    for (;;) workspace.commit(step, manyMeasures(steadyPorts(), event.id, 500));
  } else {
    say({ open: true, readOnly: workspace.readOnly, units: workspace.count('unit') });
    workspace.close();
  }
} catch (thrown) {
  say(thrown instanceof AppError ? { code: thrown.code, params: thrown.params } : { fault: String(thrown) });
}
