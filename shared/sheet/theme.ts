import type { RiskLevel } from '#shared/model/assessment.ts';
import { levelStyle, type LevelStyle } from '#shared/risk/level-style.ts';
import { hatchPaint } from './hatch.ts';
import type { Paint } from './page.ts';

export const sheetThemes = ['engineering', 'operator', 'greyscale'] as const;
export type SheetTheme = (typeof sheetThemes)[number];

/** How a level looks on paper. */
export interface SheetLevelStyle {
  readonly solid: string;
  readonly onSolid: string;
  readonly outline: string;
  readonly opacity: number;
  readonly hatch: (unit: number) => Paint;
  readonly mark: string;
  readonly colour: LevelStyle['colour'];
}

/** Greys from dark to light as the risk falls: apart from each other, where the grey of red and of blue is nearly the same. */
const greys: Readonly<Record<RiskLevel | 0, string>> = { 1: '#3A3A3A', 2: '#747474', 3: '#B4B4B4', 4: '#DCDCDC', 0: '#FFFFFF' };
const opacities: Readonly<Record<SheetTheme, number>> = { engineering: 0.42, operator: 0.68, greyscale: 0.62 };

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return Number.isNaN(value) ? [0, 0, 0] : [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const hex = (value: number) => Math.round(Math.min(255, Math.max(0, value))).toString(16).padStart(2, '0').toUpperCase();

/** `colour` moved towards black by `share` (0–1). */
export function darken(colour: string, share: number): string {
  return `#${channels(colour).map((value) => hex(value * (1 - share))).join('')}`;
}

/** `colour` moved towards white by `share` (0–1). */
export function lighten(colour: string, share: number): string {
  return `#${channels(colour).map((value) => hex(255 - (255 - value) * (1 - share))).join('')}`;
}

/** Brightness 0–255 of a colour (ITU-R BT.601 luma). */
export function luma(colour: string): number {
  const [red, green, blue] = channels(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The look of a level in a theme; null is not assessed: grey (or white) with horizontal lines, never the look of a level. */
export function sheetLevelStyle(level: RiskLevel | null, theme: SheetTheme): SheetLevelStyle {
  const style = levelStyle(level);
  const fill = theme === 'greyscale' ? greys[level ?? 0] : style.fill;
  // On its own translucent fill the full colour would hardly show, yellow not at all.
  const hatchColour = theme === 'greyscale' ? (level === 1 ? '#000000' : '#2E2E2E') : darken(fill, level === 1 ? 0.25 : 0.45);
  return {
    solid: fill,
    onSolid: theme === 'greyscale' ? (luma(fill) < 130 ? '#FFFFFF' : '#000000') : style.onFill,
    outline: theme === 'greyscale' ? (level === null ? '#8C8C8C' : darken(fill, 0.2)) : fill,
    opacity: opacities[theme],
    hatch: (unit) => hatchPaint(style.hatch, hatchColour, unit),
    mark: style.mark,
    colour: style.colour,
  };
}

/**
 * Colour of the plan's lines and letters. The plan is printed in middle greys: the zones are to be read first, and red, orange, yellow and blue mean
 * a level on this sheet; what was lighter in the drawing stays lighter, within what shows on white.
 */
export function planInk(colour: string | null, theme: SheetTheme): string {
  const darkest = theme === 'operator' ? 0x78 : 0x58;
  const lightest = theme === 'operator' ? 0xa8 : 0x98;
  if (colour === null) return `#${hex(darkest).repeat(3)}`;
  return `#${hex(darkest + ((lightest - darkest) * luma(colour)) / 255).repeat(3)}`;
}

/** Colour of the plan's filled areas: light, so that the zones and letters above them can be read. */
export function planFill(colour: string | null): string {
  return `#${hex(0xc8 + ((0xf2 - 0xc8) * (colour === null ? 0 : luma(colour))) / 255).repeat(3)}`;
}
