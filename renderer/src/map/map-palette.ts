import { levelStyle } from '#shared/risk/level-style.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { contrast, formatColour, mix, parseColour } from './colours.ts';
import type { Rgb } from './colours.ts';
import type { MapTheme } from './map-types.ts';

export interface MapPalette {
  readonly background: string;
  /** Lines and text of the drawing that have no colour of their own. */
  readonly foreground: string;
  readonly text: string;
  readonly halo: string;
  readonly casing: string;
  /** Selection, hover, handles: none of the four level colours. */
  readonly accent: string;
  /** Shapes that cannot be kept. */
  readonly invalid: string;
  readonly guide: string;
  readonly fillOpacity: number;
  readonly hatchOpacity: number;
}

const palettes: Readonly<Record<MapTheme, MapPalette>> = {
  light: {
    background: '#ffffff', foreground: '#30353b', text: '#14181d', halo: '#ffffff', casing: '#ffffff', accent: '#7a2bbf', invalid: '#d0021b',
    guide: '#0e7c7b', fillOpacity: 0.34, hatchOpacity: 0.5,
  },
  dark: {
    background: '#171b20', foreground: '#c3cad2', text: '#f3f5f7', halo: '#14181d', casing: '#14181d', accent: '#cf9bff', invalid: '#ff6b78',
    guide: '#4fd1c5', fillOpacity: 0.42, hatchOpacity: 0.5,
  },
};

export const mapPalette = (theme: MapTheme): MapPalette => palettes[theme];

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** Colours of one level on the map, from the shared level style; hatch and outline are moved until they are seen on the background. */
export interface LevelPaint { readonly fill: string; readonly outline: string; readonly hatch: string; readonly onFill: string; readonly mark: string }

export function levelPaint(level: RiskLevel | null, theme: MapTheme): LevelPaint {
  const style = levelStyle(level);
  const fill = parseColour(style.fill) ?? black;
  const background = parseColour(palettes[theme].background) ?? white;
  const towards = theme === 'light' ? black : white;
  return {
    fill: style.fill, onFill: style.onFill, mark: style.mark,
    outline: formatColour(theme === 'dark' ? withContrast(fill, background, towards, 4.5) : fill),
    hatch: formatColour(withContrast(fill, background, towards, 3)),
  };
}

/** Mixes `colour` towards `towards` in small steps until it stands out from `background` by the ratio `least`. */
export function withContrast(colour: Rgb, background: Rgb, towards: Rgb, least: number): Rgb {
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return towards;
}

/** A drawing's own colour as the map shows it: its hue can still be told, but bright lines do not compete with the levels of the zones. */
function muted(colour: Rgb): Rgb {
  const brightness = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
  return mix(colour, [brightness, brightness, brightness], 0.65);
}

/**
 * The colour of a drawing's line or text on the map: none is the foreground; its own is muted, and one that would vanish on the
 * background (white on paper, black on the dark map, pale yellow on white) is moved towards the foreground until it is seen.
 */
export function drawingInk(colour: string | null, theme: MapTheme): string {
  const palette = palettes[theme];
  const rgb = colour === null ? null : parseColour(colour);
  if (!rgb) return palette.foreground;
  const background = parseColour(palette.background) ?? white;
  if (contrast(rgb, background) < 1.15) return palette.foreground;
  return formatColour(withContrast(mix(muted(rgb), background, 0.2), background, parseColour(palette.foreground) ?? black, 2.2));
}

/** The colour of a filled area of a drawing: muted; on the dark map mixed into the background so that it does not glare. */
export function drawingFill(colour: string | null, theme: MapTheme): string {
  const palette = palettes[theme];
  const rgb = colour === null ? null : parseColour(colour);
  if (!rgb) return palette.foreground;
  if (theme === 'light') return formatColour(muted(rgb));
  const background = parseColour(palette.background) ?? black;
  return contrast(rgb, white) < 1.15 ? palette.background : formatColour(mix(muted(rgb), background, 0.45));
}
