import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { isValid } from '#shared/geometry/validity.ts';
import { zoneHost } from '#tests/unit/zones/zone-host.ts';
import { fakeHost, hand, p, points } from '#tests/unit/map/fake-host.ts';
import { createCommands } from '../../../renderer/src/editor/commands.ts';
import { shapeTaker } from '../../../renderer/src/editor/create-shape.ts';
import type { EditorTool } from '../../../renderer/src/editor/editor-host.ts';
import type { EditorOptions } from '../../../renderer/src/editor/options.ts';
import { createCutTool } from '../../../renderer/src/editor/tools/cut.ts';
import { createOffsetTool } from '../../../renderer/src/editor/tools/offset.ts';
import { createOutlineTool } from '../../../renderer/src/editor/tools/polygon.ts';
import { createSelectTool } from '../../../renderer/src/editor/tools/select.ts';
import { createSplitTool } from '../../../renderer/src/editor/tools/split.ts';
import { createTransformTool } from '../../../renderer/src/editor/tools/transform.ts';

const free = hand({ alt: true });
const metre = fc.integer({ min: -50, max: 350 }).map((tenths) => tenths / 10);
const place = fc.tuple(metre, metre).map(([x, y]): PlantPoint => p(x, y));
const which = fc.nat(20);
const step = fc.oneof(
  fc.record({ op: fc.constant('draw' as const), line: fc.array(place, { minLength: 3, maxLength: 6 }) }),
  fc.record({ op: fc.constant('split' as const), line: fc.array(place, { minLength: 2, maxLength: 4 }), which }),
  fc.record({ op: fc.constant('cut' as const), line: fc.array(place, { minLength: 3, maxLength: 5 }) }),
  fc.record({ op: fc.constant('drag' as const), which, corner: which, to: place }),
  fc.record({ op: fc.constant('nudge' as const), which, by: fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 5 }) }),
  fc.record({ op: fc.constant('offset' as const), which, metres: fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10) }),
  fc.record({ op: fc.constant('turn' as const), which, angle: fc.integer({ min: -180, max: 180 }), factor: fc.integer({ min: 5, max: 20 }).map((tenths) => tenths / 10) }),
  fc.record({ op: fc.constantFrom('merge' as const, 'subtract' as const, 'duplicate' as const), which, and: which }),
);

/** The editor's tools over the real host: what they ask for is stored, and the zones are read anew. */
async function editorOnHost(options: Partial<EditorOptions>) {
  const real = zoneHost();
  const zones: ZoneView[] = [];
  const fake = fakeHost(zones, [], options);
  const refused: unknown[] = [];
  const work: (() => Promise<unknown>)[] = [];
  const read = async (): Promise<void> => { zones.splice(0, zones.length, ...await real.calls['zones/list']({}, real.context)); };
  const plain = (rings: readonly (readonly PlantPoint[])[]): PlantPoint[][] => rings.map((ring) => [...ring]);
  Object.assign(fake.host, {
    commit: (edits: Parameters<typeof fake.host.commit>[0]) => { work.push(async () => real.calls['zones/edit']({ edits: edits.map(({ id, rings }) => ({ id, fields: { rings: plain(rings) } })) }, real.context)); },
    apply: ({ operation, created, edits, deletedIds }: Parameters<typeof fake.host.apply>[0]) => {
      work.push(async () => real.calls['zones/apply']({
        operation, created: created.map((zone) => ({ ...zone, layoutId: real.layoutId, rings: plain(zone.rings), unitIds: [...zone.unitIds] })),
        edits: edits.map(({ id, rings, unitIds }) => ({ id, fields: { rings: plain(rings), ...(unitIds ? { unitIds: [...unitIds] } : {}) } })), deletedIds: [...deletedIds],
      }, real.context));
    },
    create: ({ rings, rest, operation, edits }: Parameters<typeof fake.host.create>[0]) => {
      work.push(async () => real.calls['zones/apply']({
        operation, created: [rings, ...rest].map((shape) => ({ layoutId: real.layoutId, name: '新分区', code: '', rings: plain(shape), unitIds: [], note: '' })),
        edits: edits.map(({ id, rings: own }) => ({ id, fields: { rings: plain(own) } })), deletedIds: [],
      }, real.context));
    },
  });
  /** Stores what was asked for since; what the host refuses is remembered. */
  const settle = async (): Promise<void> => {
    for (const job of work.splice(0)) { try { await job(); } catch (error) { refused.push(error); } }
    await read();
  };
  for (const [x, y] of [[0, 0], [10, 0], [0, 10], [10, 10]] as const) await real.calls['zones/create']({ layoutId: real.layoutId, name: `${x}/${y}`, code: '', rings: [points(x, y, x + 10, y, x + 10, y + 10, x, y + 10)], unitIds: [] }, real.context);
  await read();
  return { real, fake, zones, refused, settle };
}

type Command = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
async function run(editor: Awaited<ReturnType<typeof editorOnHost>>, command: Command): Promise<void> {
  const { fake, zones, settle } = editor;
  const { context, host } = fake;
  const pick = (index: number): void => { const zone = zones[index % Math.max(1, zones.length)]; host.select(zone ? [zone.id] : []); };
  const along = (tool: EditorTool, line: readonly PlantPoint[]): void => { for (const at of line) tool.click(at, free); tool.finish?.(); tool.cancel(); };
  host.select([]);
  switch (command.op) {
    case 'draw': along(createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') }), command.line); break;
    case 'split': if (command.which % 2) pick(command.which); along(createSplitTool(context), command.line); break;
    case 'cut': along(createCutTool(context), command.line); break;
    case 'drag': {
      pick(command.which);
      const tool = createSelectTool(context);
      const corners = zones[command.which % Math.max(1, zones.length)]?.rings[0] ?? [];
      const corner = corners[command.corner % Math.max(1, corners.length)];
      if (!corner || !tool.press(corner, free)) break;
      tool.move(command.to, free, true);
      tool.release(command.to, free, false, false);
      break;
    }
    case 'nudge': {
      pick(command.which);
      const tool = createSelectTool(context);
      tool.walk?.(false);
      for (const [dx, dy] of command.by) tool.nudge(dx, dy);
      tool.settle?.();
      break;
    }
    case 'offset': { pick(command.which); const tool = createOffsetTool(context); tool.setField?.('distance', command.metres); tool.finish?.(); break; }
    case 'turn': { pick(command.which); const tool = createTransformTool(context); tool.setField?.('angle', command.angle); tool.setField?.('factor', command.factor); tool.finish?.(); break; }
    default: {
      const ids = [command.which, command.and].flatMap((index) => zones[index % Math.max(1, zones.length)]?.id ?? []);
      host.select([...new Set(ids)]);
      createCommands(context).run(command.op);
    }
  }
  await settle();
}

const shapes = (zones: readonly ZoneView[]): string => JSON.stringify(zones);

describe('editor commands over the host', () => {
  it('never make an invalid zone, are never refused, and as many undos bring back the same bytes', async () => {
    let stored = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.boolean(), fc.boolean(), async (commands, allowOverlap, alignNeighbours) => {
      const editor = await editorOnHost({ allowOverlap, alignNeighbours });
      const before = shapes(editor.zones);
      const first = editor.real.workspace.head.seq;
      for (const command of commands) {
        await run(editor, command);
        for (const { rings, name } of editor.zones) if (!isValid(rings)) throw new Error(`${command.op} made “${name}” invalid: ${JSON.stringify(rings)}`);
      }
      expect(editor.refused).toEqual([]);
      stored += editor.real.workspace.head.seq - first;
      for (let steps = editor.real.workspace.head.seq - first; steps > 0; steps -= 1) editor.real.workspace.undo();
      await editor.settle();
      expect(shapes(editor.zones)).toBe(before);
    }), { numRuns: 40 });
    // Most commands do something.
    expect(stored).toBeGreaterThan(40);
  }, 120_000);

  it('a shared corner that is dragged stays shared', async () => {
    await fc.assert(fc.asyncProperty(place, async (to) => {
      const editor = await editorOnHost({ allowOverlap: true, alignNeighbours: false });
      const middle = p(10, 10);
      editor.fake.host.select([editor.zones[0]?.id ?? '']);
      const tool = createSelectTool(editor.fake.context);
      tool.press(middle, free);
      tool.move(to, free, true);
      tool.release(to, free, false, false);
      const done = editor.fake.invalid.length === 0 && !samePoint(middle, to);
      await editor.settle();
      for (const { rings } of editor.zones) expect(rings[0]).toContainEqual(done ? to : middle);
    }), { numRuns: 25 });
  }, 60_000);
});
