import Konva from 'konva';
import { mapPalette } from '../map/map-palette.ts';
import type { MapPalette } from '../map/map-palette.ts';
import type { MapTheme } from '../map/map-types.ts';
import { toPixel } from '../map/viewport.ts';
import type { Viewport } from '../map/viewport.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { isEmptyScene } from './scene.ts';
import type { Scene } from './scene.ts';

export interface Overlay {
  show(scene: Scene, view: Viewport, theme: MapTheme): void;
  /** Hidden while a zoom is animated, because the stage does not take part in it. */
  setHidden(hidden: boolean): void;
  destroy(): void;
}

interface Painter { readonly context: Konva.Context; readonly view: Viewport; readonly palette: MapPalette }

/** The transparent Konva stage over the map. It only draws: pointer and keys go to the editor, and it holds no geometry. */
export function createOverlay(container: HTMLElement): Overlay {
  const element = document.createElement('div');
  element.className = 'ra-map-overlay';
  container.append(element);
  let stage: Konva.Stage | null = null;
  let shown: { scene: Scene; view: Viewport; theme: MapTheme } | null = null;
  /** The stage is made when there is first something to show and taken away when there is nothing any more. */
  const layer = (view: Viewport): Konva.Layer => {
    if (!stage) {
      stage = new Konva.Stage({ container: element, width: view.width, height: view.height, listening: false });
      const made = new Konva.Layer({ listening: false });
      made.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc: (context) => { if (shown) paint({ context, view: shown.view, palette: mapPalette(shown.theme) }, shown.scene); } }));
      stage.add(made);
    }
    if (stage.width() !== view.width || stage.height() !== view.height) stage.size({ width: view.width, height: view.height });
    return stage.getLayers()[0] as Konva.Layer; // the stage is made with one
  };
  return {
    show(scene, view, theme) {
      shown = { scene, view, theme };
      if (isEmptyScene(scene)) { stage?.destroy(); stage = null; return; }
      layer(view).batchDraw();
    },
    setHidden(hidden) { element.style.visibility = hidden ? 'hidden' : ''; },
    destroy() { stage?.destroy(); element.remove(); },
  };
}

function paint(painter: Painter, scene: Scene): void {
  for (const shape of scene.shapes) paintShape(painter, shape);
  paintLine(painter, scene);
  paintHandles(painter, scene);
  paintSnap(painter, scene);
  if (scene.cross) paintCross(painter, scene.cross, painter.palette.text);
  for (const mark of scene.marks) paintMark(painter, mark.at, mark.label);
}

const at = ({ view }: Painter, [x, y]: PlantPoint): [number, number] => toPixel(view, x, y);

function paintShape(painter: Painter, { rings, colour, state }: Scene['shapes'][number]): void {
  const { context, palette } = painter;
  const ink = state === 'invalid' ? palette.invalid : colour ?? palette.accent;
  context.beginPath();
  for (const ring of rings) {
    ring.forEach((point, index) => { if (index === 0) context.moveTo(...at(painter, point)); else context.lineTo(...at(painter, point)); });
    context.closePath();
  }
  context.setAttr('globalAlpha', 0.22);
  context.setAttr('fillStyle', ink);
  context.fill('evenodd');
  context.setAttr('globalAlpha', 1);
  context.setLineDash([]);
  stroke(painter, palette.casing, 5);
  if (state !== 'preview') context.setLineDash([8, 5]);
  stroke(painter, ink, 2.5);
  context.setLineDash([]);
}

function stroke({ context }: Painter, colour: string, width: number): void {
  context.setAttr('lineJoin', 'round');
  context.setAttr('strokeStyle', colour);
  context.setAttr('lineWidth', width);
  context.stroke();
}

function polyline(painter: Painter, points: readonly PlantPoint[]): void {
  const { context } = painter;
  context.beginPath();
  points.forEach((point, index) => { if (index === 0) context.moveTo(...at(painter, point)); else context.lineTo(...at(painter, point)); });
}

function paintLine(painter: Painter, { line, rubber }: Scene): void {
  const { context, palette } = painter;
  const [first] = line, last = line[line.length - 1];
  if (!first || !last) return;
  polyline(painter, line);
  stroke(painter, palette.casing, 5);
  stroke(painter, palette.accent, 2.5);
  if (rubber) {
    context.setLineDash([6, 5]);
    polyline(painter, line.length > 1 ? [last, rubber, first] : [last, rubber]);
    stroke(painter, palette.casing, 4);
    stroke(painter, palette.accent, 1.5);
    context.setLineDash([]);
  }
  for (const point of line) dot(painter, point, 4, palette.casing, palette.accent, point === first ? 3 : 2);
}

function dot(painter: Painter, point: PlantPoint, radius: number, fill: string, edge: string, width: number): void {
  const { context } = painter;
  context.beginPath();
  context.arc(...at(painter, point), radius, 0, Math.PI * 2);
  context.setAttr('fillStyle', fill);
  context.fill();
  stroke(painter, edge, width);
}

function paintHandles(painter: Painter, { handles, active }: Scene): void {
  const { context, palette } = painter;
  for (const handle of handles) {
    if (handle.kind === 'midpoint') { dot(painter, handle.at, 4, palette.accent, palette.casing, 1.5); continue; }
    const chosen = active !== null && handle.at[0] === active[0] && handle.at[1] === active[1];
    const [x, y] = at(painter, handle.at);
    const half = chosen ? 6 : 4.5;
    context.beginPath();
    context.rect(x - half, y - half, 2 * half, 2 * half);
    context.setAttr('fillStyle', chosen ? palette.accent : palette.casing);
    context.fill();
    stroke(painter, chosen ? palette.casing : palette.accent, 2);
    if (chosen) { context.beginPath(); context.rect(x - half - 3, y - half - 3, 2 * half + 6, 2 * half + 6); stroke(painter, palette.accent, 1.5); }
  }
}

/** Guides as dashed lines; a square around a corner, a triangle on an edge, a ring around a vertex of the drawing. */
function paintSnap(painter: Painter, { snap }: Scene): void {
  if (!snap || snap.kind === 'free') return;
  const { context, palette } = painter;
  const [x, y] = at(painter, snap.point);
  context.setLineDash([4, 4]);
  for (const guide of snap.guides) { polyline(painter, guide); stroke(painter, palette.guide, 1.5); }
  context.setLineDash([]);
  context.beginPath();
  if (snap.kind === 'vertex') context.rect(x - 8, y - 8, 16, 16);
  else if (snap.kind === 'drawing') context.arc(x, y, 8, 0, Math.PI * 2);
  else if (snap.kind === 'edge') { context.moveTo(x, y - 9); context.lineTo(x + 8, y + 6); context.lineTo(x - 8, y + 6); context.closePath(); } else return;
  stroke(painter, palette.casing, 4);
  stroke(painter, palette.guide, 2);
}

function paintCross(painter: Painter, point: PlantPoint, colour: string): void {
  const { context, palette } = painter;
  const [x, y] = at(painter, point);
  context.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) { context.moveTo(x + dx * 5, y + dy * 5); context.lineTo(x + dx * 20, y + dy * 20); }
  stroke(painter, palette.casing, 4);
  stroke(painter, colour, 2);
}

function paintMark(painter: Painter, point: PlantPoint, label: string): void {
  const { context, palette } = painter;
  const [x, y] = at(painter, point);
  paintCross(painter, point, palette.accent);
  context.setAttr('font', '600 13px system-ui, sans-serif');
  context.setAttr('textBaseline', 'middle');
  context.setAttr('textAlign', 'left');
  context.setAttr('strokeStyle', palette.halo);
  context.setAttr('lineWidth', 4);
  context.strokeText(label, x + 12, y - 14);
  context.setAttr('fillStyle', palette.accent);
  context.fillText(label, x + 12, y - 14);
}
