/** What the pointer can snap to; `aligned` is the weakest and only shows where nothing else is near. */
export const snapKinds = ['vertex', 'drawing', 'crossing', 'middle', 'perpendicular', 'edge', 'grid', 'aligned'] as const;
export type SnapKind = (typeof snapKinds)[number];

/** How the person wants to draw; kept by the window, not in the workspace. */
export interface EditorOptions {
  readonly kinds: Readonly<Record<SnapKind, boolean>>;
  /** Distance between the lines of the grid that points snap to, in metres. */
  readonly gridSize: number;
  /** Reach of snapping and of handles, in CSS pixels. */
  readonly tolerance: number;
  /** New and moved shapes take over the borders of neighbours that are near. */
  readonly alignNeighbours: boolean;
  /** Shapes may lie over other zones; otherwise they are cut where these are. */
  readonly allowOverlap: boolean;
}

export const defaultOptions: EditorOptions = {
  kinds: { vertex: true, drawing: true, crossing: true, middle: true, perpendicular: true, edge: true, grid: false, aligned: true },
  gridSize: 1, tolerance: 10, alignNeighbours: true, allowOverlap: false,
};

/** Pixels within which a point is brought into line with others: less than any other snap, so that it never gets in the way. */
export const alignedPixels = 4;
