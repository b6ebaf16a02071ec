import { enclosedArea } from '#shared/geometry/enclosed.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import { edgesOf } from '#shared/geometry/polygon.ts';
import { visibleBox } from '../../map/viewport.ts';
import { checkShape } from '../check-shape.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import type { TakeShape } from './polygon.ts';

/** Ends of lines that lie no farther apart than this, in metres, are taken to meet; drawings are not perfectly clean. */
const firstGap = 0.1;
/** Islands below so many m² are letters and symbols, not holes. */
const firstIsland = 4;

/** Makes a zone of the area that the drawing's lines, and the borders of zones, enclose round a click. Only what is in view counts. */
export function createFillTool(context: ToolContext, take: TakeShape): EditorTool {
  const { host } = context;
  let gap = firstGap;
  let island = firstIsland;
  let asked = 0;
  let at: PlantPoint | null = null;
  const borders = (box: Box): number[] => host.zonesIn(box).flatMap(({ rings }) => rings.flatMap((ring) => [...edgesOf(ring)].flatMap(([a, b]) => [a[0], a[1], b[0], b[1]])));
  async function fill(point: PlantPoint): Promise<void> {
    asked += 1;
    const mine = asked;
    at = point;
    context.redraw();
    const box = visibleBox(host.viewport());
    const drawn = await host.drawingSegments(box);
    if (mine !== asked) return;
    at = null;
    const segments = new Float64Array([...drawn, ...borders(box)]);
    const found = enclosedArea(point, segments, gap, { smallestIsland: island });
    context.redraw();
    if (!found) { host.tell({ key: 'editor.fill.open', params: {} }, true); return; }
    const { rings, fault } = checkShape(found);
    if (fault) host.invalid(fault); else take(rings);
  }
  const start = (point: PlantPoint): boolean => { void fill(point); return true; };
  return {
    ...idleTool,
    move() { host.setCursor('crosshair'); },
    click: (point) => start(point),
    doubleClick: () => true,
    enter: (cross) => cross !== null && start(cross),
    cancel() { const had = at !== null; asked += 1; at = null; context.redraw(); return had; },
    underWay: () => at !== null,
    hint: () => (at ? 'fill.busy' : 'fill.start'),
    fields: () => [{ name: 'gap', value: gap, fixed: true }, { name: 'island', value: island, fixed: true }],
    setField(name, value) {
      if (value === null || value < 0) return;
      if (name === 'gap') gap = value; else if (name === 'island') island = value;
    },
    scene: () => ({ line: at ? [at] : [], closed: false }),
  };
}
