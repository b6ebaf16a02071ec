import type { RiskLevel } from '#shared/model/assessment.ts';
import { polygon, solid } from './marks.ts';
import type { Mark } from './page.ts';
import { sheetLevelStyle, type SheetTheme } from './theme.ts';
import type { ZoneShape } from './zone-shape.ts';

/** Colour and hatch of the zones' areas: below the plan's lines. */
export function zoneFills(shapes: readonly ZoneShape[], theme: SheetTheme, factor: number): Mark[] {
  return shapes.map(({ zone, rings }) => {
    const style = sheetLevelStyle(zone.level, theme);
    return polygon(rings, [solid(style.solid, style.opacity), style.hatch(hatchFactor(factor))]);
  });
}

/** A hatch need not grow as much as the letters: on A0 it is read from near as well as from far. */
export const hatchFactor = (factor: number) => Math.sqrt(factor);

/**
 * Outlines above the plan: a white casing, the level's full colour, and a thin dark line where the border runs. Higher levels
 * come last, so that a border shared by two zones shows the worse one.
 */
export function zoneOutlines(shapes: readonly ZoneShape[], theme: SheetTheme, factor: number): Mark[] {
  const unit = hatchFactor(factor) * (theme === 'operator' ? 1.3 : 1);
  const ordered = [...shapes].sort((first, second) => rank(second.zone.level) - rank(first.zone.level));
  const stroke = (colour: string, width: number) => ({ colour, width: width * unit, opacity: 1 });
  return [
    ...ordered.map(({ rings }) => polygon(rings, [], stroke('#FFFFFF', 1.5))),
    ...ordered.map(({ zone, rings }) => polygon(rings, [], stroke(sheetLevelStyle(zone.level, theme).outline, 0.9))),
    ...ordered.map(({ rings }) => polygon(rings, [], stroke('#1A1A1A', 0.14))),
  ];
}

/** 1 is the highest level; not assessed lies between 一般 and 低, so that an unknown risk is not hidden by a low one. */
const rank = (level: RiskLevel | null) => level ?? 3.5;
