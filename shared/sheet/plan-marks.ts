import type { DrawingGeometry, DrawingText } from '#shared/drawing/drawing.ts';
import { styleOpacities } from '#shared/drawing/layers.ts';
import type { Box } from '#shared/geometry/frames.ts';
import type { Calibration, LayerState } from '#shared/model/plant-layout.ts';
import type { SheetPlan } from './input.ts';
import { label, polygon, solid } from './marks.ts';
import type { Mark, PathMark, TextMark } from './page.ts';
import type { Rect } from './paper.ts';
import type { MapView } from './scale.ts';
import { plainText, textWidth } from './text-measure.ts';
import { lighten, planFill, planInk, type SheetTheme } from './theme.ts';
import { overlaps } from './zone-shape.ts';

type Affine = Calibration['toPlant'];

/** The plan in layers: `ground` lies below the zones' colours, `lines` and `texts` above them. */
export interface PlanMarks { readonly ground: readonly Mark[]; readonly lines: readonly Mark[]; readonly texts: readonly TextMark[] }

/** Hairlines get this width in mm; heavier ones keep theirs up to `heaviest`. */
const hairline = 0.1;
const heaviest = 0.5;
/** Points of a path nearer to each other than this in mm are drawn as one: a circle of a survey may have thousands within a dot. */
const nearest = 0.02;
/** A dash pattern that repeats within less than this in mm is printed as a whole line. */
const finestDash = 0.6;
/** Letters below this height in mm are not legible; a few points of ink would remain. */
const leastText = 0.25;
/** A drawing's text height is that of its capitals or a little more; the em is larger. */
const emOfHeight = 1.1;

/** Bounds in plant metres of a box given in drawing units. */
export function plantBounds(bounds: Box, toPlant: Affine): Box {
  const corners = [[bounds.minX, bounds.minY], [bounds.maxX, bounds.minY], [bounds.maxX, bounds.maxY], [bounds.minX, bounds.maxY]] as const;
  const xs = corners.map(([x, y]) => toPlant.a * x + toPlant.b * y + toPlant.c);
  const ys = corners.map(([x, y]) => toPlant.d * x + toPlant.e * y + toPlant.f);
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}

/** The plan as marks: one path a style, so that a drawing of a million lines stays a handful of marks. */
export function planMarks(plan: SheetPlan, bounds: Box, toPlant: Affine, view: MapView, theme: SheetTheme): PlanMarks {
  return plan.kind === 'vector'
    ? vectorMarks(plan.geometry, plan.layers ?? [], toPlant, view, theme)
    : { ground: [pictureMark(plan, bounds, toPlant, view, theme)], lines: [], texts: [] };
}

function pictureMark(plan: Extract<SheetPlan, { kind: 'picture' }>, bounds: Box, toPlant: Affine, view: MapView, theme: SheetTheme): Mark {
  const factor = view.millimetresPerMetre;
  // The picture's own pixels start at the corner of its bounds.
  const originX = toPlant.a * bounds.minX + toPlant.b * bounds.minY + toPlant.c;
  const originY = toPlant.d * bounds.minX + toPlant.e * bounds.minY + toPlant.f;
  return {
    kind: 'picture', mediaType: plan.mediaType, bytes: plan.bytes,
    width: bounds.maxX - bounds.minX, height: bounds.maxY - bounds.minY,
    matrix: [toPlant.a * factor, -toPlant.d * factor, toPlant.b * factor, -toPlant.e * factor, view.x(originX), view.y(originY)],
    opacity: theme === 'operator' ? 0.5 : 0.7,
    // As with lines: colours on this sheet mean a level.
    greyscale: true,
  };
}

function vectorMarks(geometry: DrawingGeometry, layers: readonly LayerState[], toPlant: Affine, view: MapView, theme: SheetTheme): PlanMarks {
  const opacities = styleOpacities(geometry, layers);
  const millimetresPerUnit = Math.sqrt(Math.abs(toPlant.a * toPlant.e - toPlant.b * toPlant.d)) * view.millimetresPerMetre;
  const [originX, originY] = geometry.origin;
  const place = (x: number, y: number): [number, number] => {
    const drawingX = x + originX;
    const drawingY = y + originY;
    return [
      view.x(toPlant.a * drawingX + toPlant.b * drawingY + toPlant.c),
      view.y(toPlant.d * drawingX + toPlant.e * drawingY + toPlant.f),
    ];
  };
  const lines = new Map<number, number[][]>();
  const areas = new Map<string, { style: number; rings: number[][] }>();
  for (let path = 0; path + 1 < geometry.pathStart.length; path++) {
    const style = geometry.pathStyle[path] ?? 0;
    if (!((opacities[style] ?? 0) > 0)) continue;
    const ring: number[] = [];
    const end = geometry.pathStart[path + 1] ?? 0;
    let [lastX, lastY] = [Infinity, Infinity];
    for (let point = geometry.pathStart[path] ?? 0; point < end; point++) {
      const [x, y] = place(geometry.coordinates[2 * point] ?? 0, geometry.coordinates[2 * point + 1] ?? 0);
      if (Math.abs(x - lastX) < nearest && Math.abs(y - lastY) < nearest && point < end - 1) continue;
      ring.push(x, y);
      [lastX, lastY] = [x, y];
    }
    if (ring.length < 4) continue;
    if (geometry.styles[style]?.filled === true) {
      const group = geometry.pathGroup[path] ?? 0;
      const key = group === 0 ? `path ${path}` : `${style}/${group}`;
      const area = areas.get(key);
      if (area === undefined) areas.set(key, { style, rings: [ring] });
      else area.rings.push(ring);
    } else {
      const rings = lines.get(style);
      if (rings === undefined) lines.set(style, [ring]);
      else rings.push(ring);
    }
  }
  const ground: Mark[] = [];
  const letters: Mark[] = [];
  for (const { style, rings } of areas.values()) {
    const colour = geometry.styles[style]?.colour ?? null;
    const isInk = geometry.styles[style]?.ink === true;
    (isInk ? letters : ground).push(polygon(rings, [solid(isInk ? planInk(colour, theme) : planFill(colour), opacities[style])]));
  }
  const strokes = [...lines].map(([style, rings]): PathMark => ({
    kind: 'path', rings, closed: false, fills: [],
    stroke: {
      colour: planInk(geometry.styles[style]?.colour ?? null, theme),
      width: Math.min(heaviest, Math.max(hairline, geometry.styles[style]?.widthMm ?? 0)),
      opacity: opacities[style] ?? 1,
      ...dashOf(geometry.styles[style]?.dash, millimetresPerUnit),
    },
  }));
  const texts = geometry.texts.flatMap((text) => textMark(text, geometry, opacities[text.style] ?? 0, place, theme) ?? []);
  return { ground, lines: [...strokes, ...letters], texts };
}

/** A dash pattern on paper; none where it is so fine that it would print as a grey line. */
function dashOf(dash: readonly number[] | undefined, millimetresPerUnit: number): { readonly dash?: readonly number[] } {
  if (dash === undefined) return {};
  const lengths = dash.map((length) => Math.max(hairline, length * millimetresPerUnit));
  return lengths.reduce((sum, length) => sum + length, 0) >= finestDash ? { dash: lengths } : {};
}

function textMark(
  text: DrawingText, geometry: DrawingGeometry, opacity: number, place: (x: number, y: number) => [number, number], theme: SheetTheme,
): TextMark | null {
  if (!(opacity > 0)) return null;
  const [originX, originY] = geometry.origin;
  const radians = (text.rotation * Math.PI) / 180;
  // Text positions are given like all coordinates relative to the drawing's origin.
  const [x, y] = place(text.x, text.y);
  const [alongX, alongY] = place(text.x + Math.cos(radians) * text.height, text.y + Math.sin(radians) * text.height);
  const height = Math.hypot(alongX - x, alongY - y);
  const content = plainText(text.text);
  if (!(height >= leastText) || content === '' || !Number.isFinite(x + y + originX + originY)) return null;
  const rotation = (Math.atan2(alongY - y, alongX - x) * 180) / Math.PI;
  const size = height * emOfHeight;
  return label(content, x, y, size, {
    ...(text.widthFactor === undefined || text.widthFactor >= 1 ? {} : { maxWidth: textWidth(content, size) * text.widthFactor }),
    colour: lighten(planInk(geometry.styles[text.style]?.colour ?? null, theme), 1 - opacity), align: text.align,
    baseline: text.baseline === 'bottom' ? 'alphabetic' : text.baseline, rotation,
  });
}

/** The plan's texts that no label covers: half a word beside a label reads as a part of it. */
export function uncovered(texts: readonly TextMark[], labels: readonly Rect[]): TextMark[] {
  return texts.filter((text) => {
    const place = textPlace(text);
    return !labels.some((label) => overlaps(place, label));
  });
}

/** The upright rectangle around a text, turned or not. */
function textPlace({ x, y, text, size, align, baseline, rotation }: TextMark): Rect {
  const width = textWidth(text, size);
  const left = { left: 0, center: -width / 2, right: -width }[align];
  const top = { alphabetic: -0.85, middle: -0.5, top: 0 }[baseline] * size;
  const radians = (rotation * Math.PI) / 180;
  const corners = [[left, top], [left + width, top], [left + width, top + size], [left, top + size]] as const;
  const xs = corners.map(([across, down]) => x + across * Math.cos(radians) - down * Math.sin(radians));
  const ys = corners.map(([across, down]) => y + across * Math.sin(radians) + down * Math.cos(radians));
  const [minX, minY] = [Math.min(...xs), Math.min(...ys)];
  return { x: minX, y: minY, width: Math.max(...xs) - minX, height: Math.max(...ys) - minY };
}
