export const paperSizes = ['A0', 'A1', 'A2', 'A3', 'A4'] as const;
export type PaperSize = (typeof paperSizes)[number];

/** A rectangle on paper, millimetres, y down. */
export interface Rect { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A sheet of paper lying: its size in mm, the frame that is drawn on it, and how much larger than on A3 its letters are. */
export interface Paper {
  readonly name: PaperSize;
  readonly width: number;
  readonly height: number;
  readonly frame: Rect;
  readonly factor: number;
}

/** Binding edge on the left, so that a sheet can be filed without losing a part of the map. */
const bindingEdge = 25;

const sizes: Readonly<Record<PaperSize, { width: number; height: number; edge: number; factor: number }>> = {
  A0: { width: 1189, height: 841, edge: 10, factor: 2.5 },
  A1: { width: 841, height: 594, edge: 10, factor: 1.85 },
  A2: { width: 594, height: 420, edge: 10, factor: 1.35 },
  A3: { width: 420, height: 297, edge: 5, factor: 1 },
  A4: { width: 297, height: 210, edge: 5, factor: 0.69 },
};

/** ISO 216 paper, landscape. Frame: 25 mm binding edge, 10 mm (A0–A2) or 5 mm (A3, A4) on the other sides. */
export function paperOf(name: PaperSize): Paper {
  const { width, height, edge, factor } = sizes[name];
  return { name, width, height, factor, frame: { x: bindingEdge, y: edge, width: width - bindingEdge - edge, height: height - 2 * edge } };
}
