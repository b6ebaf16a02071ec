import Konva from 'konva';
import { levelPaint, mapPalette } from '../map/map-palette.ts';
import type { MapTheme } from '../map/map-types.ts';
import type { Viewport } from '../map/viewport.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { isEmptyScene } from './scene.ts';
import { paintBox, paintFrame, paintSnap } from './overlay-marks.ts';
import { at, dot, polyline, square, stroke, word } from './overlay-pen.ts';
import type { Painter } from './overlay-pen.ts';
import type { Scene, SceneShape } from './scene.ts';

export interface Overlay {
  show(scene: Scene, view: Viewport, theme: MapTheme): void;
  /** Hidden while a zoom is animated, because the stage does not take part in it. */
  setHidden(hidden: boolean): void;
  destroy(): void;
}

/** The transparent Konva stage over the map. It only draws: pointer and keys go to the editor, and it holds no geometry. */
export function createOverlay(container: HTMLElement, snapWord: (kind: string) => string): Overlay {
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
      made.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc: (context) => { if (shown) paint({ context, view: shown.view, palette: mapPalette(shown.theme), theme: shown.theme, snapWord }, shown.scene); } }));
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
  if (scene.edge) { polyline(painter, scene.edge); stroke(painter, painter.palette.accent, 4); }
  paintHandles(painter, scene);
  if (scene.frame) paintFrame(painter, scene.frame);
  if (scene.box) paintBox(painter, scene.box);
  if (scene.snap) paintSnap(painter, scene.snap);
  if (scene.cross) paintCross(painter, scene.cross, painter.palette.text);
  for (const mark of scene.marks) paintMark(painter, mark.at, mark.label);
}

function paintShape(painter: Painter, { rings, level, state }: SceneShape): void {
  const { context, palette, theme } = painter;
  const look = level === undefined ? null : levelPaint(level, theme);
  const ink = state === 'invalid' ? palette.invalid : look?.outline ?? palette.accent;
  context.beginPath();
  for (const ring of rings) {
    ring.forEach((point, index) => { if (index === 0) context.moveTo(...at(painter, point)); else context.lineTo(...at(painter, point)); });
    context.closePath();
  }
  context.setAttr('globalAlpha', look && state === 'preview' ? palette.fillOpacity : 0.22);
  context.setAttr('fillStyle', look && state === 'preview' ? look.fill : ink);
  context.fill('evenodd');
  context.setAttr('globalAlpha', 1);
  context.setLineDash([]);
  stroke(painter, palette.casing, 5);
  if (state !== 'preview') context.setLineDash([8, 5]);
  stroke(painter, ink, 2.5);
  context.setLineDash([]);
}

function paintLine(painter: Painter, { line, rubber, closed }: Scene): void {
  const { context, palette } = painter;
  const [first] = line, last = line[line.length - 1];
  if (!first || !last) return;
  polyline(painter, line);
  stroke(painter, palette.casing, 5);
  stroke(painter, palette.accent, 2.5);
  if (rubber) {
    context.setLineDash([6, 5]);
    polyline(painter, closed && line.length > 1 ? [last, rubber, first] : [last, rubber]);
    stroke(painter, palette.casing, 4);
    stroke(painter, palette.accent, 1.5);
    context.setLineDash([]);
  }
  for (const point of line) dot(painter, point, 4, palette.casing, palette.accent, point === first ? 3 : 2);
}

function paintHandles(painter: Painter, { handles, active }: Scene): void {
  const { context, palette } = painter;
  for (const handle of handles) {
    if (handle.kind === 'midpoint') { dot(painter, handle.at, 4, palette.accent, palette.casing, 1.5); continue; }
    const chosen = active !== null && handle.at[0] === active[0] && handle.at[1] === active[1];
    square(painter, handle.at, chosen ? 6 : 4.5);
    context.setAttr('fillStyle', chosen ? palette.accent : palette.casing);
    context.fill();
    stroke(painter, chosen ? palette.casing : palette.accent, 2);
    if (chosen) { square(painter, handle.at, 9); stroke(painter, palette.accent, 1.5); }
  }
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
  const { palette } = painter;
  const [x, y] = at(painter, point);
  paintCross(painter, point, palette.accent);
  word(painter, label, x + 12, y - 14, palette.accent);
}
