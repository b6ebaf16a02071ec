import Flatbush from 'flatbush';
import { toPixel, visibleBox } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** Lines that a new revision of the drawing has and the one before had not, and the other way round: x1, y1, x2, y2 … in plant metres. */
export interface ShownDifference { readonly added: Float64Array; readonly removed: Float64Array }

interface Lines { readonly segments: Float64Array; readonly index: Flatbush }

/** How each kind looks. The colours are the window's own (styles/tokens.css) and none of the four levels'. */
const looks = [
  { kind: 'removed', colour: '--drawing-removed', dash: [7, 4] },
  { kind: 'added', colour: '--drawing-added', dash: [] },
] as const;

/** Paints what a new revision changes over the map, thick enough to be seen over zones; takes no pointer. */
export interface DifferenceOverlay {
  set(difference: ShownDifference | null): void;
  /** The view has changed, or the theme. */
  refresh(): void;
  setHidden(hidden: boolean): void;
  destroy(): void;
}

export function createDifferenceOverlay(container: HTMLElement, viewport: () => Viewport): DifferenceOverlay {
  const canvas = document.createElement('canvas');
  canvas.className = 'ra-map-difference';
  canvas.setAttribute('aria-hidden', 'true');
  let lines: Readonly<Record<'added' | 'removed', Lines | null>> | null = null;
  let frame = 0;

  const paint = (): void => {
    const view = viewport();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    if (!context || !lines) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const style = getComputedStyle(container);
    const { minX, minY, maxX, maxY } = visibleBox(view, 4);
    for (const { kind, colour, dash } of looks) {
      const shown = lines[kind];
      if (!shown) continue;
      context.strokeStyle = style.getPropertyValue(colour);
      context.setLineDash(dash);
      context.lineWidth = 3;
      context.lineCap = 'round';
      context.beginPath();
      for (const n of shown.index.search(minX, minY, maxX, maxY)) {
        const [x1, y1, x2, y2] = shown.segments.subarray(4 * n, 4 * n + 4);
        // Four numbers a line: the index was built from them.
        context.moveTo(...toPixel(view, x1 ?? 0, y1 ?? 0));
        context.lineTo(...toPixel(view, x2 ?? 0, y2 ?? 0));
      }
      context.stroke();
    }
  };
  const refresh = (): void => { if (lines) frame ||= requestAnimationFrame(() => { frame = 0; paint(); }); };

  return {
    refresh,
    set(difference) {
      lines = difference && { added: indexed(difference.added), removed: indexed(difference.removed) };
      if (lines) container.append(canvas); else canvas.remove();
      refresh();
    },
    setHidden(hidden) { canvas.style.visibility = hidden ? 'hidden' : ''; },
    destroy() { cancelAnimationFrame(frame); canvas.remove(); },
  };
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
