import type { Affine } from '#shared/drawing/affine.ts';
import type { Box } from '#shared/geometry/frames.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import type { MapTheme } from './map-types.ts';

/** What the map asks of the tile worker. `drawing` counts the drawings set, so that answers about an older one are known as such. */
export type TileRequest =
  /** `bytes` may be an address to read them from; the media type is then what the answer says. */
  | { readonly kind: 'load'; readonly drawing: number; readonly bytes: Uint8Array | string; readonly picture: string | null }
  /** Paint a square of `size` device pixels; `toTile` maps drawing units to them, `pixelsPerPoint` is CSS to device pixels. */
  | { readonly kind: 'tile'; readonly drawing: number; readonly tile: number; readonly size: number; readonly toTile: Affine; readonly pixelRatio: number; readonly theme: MapTheme }
  /** How the layers of the drawing are shown from now on, also of drawings loaded later. */
  | { readonly kind: 'layers'; readonly states: readonly LayerState[] }
  | { readonly kind: 'cancel'; readonly tile: number }
  /** Vertices or lines of the drawing in a box of drawing units, nearest to its middle first. */
  | { readonly kind: 'vertices' | 'segments'; readonly drawing: number; readonly request: number; readonly box: Box; readonly most: number };

export type TileAnswer =
  /** `bounds` are those of all layers of a vector drawing, hidden ones too, in drawing units. */
  | { readonly kind: 'loaded'; readonly drawing: number; readonly bounds: Box | null }
  | { readonly kind: 'failed'; readonly drawing: number; readonly detail: string }
  | { readonly kind: 'tile'; readonly drawing: number; readonly tile: number; readonly bitmap: ImageBitmap }
  /** x, y, x, y … in drawing units; two points a line. */
  | { readonly kind: 'vertices'; readonly drawing: number; readonly request: number; readonly points: Float64Array };
