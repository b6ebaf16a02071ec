import Konva from 'konva';
import { sideOf } from '../map/canvas-cells.ts';
import { levelPaint, mapPalette } from '../map/map-palette.ts';
import type { MapTheme } from '../map/map-types.ts';
import { rectOf } from '../map/painted-area.ts';
import type { PixelRect } from '../map/painted-area.ts';
import type { Viewport } from '../map/viewport.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { isEmptyScene } from './scene.ts';
import { sceneArea } from './overlay-area.ts';
import { paintBox, paintFrame, paintSnap } from './overlay-marks.ts';
import { at, dot, polyline, square, stroke, word } from './overlay-pen.ts';
import type { Painter } from './overlay-pen.ts';
import type { Scene, SceneShape } from './scene.ts';

/** The stage's borders lie on multiples of so many pixels, or a little more, so that it seldom changes its size. */
const leastStep = 64;

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
  let area: PixelRect = rectOf(0, 0, 0, 0);
  const drawn = (context: Konva.Context): void => {
    if (!shown) return;
    const { scene, view, theme } = shown;
    paint({ context, view: { ...view, dx: view.dx - area.x, dy: view.dy - area.y }, palette: mapPalette(theme), theme, snapWord }, scene);
  };
  const clear = (): void => { stage?.destroy(); stage = null; };
  /** The stage is made when there is first something to show and taken away when there is nothing any more. */
  const layerOf = (held: Konva.Stage): Konva.Layer => held.getLayers()[0] as Konva.Layer; // the stage is made with one
  const made = ({ width, height }: PixelRect): Konva.Stage => {
    const next = new Konva.Stage({ container: element, width, height, listening: false });
    const layer = new Konva.Layer({ listening: false });
    layer.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc: drawn }));
    next.add(layer);
    return next;
  };
  return {
    show(scene, view, theme) {
      shown = { scene, view, theme };
      const ratio = window.devicePixelRatio || 1;
      // Only as large as what is shown: every pixel of it is copied and laid over the map with each frame.
      const next = isEmptyScene(scene) ? null : sceneArea(scene, view, scene.snap ? snapWord(scene.snap.kind) : '', sideOf(ratio, leastStep));
      if (next === null) { clear(); return; }
      const same = next.x === area.x && next.y === area.y && next.width === area.width && next.height === area.height;
      area = next;
      if (stage && same) { layerOf(stage).batchDraw(); return; }
      element.style.left = `${area.x}px`;
      element.style.top = `${area.y}px`;
      if (stage) stage.size({ width: area.width, height: area.height });
      stage ??= made(area);
      // At once, so that the picture is never shown at the place of the one before.
      layerOf(stage).draw();
    },
    setHidden(hidden) { element.style.visibility = hidden ? 'hidden' : ''; },
    destroy() { clear(); element.remove(); },
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
