import type { INode } from 'svgson';
import { ellipticArc } from '#shared/drawing/curves.ts';
import { plain } from './parse-svg.ts';
import { flattenPath, type SubPath } from './path.ts';
import { lengthOf } from './style.ts';

interface View { readonly width: number; readonly height: number; readonly tolerance: number }

/** The outline of a basic shape or path; null for an element that is none. */
export function shapePaths(node: INode, name: string, view: View): SubPath[] | null {
  const { attributes } = node;
  const x = (key: string, fallback = 0): number => lengthOf(attributes[key], view.width, fallback);
  const y = (key: string, fallback = 0): number => lengthOf(attributes[key], view.height, fallback);
  switch (name) {
    case 'path': return flattenPath(plain(attributes['d'] ?? ''), view.tolerance);
    case 'line': return [{ xs: [x('x1'), x('x2')], ys: [y('y1'), y('y2')], closed: false }];
    case 'polyline':
    case 'polygon': return [points(plain(attributes['points'] ?? ''), name === 'polygon')];
    case 'rect': {
      const rx = attributes['rx'] === undefined ? y('ry') : x('rx');
      return rectangle(x('x'), y('y'), x('width'), y('height'), rx, attributes['ry'] === undefined ? rx : y('ry'), view.tolerance);
    }
    case 'circle': return oval(x('cx'), y('cy'), x('r'), x('r'), view.tolerance);
    case 'ellipse': return oval(x('cx'), y('cy'), x('rx'), y('ry'), view.tolerance);
    default: return null;
  }
}

function points(text: string, closed: boolean): SubPath {
  const numbers = (text.match(/[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []).map(Number);
  const path: SubPath = { xs: [], ys: [], closed };
  for (let i = 0; i + 1 < numbers.length; i += 2) { path.xs.push(numbers[i] ?? 0); path.ys.push(numbers[i + 1] ?? 0); }
  return path;
}

function oval(cx: number, cy: number, rx: number, ry: number, tolerance: number): SubPath[] {
  if (!(rx > 0 && ry > 0)) return [];
  const path: SubPath = { xs: [], ys: [], closed: true };
  ellipticArc(cx, cy, rx, 0, 0, ry, 0, 2 * Math.PI, tolerance, (x, y) => { path.xs.push(x); path.ys.push(y); });
  return [path];
}

function rectangle(x: number, y: number, width: number, height: number, cornerX: number, cornerY: number, tolerance: number): SubPath[] {
  if (!(width > 0 && height > 0)) return [];
  const rx = Math.min(Math.max(0, cornerX), width / 2), ry = Math.min(Math.max(0, cornerY), height / 2);
  const path: SubPath = { xs: [], ys: [], closed: true };
  const sink = (px: number, py: number): void => { path.xs.push(px); path.ys.push(py); };
  if (rx === 0 || ry === 0) { sink(x, y); sink(x + width, y); sink(x + width, y + height); sink(x, y + height); return [path]; }
  const quarter = (cx: number, cy: number, start: number): void => { ellipticArc(cx, cy, rx, 0, 0, ry, start, Math.PI / 2, tolerance, sink); };
  quarter(x + width - rx, y + ry, -Math.PI / 2);
  quarter(x + width - rx, y + height - ry, 0);
  quarter(x + rx, y + height - ry, Math.PI / 2);
  quarter(x + rx, y + ry, Math.PI);
  return [path];
}
