import type { ZoneOperation } from '#shared/contract/zones.ts';
import { checkShape } from './check-shape.ts';
import type { ToolContext } from './editor-host.ts';
import { fitNew } from './fit.ts';
import type { TakeShape } from './tools/polygon.ts';

/** Takes a drawn shape for a new zone: fitted among its neighbours, and with what that did told to the person. */
export function shapeTaker(context: ToolContext, operation: ZoneOperation): TakeShape {
  const { host } = context;
  return (drawn) => {
    const { pieces, edits, inside } = fitNew(context, drawn);
    const checked = pieces.map((rings) => checkShape(rings)).filter(({ fault }) => fault === null).map(({ rings }) => rings);
    const [first, ...rest] = checked;
    if (!first) { host.tell({ key: 'editor.fit.covered', params: {} }, true); return false; }
    if (inside !== null) host.tell({ key: 'editor.fit.inside', params: { name: host.zone(inside)?.name ?? '' } }, true);
    else if (rest.length > 0) host.tell({ key: 'editor.fit.parts', params: { n: checked.length } }, true);
    host.create({ drawn, rings: first, rest, operation, edits });
    return true;
  };
}
