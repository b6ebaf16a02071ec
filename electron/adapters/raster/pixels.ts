/** Pixels of a picture that is read from the top, a few rows at a time, so that a large one never stands in memory as a whole. */
export interface PixelSource {
  readonly width: number;
  readonly height: number;
  /** Few shades, as scanned drawings have: lines are kept dark where the picture is made smaller. */
  readonly lineArt: boolean;
  /** Rows from the top: red, green, blue, alpha (not premultiplied), 8 bits each. The bytes may be written over when the next are asked for. */
  rows(): AsyncIterable<PixelRows> | Iterable<PixelRows>;
}

export interface PixelRows { readonly count: number; readonly data: Uint8Array }

/** Pictures of more pixels than this are kept as tiles: below it a window holds the whole picture and its halves in 215 MB. */
export const mostPixelsWhole = 40_000_000;
/** Pixels of the largest picture that is read row by row: a sheet of A0 scanned at 600 dots an inch has 558 million. */
export const mostPixels = 600_000_000;
/** Side of the largest picture in pixels; a band of 512 rows of it, with its halves, takes 250 MB. */
export const longestSide = 60_000;
/** Pixels of the largest picture that has to be decoded at once (JPEG, WebP, interlaced PNG), 600 MB: a sheet of A0 at 300 dots an inch has 139.5 million. */
export const mostPixelsAtOnce = 150_000_000;

/** Why bytes cannot be read as the picture they claim to be; `reason` is for the log. Readers turn it into an error with the file's name. */
export class BrokenPicture extends Error {}
/** A picture that is sound, but of a kind that is not read; `kind` names it for the person. */
export class UnknownPicture extends Error {
  readonly kind: string;
  constructor(kind: string) {
    super(kind);
    this.kind = kind;
  }
}
