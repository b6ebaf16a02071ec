import type { Box } from '#shared/geometry/frames.ts';

/** How a run of paths or texts looks. */
export interface DrawingStyle {
  /** The drawing's layer (its name as the file has it). */
  readonly layer: string;
  /** `#rrggbb`, or null for the foreground colour of whoever draws it (black on paper, light on a dark map). */
  readonly colour: string | null;
  /** Line width in millimetres on paper; 0 means hairline. Ignored where `filled`. */
  readonly widthMm: number;
  /** The paths are areas, filled by the even-odd rule together with the other paths of the same `group`. */
  readonly filled: boolean;
  /** The areas are letters or wide lines: they look like lines and text, not like ground. */
  readonly ink?: boolean;
  /** Lengths of dashes and gaps in turn, in drawing units, a dash first; 0 is a dot. Absent: a line without gaps. */
  readonly dash?: readonly number[];
}

/** A layer that holds something. */
export interface DrawingLayer {
  /** Name as the file has it; no two layers of a drawing have the same. */
  readonly name: string;
  /** `#rrggbb`, or null for the foreground colour. */
  readonly colour: string | null;
  /** Whether the file itself shows it: not where it is off, frozen or not plotted. */
  readonly visible: boolean;
}

/** A line of text in a drawing. Angles in degrees, counter-clockwise; height in drawing units. */
export interface DrawingText {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly rotation: number;
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'alphabetic' | 'bottom' | 'middle' | 'top';
  /** Index into `styles`. */
  readonly style: number;
  /** How wide the letters are set, as a share of their usual width; absent means 1. */
  readonly widthFactor?: number;
}

/**
 * The neutral form of every vector drawing, flattened to paths and texts. Frame: drawing units, y up, relative to `origin`,
 * so that 32-bit coordinates keep their precision on plant grids of 10^7 m.
 */
export interface DrawingGeometry {
  readonly origin: readonly [x: number, y: number];
  /** x, y, x, y … of all points, relative to `origin`; 64 bits where parts of the drawing lie very far from each other. */
  readonly coordinates: Float32Array | Float64Array;
  /** Path i has the points `pathStart[i]` … `pathStart[i + 1] - 1`; length is the number of paths + 1. Closed paths repeat their first point. */
  readonly pathStart: Uint32Array;
  /** Style of each path: an index into `styles`. */
  readonly pathStyle: Uint16Array;
  /** Filled paths with the same group (and style) are one area with holes; 0 for lines. */
  readonly pathGroup: Uint32Array;
  readonly styles: readonly DrawingStyle[];
  /** The layers that the styles name, in the file's order. What lies on a layer that is not visible is in the drawing too. */
  readonly layers: readonly DrawingLayer[];
  readonly texts: readonly DrawingText[];
  /** Bounds of everything, in drawing units (not relative to `origin`). */
  readonly bounds: Box;
}
