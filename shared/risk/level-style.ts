import type { RiskLevel } from '#shared/model/assessment.ts';

/** The look of one level: never colour alone, because red and blue are close in grey and some people do not tell them apart. */
export interface LevelStyle {
  /** Fill and outline, `#rrggbb`. */
  readonly fill: string;
  /** Colour of text on the solid fill (contrast at least 4.5:1). */
  readonly onFill: string;
  readonly hatch: 'cross' | 'diagonal-dense' | 'diagonal-open' | 'dots' | 'horizontal';
  /** Ⅰ–Ⅳ, or ? for not assessed. */
  readonly mark: string;
  /** Name of the colour in explanations. */
  readonly colour: 'red' | 'orange' | 'yellow' | 'blue' | 'grey';
}

const levelStyles: Readonly<Record<RiskLevel, LevelStyle>> = {
  1: { fill: '#B5121B', onFill: '#FFFFFF', hatch: 'cross', mark: 'Ⅰ', colour: 'red' },
  2: { fill: '#F57C1F', onFill: '#000000', hatch: 'diagonal-dense', mark: 'Ⅱ', colour: 'orange' },
  3: { fill: '#FFE55C', onFill: '#000000', hatch: 'diagonal-open', mark: 'Ⅲ', colour: 'yellow' },
  4: { fill: '#2F6FD0', onFill: '#FFFFFF', hatch: 'dots', mark: 'Ⅳ', colour: 'blue' },
};
const notAssessedStyle: LevelStyle = { fill: '#8C8C8C', onFill: '#000000', hatch: 'horizontal', mark: '?', colour: 'grey' };

/**
 * How a level is shown. Not assessed (null) has a look of its own: an unknown risk must not look like a low one.
 * No official RGB values are known (domain.md 3.5); these keep a CIEDE2000 distance of 16 between neighbours in the common
 * colour-vision deficiencies.
 */
export function levelStyle(level: RiskLevel | null): LevelStyle {
  return level === null ? notAssessedStyle : levelStyles[level];
}
