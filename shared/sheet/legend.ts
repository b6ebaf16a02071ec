import { riskLevels } from '#shared/model/assessment.ts';
import { formatMessage, type Language } from '#shared/text/index.ts';
import type { SheetZone } from './input.ts';
import { box, label, polygon, softInk, solid } from './marks.ts';
import type { Mark } from './page.ts';
import type { Rect } from './paper.ts';
import { sheetLevelStyle, type SheetTheme } from './theme.ts';
import { hatchFactor } from './zone-marks.ts';
import { wrapText } from './text-measure.ts';

interface LegendInput { readonly zones: readonly SheetZone[]; readonly theme: SheetTheme; readonly language: Language; readonly factor: number }

const rowHeight = 6.6;

/**
 * The legend 风险等级: all five states with swatch, mark, words, name of the colour and how many zones have it. `area` gives the place
 * and the width. @returns the marks and the height used, mm.
 */
export function legend(area: Rect, { zones, theme, language, factor: k }: LegendInput): { marks: Mark[]; height: number } {
  const marks: Mark[] = [label(formatMessage(language, 'sheet.legend'), area.x, area.y + 4.4 * k, 4.2 * k, { bold: true })];
  let y = area.y + 6.6 * k;
  const note = (text: string) => {
    for (const row of wrapText(text, 2.5 * k, area.width, 3)) {
      marks.push(label(row, area.x, y + 2.6 * k, 2.5 * k, { colour: softInk, maxWidth: area.width }));
      y += 3.5 * k;
    }
  };
  note(formatMessage(language, 'sheet.legend.basis'));
  y += 1.2 * k;
  for (const level of [...riskLevels, null]) {
    const style = sheetLevelStyle(level, theme);
    const swatch = { x: area.x + 0.5 * k, y, width: 14 * k, height: 5.2 * k };
    const ring = [swatch.x, swatch.y, swatch.x + swatch.width, swatch.y, swatch.x + swatch.width, swatch.y + swatch.height, swatch.x, swatch.y + swatch.height];
    const middle = y + swatch.height / 2;
    const name = formatMessage(language, 'sheet.legend.colour', {
      level: formatMessage(language, `level.${level ?? 'none'}`), colour: formatMessage(language, `colour.${style.colour}`),
    });
    const count = zones.filter((zone) => zone.level === level).length;
    marks.push(
      polygon([ring], [solid(style.solid, style.opacity), style.hatch(hatchFactor(k))], { colour: style.outline, width: 0.9 * hatchFactor(k), opacity: 1 }),
      box(swatch, [], 0.14 * hatchFactor(k)),
      box({ x: swatch.x + swatch.width + 2.4 * k, y: y + 0.3 * k, width: 6 * k, height: 4.6 * k }, [solid(style.solid)], 0.15 * k),
      label(style.mark, swatch.x + swatch.width + 5.4 * k, middle, 3.2 * k, { bold: true, colour: style.onSolid, align: 'center', baseline: 'middle' }),
      label(name, swatch.x + swatch.width + 10.6 * k, middle, 3.3 * k, { baseline: 'middle', maxWidth: area.width - 42 * k }),
      label(formatMessage(language, 'sheet.legend.count', { count }), area.x + area.width, middle, 3.3 * k, { align: 'right', baseline: 'middle' }),
    );
    y += rowHeight * k;
  }
  if (zones.some((zone) => zone.level !== null && zone.unassessedUnits > 0)) {
    y += 0.4 * k;
    note(formatMessage(language, 'sheet.legend.mayRise'));
  }
  return { marks, height: y - area.y };
}
