import Flatbush from 'flatbush';
import type { PlantRing } from '#shared/geometry/frames.ts';
import { toPixel, visibleBox } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** Lines that a new revision of the drawing has and the one before had not, and the other way round: x1, y1, x2, y2 … in plant metres. */
export interface ShownDifference { readonly added: Float64Array; readonly removed: Float64Array }

/** How a kind of line looks: `colour` is the name of a style of the window (styles/tokens.css), lengths are pixels. */
interface LineLook { readonly colour: string; readonly dash: readonly number[]; readonly width: number }
/** Later kinds lie over earlier ones. None has a colour of the four levels. */
const looks = {
  boundary: { colour: '--plant-boundary', dash: [14, 4, 2, 4], width: 2 },
  removed: { colour: '--drawing-removed', dash: [7, 4], width: 3 },
  added: { colour: '--drawing-added', dash: [], width: 3 },
} as const satisfies Readonly<Record<string, LineLook>>;
type Kind = keyof typeof looks;
const kinds = Object.keys(looks) as Kind[];

interface Lines { readonly segments: Float64Array; readonly index: Flatbush }

/** Lines over the map that are no zones and cannot be edited there: the plant's boundary, and what a new revision of the drawing changes. */
export interface LinesOverlay {
  set(kind: Kind, segments: Float64Array | null): void;
  /** The view has changed, or the theme. */
  refresh(): void;
  setHidden(hidden: boolean): void;
  destroy(): void;
}

export function createLinesOverlay(container: HTMLElement, viewport: () => Viewport): LinesOverlay {
  const canvas = document.createElement('canvas');
  canvas.className = 'ra-map-lines';
  canvas.setAttribute('aria-hidden', 'true');
  const shown = new Map<Kind, Lines>();
  let frame = 0;

  const paint = (): void => {
    const view = viewport();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const style = getComputedStyle(container);
    const { minX, minY, maxX, maxY } = visibleBox(view, 4);
    for (const kind of kinds) {
      const lines = shown.get(kind);
      if (!lines) continue;
      context.strokeStyle = style.getPropertyValue(looks[kind].colour);
      context.setLineDash(looks[kind].dash);
      context.lineWidth = looks[kind].width;
      context.beginPath();
      for (const n of lines.index.search(minX, minY, maxX, maxY)) {
        const [x1, y1, x2, y2] = lines.segments.subarray(4 * n, 4 * n + 4);
        // Four numbers a line: the index was built from them.
        context.moveTo(...toPixel(view, x1 ?? 0, y1 ?? 0));
        context.lineTo(...toPixel(view, x2 ?? 0, y2 ?? 0));
      }
      context.stroke();
    }
  };
  const refresh = (): void => { if (shown.size > 0) frame ||= requestAnimationFrame(() => { frame = 0; paint(); }); };

  return {
    refresh,
    set(kind, segments) {
      const lines = segments && indexed(segments);
      if (lines) shown.set(kind, lines); else shown.delete(kind);
      if (shown.size > 0) container.append(canvas); else canvas.remove();
      refresh();
    },
    setHidden(hidden) { canvas.style.visibility = hidden ? 'hidden' : ''; },
    destroy() { cancelAnimationFrame(frame); canvas.remove(); },
  };
}

/** The edges of rings as x1, y1, x2, y2 … */
export function edgesAsLines(rings: readonly PlantRing[]): Float64Array {
  return Float64Array.from(rings.flatMap((ring) => ring.flatMap(([x, y], i) => [x, y, ...(ring[i + 1] ?? ring[0] ?? [x, y])])));
}

function indexed(segments: Float64Array): Lines | null {
  if (segments.length < 4) return null;
  const index = new Flatbush(segments.length / 4);
  for (let i = 0; i + 3 < segments.length; i += 4) {
    const [x1, y1, x2, y2] = [segments[i] as number, segments[i + 1] as number, segments[i + 2] as number, segments[i + 3] as number]; // i + 3 is below the length
    index.add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
  }
  index.finish();
  return { segments, index };
}
