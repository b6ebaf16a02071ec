import { isEmptyRect, meet, rectOf } from './painted-area.ts';
import type { PixelRect } from './painted-area.ts';

/** Side of a cell in CSS pixels, or a little more: a change touches one or a few of them, so that the rest need not be copied and shown anew. */
const leastSide = 384;

/** A side of a whole number of device pixels, of `from` CSS pixels or a little more, so that neighbouring cells leave no seam. */
export function sideOf(ratio: number, from = leastSide): number {
  let best = from, least = Infinity;
  for (let side = from; side < from + 64; side += 1) {
    const off = Math.abs(side * ratio - Math.round(side * ratio));
    if (off < least - 1e-6) { least = off; best = side; }
  }
  return best;
}

interface Cell { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D | null; readonly area: PixelRect }

/** An area without borders, painted on as many small canvases as are in use. Pixels count from the element's corner and may be negative. */
export interface CanvasCells {
  readonly element: HTMLDivElement;
  /** Empties everything; device pixels a CSS pixel from now on. */
  clear(ratio: number): void;
  /** Gives the canvases outside `kept` back. */
  keep(kept: PixelRect): void;
  /** Has each cell that meets `part` painted, clipped to it and emptied; the context's pixels are CSS pixels from (x, y). */
  paint(part: PixelRect, painter: (context: CanvasRenderingContext2D, area: PixelRect, x: number, y: number) => void): void;
}

export function createCanvasCells(): CanvasCells {
  const element = document.createElement('div');
  const cells = new Map<string, Cell>();
  const spare: HTMLCanvasElement[] = [];
  let ratio = 1, side = leastSide;

  const release = (key: string, cell: Cell): void => {
    cells.delete(key);
    cell.canvas.remove();
    if (spare.length < 64) spare.push(cell.canvas);
  };
  const cellAt = (column: number, row: number): Cell => {
    const key = `${column} ${row}`;
    const known = cells.get(key);
    if (known) return known;
    const canvas = spare.pop() ?? document.createElement('canvas');
    // Setting the size empties a canvas that was in use before.
    canvas.width = canvas.height = Math.round(side * ratio);
    canvas.className = 'ra-zones';
    canvas.style.cssText = `width:${side}px;height:${side}px;left:${column * side}px;top:${row * side}px`;
    const cell = { canvas, context: canvas.getContext('2d'), area: rectOf(column * side, row * side, (column + 1) * side, (row + 1) * side) };
    cells.set(key, cell);
    element.append(canvas);
    return cell;
  };
  return {
    element,
    clear(next) {
      for (const [key, cell] of cells) release(key, cell);
      ratio = next;
      side = sideOf(next);
    },
    keep(kept) { for (const [key, cell] of cells) if (isEmptyRect(meet(cell.area, kept))) release(key, cell); },
    paint(part, painter) {
      if (isEmptyRect(part)) return;
      for (let row = Math.floor(part.y / side); row * side < part.y + part.height; row += 1) {
        for (let column = Math.floor(part.x / side); column * side < part.x + part.width; column += 1) {
          const { context, area } = cellAt(column, row);
          const own = meet(area, part);
          if (!context || isEmptyRect(own)) continue;
          context.save();
          context.setTransform(ratio, 0, 0, ratio, 0, 0);
          context.beginPath();
          context.rect(own.x - area.x, own.y - area.y, own.width, own.height);
          context.clip();
          context.clearRect(own.x - area.x, own.y - area.y, own.width, own.height);
          painter(context, own, area.x, area.y);
          context.restore();
        }
      }
    },
  };
}
