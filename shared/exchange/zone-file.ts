import type { FileFrame } from './well-known-text.ts';

/** Formats that zones are read from. */
export const zoneFileFormats = ['geojson', 'gpkg', 'shp', 'dxf'] as const;
export type ZoneFileFormat = (typeof zoneFileFormats)[number];

/** More features than this in one file are refused. */
export const featureLimit = 100_000;
/** More points than this in one file are refused: a plant of 5,000 zones has some 200,000. */
export const pointLimit = 5_000_000;
/** More points than this a ring may not have (`plantRingSchema`). */
export const ringPointLimit = 100_000;
/** More fields than this a layer may not have; further ones are left out. */
export const fieldLimit = 255;

/** A value of a field; false where it is neither text nor number nor a list of texts. */
export type FieldValue = string | number | null | false | readonly string[];

/** Why a feature has no polygon. */
export type ShapeProblem = { readonly kind: 'notFeature' } | { readonly kind: 'geometry'; readonly type: string } | { readonly kind: 'coordinates' };

/** x, y, x, y … of a ring in the file's own coordinates; the first point may come again at the end. */
export type FlatRing = Float64Array;

export interface ZoneFileShape {
  /** Its number in the file, from 1. */
  readonly feature: number;
  /** Index into `layers`. */
  readonly layer: number;
  /** As many as the layer has fields. */
  readonly values: readonly FieldValue[];
  /** Polygons, each its outer ring and then its holes. */
  readonly polygons: readonly (readonly FlatRing[])[];
  readonly problem: ShapeProblem | null;
}

export interface ZoneFileLayer {
  readonly name: string;
  readonly fields: readonly string[];
  readonly frame: FileFrame;
  /** Metres of one unit of the coordinates where these are lengths; 1 where the file does not say it. */
  readonly metresPerUnit: number;
  /** Features that are polygons. */
  readonly areas: number;
}

/** A file of zones as its reader gives it: nothing is interpreted yet but the format. */
export interface ParsedZones {
  readonly format: ZoneFileFormat;
  /** Text encoding that was found; empty for formats without one. */
  readonly encoding: string;
  /** A file of ours: what it says of itself can be believed. */
  readonly own: boolean;
  readonly layers: readonly ZoneFileLayer[];
  readonly shapes: readonly ZoneFileShape[];
}
