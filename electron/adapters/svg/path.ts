import { SVGPathData } from 'svg-pathdata';
import { cubicBezier, ellipticArc, type PointSink } from '#shared/drawing/curves.ts';

/** One run of points of a path, in its own units (y down). */
export interface SubPath { readonly xs: number[]; readonly ys: number[]; closed: boolean }

type Pen = { x: number; y: number; startX: number; startY: number; controlX: number; controlY: number; last: 'cubic' | 'quad' | '' };

/** Flattens path data (`d`). What stands before an error in the data is drawn, as SVG says. */
export function flattenPath(d: string, tolerance: number): SubPath[] {
  const paths: SubPath[] = [];
  let current: SubPath | null = null;
  const pen: Pen = { x: 0, y: 0, startX: 0, startY: 0, controlX: 0, controlY: 0, last: '' };
  const sink: PointSink = (x, y) => { current?.xs.push(x); current?.ys.push(y); };
  const startAt = (x: number, y: number): void => {
    current = { xs: [x], ys: [y], closed: false };
    paths.push(current);
  };
  const curve = (x1: number, y1: number, x2: number, y2: number, x: number, y: number): void => {
    cubicBezier(pen.x, pen.y, x1, y1, x2, y2, x, y, tolerance, sink);
  };
  for (const command of parse(d)) {
    if (command.type === SVGPathData.CLOSE_PATH) {
      if (current !== null) (current as SubPath).closed = true;
      current = null;
      Object.assign(pen, { x: pen.startX, y: pen.startY, last: '' });
      continue;
    }
    const baseX = command.relative ? pen.x : 0, baseY = command.relative ? pen.y : 0;
    const x = command.type === SVGPathData.VERT_LINE_TO ? pen.x : command.x + baseX;
    const y = command.type === SVGPathData.HORIZ_LINE_TO ? pen.y : command.y + baseY;
    let last: Pen['last'] = '';
    if (command.type === SVGPathData.MOVE_TO) {
      startAt(x, y);
      Object.assign(pen, { startX: x, startY: y });
    } else {
      if (current === null) startAt(pen.x, pen.y);
      switch (command.type) {
        case SVGPathData.CURVE_TO: case SVGPathData.SMOOTH_CURVE_TO: {
          const smooth = command.type === SVGPathData.SMOOTH_CURVE_TO;
          const x1 = !smooth ? command.x1 + baseX : pen.last === 'cubic' ? 2 * pen.x - pen.controlX : pen.x;
          const y1 = !smooth ? command.y1 + baseY : pen.last === 'cubic' ? 2 * pen.y - pen.controlY : pen.y;
          curve(x1, y1, command.x2 + baseX, command.y2 + baseY, x, y);
          pen.controlX = command.x2 + baseX; pen.controlY = command.y2 + baseY;
          last = 'cubic';
          break;
        }
        case SVGPathData.QUAD_TO: case SVGPathData.SMOOTH_QUAD_TO: {
          const smooth = command.type === SVGPathData.SMOOTH_QUAD_TO;
          const qx = !smooth ? command.x1 + baseX : pen.last === 'quad' ? 2 * pen.x - pen.controlX : pen.x;
          const qy = !smooth ? command.y1 + baseY : pen.last === 'quad' ? 2 * pen.y - pen.controlY : pen.y;
          curve(pen.x + (2 / 3) * (qx - pen.x), pen.y + (2 / 3) * (qy - pen.y), x + (2 / 3) * (qx - x), y + (2 / 3) * (qy - y), x, y);
          pen.controlX = qx; pen.controlY = qy;
          last = 'quad';
          break;
        }
        case SVGPathData.ARC: arc(pen.x, pen.y, x, y, command, tolerance, sink); break;
        default: sink(x, y);
      }
    }
    Object.assign(pen, { x, y, last });
  }
  return paths;
}

function parse(d: string): ReturnType<typeof SVGPathData.parse> {
  try {
    return SVGPathData.parse(d);
  } catch {
    // The longest beginning that ends before a command letter and can be read.
    const cuts = [...d.matchAll(/[a-df-z]/gi)].map((match) => match.index).reverse().slice(0, 64);
    for (const cut of cuts) {
      try { return SVGPathData.parse(d.slice(0, cut)); } catch { continue; }
    }
    return [];
  }
}

interface ArcShape { readonly rX: number; readonly rY: number; readonly xRot: number; readonly lArcFlag: number; readonly sweepFlag: number }

/** An elliptical arc by its end points (SVG 2, appendix B.2.4: conversion to centre form), without its first point. */
function arc(x1: number, y1: number, x2: number, y2: number, shape: ArcShape, tolerance: number, sink: PointSink): void {
  let rx = Math.abs(shape.rX), ry = Math.abs(shape.rY);
  if (rx === 0 || ry === 0 || (x1 === x2 && y1 === y2)) { sink(x2, y2); return; }
  const phi = (shape.xRot * Math.PI) / 180;
  const cos = Math.cos(phi), sin = Math.sin(phi);
  const px = (cos * (x1 - x2) + sin * (y1 - y2)) / 2, py = (-sin * (x1 - x2) + cos * (y1 - y2)) / 2;
  // Radii that are too short to reach are made just long enough.
  const reach = (px / rx) ** 2 + (py / ry) ** 2;
  if (reach > 1) { rx *= Math.sqrt(reach); ry *= Math.sqrt(reach); }
  const denominator = (rx * py) ** 2 + (ry * px) ** 2;
  const root = Math.sqrt(Math.max(0, ((rx * ry) ** 2 - denominator) / denominator)) * (shape.lArcFlag === shape.sweepFlag ? -1 : 1);
  const qx = (root * rx * py) / ry, qy = (-root * ry * px) / rx;
  const cx = cos * qx - sin * qy + (x1 + x2) / 2, cy = sin * qx + cos * qy + (y1 + y2) / 2;
  const start = Math.atan2((py - qy) / ry, (px - qx) / rx);
  let sweep = Math.atan2((-py - qy) / ry, (-px - qx) / rx) - start;
  if (shape.sweepFlag === 0 && sweep > 0) sweep -= 2 * Math.PI;
  if (shape.sweepFlag !== 0 && sweep < 0) sweep += 2 * Math.PI;
  ellipticArc(cx, cy, rx * cos, rx * sin, -ry * sin, ry * cos, start, sweep, tolerance, (x, y) => { sink(x, y); }, true);
}
