import { around, grown, isEmptyRect, meet, onDevicePixels, rectOf } from './painted-area.ts';
import type { PixelRect } from './painted-area.ts';
import { extentOf, toPixel } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import type { ZoneLayerLook } from './zone-canvas.ts';
import { paintHighlight } from './zone-paint.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

/** A highlight reaches so many pixels beyond its zone. */
const highlightReach = 8;

/** The rings around selected zones and the one under the pointer, on a canvas that is only as large as they are. */
export class Highlights {
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #store: ZoneStore;
  readonly #look: ZoneLayerLook;
  #area: PixelRect = rectOf(0, 0, 0, 0);

  constructor(store: ZoneStore, look: ZoneLayerLook) {
    this.#store = store;
    this.#look = look;
    this.#canvas.className = 'ra-zones';
  }

  /** Where highlights are shown, in pixels from the corner: beyond it they are cut off. */
  get area(): PixelRect { return this.#area; }

  /** Paints the highlights that lie in `area`. */
  paint(view: Viewport, area: PixelRect, ratio: number): void {
    this.#area = area;
    const { selected, hovered, hidden, theme } = this.#look;
    const shown = (id: string): PreparedZone[] => {
      const zone = hidden.has(id) ? undefined : this.#store.get(id);
      return zone && !isEmptyRect(meet(partOf(zone, view), area)) ? [zone] : [];
    };
    const chosen = [...selected].flatMap(shown), under = hovered !== null && !selected.has(hovered) ? shown(hovered) : [];
    const part = onDevicePixels(meet([...chosen, ...under].reduce((whole, zone) => around(whole, partOf(zone, view)), rectOf(0, 0, 0, 0)), area), ratio);
    if (isEmptyRect(part)) { this.#canvas.remove(); return; }
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    this.#canvas.width = Math.round(part.width * ratio);
    this.#canvas.height = Math.round(part.height * ratio);
    this.#canvas.style.cssText = `width:${part.width}px;height:${part.height}px;left:${part.x}px;top:${part.y}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const here = { ...view, dx: view.dx - part.x, dy: view.dy - part.y };
    paintHighlight(context, under, here, theme, 'hover');
    paintHighlight(context, chosen, here, theme, 'selected');
    if (!this.#canvas.isConnected) this.element.append(this.#canvas);
  }
}

function partOf({ box }: PreparedZone, view: Viewport): PixelRect {
  const [width, height] = extentOf(view, box);
  const [x, y] = toPixel(view, (box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2);
  return grown(rectOf(x - width / 2, y - height / 2, x + width / 2, y + height / 2), highlightReach, highlightReach);
}
