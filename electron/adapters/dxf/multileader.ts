import { compose, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { arrowHead } from './arrow.ts';
import { placeBlock } from './mtext.ts';
import { planeOf, type Painter, type Surroundings } from './painter.ts';
import type { DxfRecord } from './record.ts';
import { nameKey } from './tables.ts';

interface Point { x: number; y: number }
interface Leader { end: Point | null; along: Point | null; length: number; hasLanding: boolean; readonly lines: Point[][] }
/** What stands in the part CONTEXT_DATA, where group codes mean other things than outside. */
interface Context { readonly leaders: Leader[]; readonly values: Map<number, number>; readonly texts: Map<number, string> }

/**
 * A MULTILEADER holds parts in parts: CONTEXT_DATA{ … LEADER{ … LEADER_LINE{ … } } }. The codes 10, 40, 290 … mean something else in each.
 */
function readContext(record: DxfRecord): { readonly context: Context; readonly own: Map<number, number> } {
  const context: Context = { leaders: [], values: new Map(), texts: new Map() };
  const own = new Map<number, number>();
  const keep = (values: Map<number, number>, code: number, value: number): void => { if (!values.has(code)) values.set(code, value); };
  let part: 'own' | 'context' | 'leader' | 'line' = 'own';
  for (let i = 0; i < record.count; i += 1) {
    const code = record.codes[i] ?? 0, value = record.numbers[i] ?? NaN, text = record.texts[i] ?? '';
    const leader = context.leaders[context.leaders.length - 1], line = leader?.lines[leader.lines.length - 1];
    if (code === 300 && text.startsWith('CONTEXT_DATA')) part = 'context';
    else if (code === 301 && part === 'context') part = 'own';
    else if (code === 302 && text.startsWith('LEADER')) { part = 'leader'; context.leaders.push({ end: null, along: null, length: 0, hasLanding: false, lines: [] }); }
    else if (code === 303 && part === 'leader') part = 'context';
    else if (code === 304 && part === 'leader' && text.startsWith('LEADER_LINE')) { part = 'line'; leader?.lines.push([]); }
    else if (code === 305 && part === 'line') part = 'leader';
    else if (part === 'own') keep(own, code, value);
    else if (part === 'context') { if (Number.isNaN(value)) { if (!context.texts.has(code)) context.texts.set(code, text); } else keep(context.values, code, value); }
    else if (part === 'line') {
      if (code === 10) line?.push({ x: value, y: NaN });
      else if (code === 20) { const point = line?.[line.length - 1]; if (point) point.y = value; }
    } else if (leader) readLeader(leader, code, value);
  }
  return { context, own };
}

function readLeader(leader: Leader, code: number, value: number): void {
  switch (code) {
    case 291: leader.hasLanding = value !== 0; break;
    case 10: leader.end = { x: value, y: NaN }; break;
    case 20: if (leader.end) leader.end.y = value; break;
    case 11: leader.along = { x: value, y: NaN }; break;
    case 21: if (leader.along) leader.along.y = value; break;
    case 40: leader.length = value; break;
    default:
  }
}

/** Draws a leader with its lines, arrow heads and text or block. `drawBlock` draws a block of the file by its name. Returns whether anything was drawn. */
export function multiLeader(painter: Painter, record: DxfRecord, around: Surroundings, drawBlock: (name: string, map: Affine) => boolean): boolean {
  const { context, own } = readContext(record);
  const style = painter.line(record, around);
  const arrow = context.values.get(140) ?? own.get(42) ?? 0;
  let drawn = false;
  painter.enter(around);
  if ((own.get(170) ?? 1) !== 0) {
    for (const leader of context.leaders) drawn = drawLines(painter, record, around, leader, style, arrow) || drawn;
  }
  const { values } = context;
  const raw = context.texts.get(304) ?? '';
  if (values.get(290) !== 0 && raw !== '') {
    const height = values.get(41) ?? 0;
    const attach = [1, 1, 2, 3][values.get(171) ?? 1] ?? 1;
    const angle = values.has(13) ? Math.atan2(values.get(23) ?? 0, values.get(13) ?? 1) : (values.get(42) ?? 0);
    drawn = placeBlock(painter, around.map, record, around, {
      raw, x: values.get(12) ?? NaN, y: values.get(22) ?? NaN, rotation: angle, height, width: values.get(43) ?? 0, attach, spacing: values.get(45) ?? 1,
      widthFactor: 1,
    }) || drawn;
  }
  const block = painter.tables.blockNames.get(context.texts.get(341) ?? '');
  if (values.get(296) === 1 && block !== undefined) {
    const base = painter.tables.blocks.get(nameKey(block));
    const place = compose(compose(planeOf(record), translation(values.get(15) ?? 0, values.get(25) ?? 0)), rotation(((values.get(46) ?? 0) * 180) / Math.PI));
    drawn = drawBlock(block, compose(compose(place, scaling(values.get(16) ?? 1, values.get(26) ?? 1)), translation(-(base?.baseX ?? 0), -(base?.baseY ?? 0)))) || drawn;
  }
  return drawn;
}

function drawLines(painter: Painter, record: DxfRecord, around: Surroundings, leader: Leader, style: number, arrow: number): boolean {
  let drawn = false;
  for (const line of leader.lines) {
    const points = leader.end ? [...line, leader.end] : line;
    const [first, second] = points;
    if (!first || !second) continue;
    painter.builder.begin(style);
    for (const { x, y } of points) painter.point(x, y);
    drawn = painter.builder.end() || drawn;
    if (arrow > 0) arrowHead(painter, record, around, second.x, second.y, first.x, first.y, arrow);
  }
  const { end, along, length } = leader;
  if (end && along && leader.hasLanding && length > 0) {
    painter.builder.begin(style);
    painter.point(end.x, end.y);
    painter.point(end.x + along.x * length, end.y + along.y * length);
    drawn = painter.builder.end() || drawn;
  }
  return drawn;
}
