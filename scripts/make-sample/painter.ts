import { dimensionItems } from './dxf-writer.ts';
import type { Align, Item, Layer, Plan, Vertex } from './plan-model.ts';
import type { Point } from './site.ts';

/** A path command in plant metres. */
export type Step = readonly ['move' | 'line', x: number, y: number];

/** What a PDF or a picture must be able to do. Colours `#rrggbb`, widths and heights in metres. */
export interface Canvas {
  path(steps: readonly Step[], closed: boolean, style: { readonly stroke?: string; readonly width?: number; readonly fill?: string; readonly dash?: readonly number[] }): void;
  text(text: string, at: Point, style: { readonly height: number; readonly colour: string; readonly align: Align; readonly rotation: number; readonly bold: boolean }): void;
}

interface Frame { readonly at: Point; readonly scale: number; readonly rotation: number; readonly layer: Layer | null }

const dashes = { DASHED: [2, 1], CENTER: [5, 1, 1, 1] } as const;
const arcStep = Math.PI / 36;

/** Paints the plan: first all tints, then hatches and lines, then texts, so that nothing hides a text. */
export function paintPlan(plan: Plan, canvas: Canvas): void {
  const layers = new Map(plan.layers.map((layer) => [layer.name, layer]));
  const blocks = new Map(plan.blocks.map((block) => [block.name, block]));
  const root: Frame = { at: [0, 0], scale: 1, rotation: 0, layer: null };

  const each = (items: readonly Item[], frame: Frame, visit: (item: Item, frame: Frame, layer: Layer) => void): void => {
    for (const item of items) {
      const own = layers.get(item.layer);
      if (!own) throw new Error(`no layer ${item.layer}`);
      const layer = item.layer === '0' && frame.layer ? frame.layer : own;
      if (layer.off) continue;
      if (item.kind === 'insert') {
        const block = blocks.get(item.block);
        if (!block) throw new Error(`no block ${item.block}`);
        each(block.items, { at: item.at, scale: item.scale, rotation: item.rotation * Math.PI / 180, layer }, visit);
      } else if (item.kind === 'dimension') each(dimensionItems(item), frame, visit);
      else visit(item, frame, layer);
    }
  };
  const steps = (points: readonly Point[], frame: Frame): Step[] => points.map((point, i) => {
    const [x, y] = toPlan(point, frame);
    return [i === 0 ? 'move' : 'line', x, y];
  });

  // A symbol's tint hides what lies under the symbol; the symbol's own lines come after it in the same pass.
  each(plan.items, root, (item, frame, layer) => {
    const outline = outlineOf(item);
    const style = { stroke: layer.colour, width: layer.width, ...(layer.dash && { dash: dashes[layer.dash] }) };
    if (outline) {
      const width = item.kind === 'polyline' && item.width ? Math.max(layer.width, item.width * frame.scale) : layer.width;
      const tint = item.kind === 'polyline' || item.kind === 'circle' ? item.tint : undefined;
      canvas.path(steps(outline.points, frame), outline.closed, { ...style, width, ...(tint && { fill: tint }) });
    } else if (item.kind === 'hatch') {
      if (item.pattern === 'SOLID') canvas.path(steps(flatten(item.vertices, true), frame), true, { fill: layer.colour });
      else for (const [from, to] of hatchLines(flatten(item.vertices, true), item.spacing)) canvas.path(steps([from, to], frame), false, style);
    }
  });
  each(plan.items, root, (item, frame, layer) => {
    if (item.kind === 'text') {
      canvas.text(item.text, toPlan(item.at, frame), { height: item.height, colour: layer.colour, align: item.align, rotation: item.rotation, bold: item.height >= 3 });
    } else if (item.kind === 'mtext') {
      item.lines.forEach((line, i) => canvas.text(line, toPlan([item.at[0], item.at[1] - item.height * (0.5 + 1.67 * i)], frame),
        { height: item.height, colour: layer.colour, align: 'left', rotation: 0, bold: false }));
    }
  });
}

function toPlan([x, y]: Point, { at, scale, rotation }: Frame): Point {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  return [at[0] + scale * (x * cos - y * sin), at[1] + scale * (x * sin + y * cos)];
}

function outlineOf(item: Item): { points: Point[]; closed: boolean } | null {
  switch (item.kind) {
    case 'line': return { points: [item.from, item.to], closed: false };
    case 'polyline': return { points: flatten(item.vertices, item.closed), closed: item.closed };
    case 'circle': return { points: arcPoints(item.centre, item.radius, 0, 2 * Math.PI).slice(0, -1), closed: true };
    case 'arc': {
      const start = item.start * Math.PI / 180;
      const end = item.end * Math.PI / 180;
      return { points: arcPoints(item.centre, item.radius, start, end > start ? end : end + 2 * Math.PI), closed: false };
    }
    default: return null;
  }
}

function arcPoints([cx, cy]: Point, radius: number, start: number, end: number): Point[] {
  const count = Math.max(2, Math.ceil(Math.abs(end - start) / arcStep));
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = start + (end - start) * i / count;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)] as const;
  });
}

/** Replaces bulges by chords of at most 5 degrees. */
function flatten(vertices: readonly Vertex[], closed: boolean): Point[] {
  const points: Point[] = [];
  vertices.forEach((from, i) => {
    points.push([from.x, from.y]);
    const to = vertices[i + 1] ?? (closed ? vertices[0] : undefined);
    if (!from.bulge || !to) return;
    const sweep = 4 * Math.atan(from.bulge);
    const chord = Math.hypot(to.x - from.x, to.y - from.y);
    const radius = chord / (2 * Math.sin(sweep / 2));
    const towards = Math.atan2(to.y - from.y, to.x - from.x) + Math.PI / 2 - sweep / 2;
    const centre: Point = [from.x + radius * Math.cos(towards), from.y + radius * Math.sin(towards)];
    const start = towards + Math.PI;
    points.push(...arcPoints(centre, Math.abs(radius), start, start + sweep).slice(1, -1));
  });
  return points;
}

/** Lines at 45 degrees, `spacing` apart along x + direction, cut to the polygon (even-odd). */
function hatchLines(polygon: readonly Point[], spacing: number): [Point, Point][] {
  const offset = ([x, y]: Point): number => y - x;
  const offsets = polygon.map(offset);
  const lines: [Point, Point][] = [];
  for (let c = Math.ceil(Math.min(...offsets) / spacing) * spacing; c < Math.max(...offsets); c += spacing) {
    const xs: number[] = [];
    polygon.forEach((from, i) => {
      const to = polygon[(i + 1) % polygon.length] ?? from;
      const [a, b] = [offset(from) - c, offset(to) - c];
      if ((a < 0) !== (b < 0)) xs.push(from[0] + (to[0] - from[0]) * a / (a - b));
    });
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [x1, x2] = [xs[i] ?? 0, xs[i + 1] ?? 0];
      lines.push([[x1, x1 + c], [x2, x2 + c]]);
    }
  }
  return lines;
}
