import { rectangleInside } from './rectangle-inside.ts';
import { levelPaint, mapPalette } from './map-palette.ts';
import type { LevelPaint } from './map-palette.ts';
import type { MapTexts, MapTheme } from './map-types.ts';
import { extentOf, toPixel } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { labelOf } from './zone-store.ts';
import type { PreparedZone } from './zone-store.ts';

const family = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif';
/** Names are tried in these sizes, in pixels: a small zone's whole name in small letters says more than half of it in large ones. */
const nameSizes = [13, 11] as const;
const nameFont = (size: number): string => `600 ${size}px ${family}`;
const badgeFont = `600 12px ${family}`;
const lineHeight = 17;
const badgeHeight = 18;
const padding = 6;
/** Names longer than this many pixels are shortened with an ellipsis before the label is given up. */
const longestName = 180;

/** Paints the labels of zones: name and level where they fit into the zone, else the level's mark, else nothing. */
export function createLabelPainter(): {
  paint(context: CanvasRenderingContext2D, zones: readonly PreparedZone[], view: Viewport, theme: MapTheme, texts: MapTexts): void;
} {
  const widths = new Map<string, number>();
  const width = (context: CanvasRenderingContext2D, font: string, text: string): number => {
    const key = `${font}\n${text}`;
    let found = widths.get(key);
    if (found === undefined) {
      context.font = font;
      found = context.measureText(text).width;
      if (widths.size > 50_000) widths.clear();
      widths.set(key, found);
    }
    return found;
  };
  return {
    paint(context, zones, view, theme, texts) {
      context.textBaseline = 'middle';
      context.lineJoin = 'round';
      context.globalAlpha = 1;
      const { text: ink, halo } = mapPalette(theme);
      for (const zone of zones) {
        const [across, down] = extentOf(view, zone.box);
        if (across < 14 || down < 14) continue;
        const [placeX, placeY] = labelOf(zone);
        const [x, y] = toPixel(view, placeX, placeY).map(Math.round) as [number, number]; // map keeps both
        if (x < -200 || y < -40 || x > view.width + 200 || y > view.height + 40) continue;
        const fits = (w: number, h: number): boolean => w <= across && h <= down
          && rectangleInside(zone.coordinates, zone.starts, placeX, placeY, w / 2 / view.scale, h / 2 / view.scale, view);
        const paint = levelPaint(zone.view.level, theme);
        const word = `${paint.mark} ${texts.levels[zone.view.level ?? 'none']}`;
        const warned = zone.view.level !== null && zone.view.unassessedUnits > 0;
        const wordWidth = width(context, badgeFont, word) + 2 * padding;
        const badgeWidth = wordWidth + (warned ? badgeHeight + 3 : 0);
        const whole = nameSizes.find((size) => fits(Math.max(width(context, nameFont(size), zone.view.name), badgeWidth) + 2, lineHeight + badgeHeight));
        const font = nameFont(whole ?? nameSizes[1]);
        const name = whole !== undefined ? zone.view.name : across < 40 ? '' : shorten(zone.view.name, Math.min(longestName, across), (text) => width(context, font, text));
        if (name !== '' && (whole !== undefined || fits(Math.max(width(context, font, name), badgeWidth) + 2, lineHeight + badgeHeight))) {
          context.font = font;
          context.textAlign = 'center';
          context.strokeStyle = halo; context.lineWidth = 3.5;
          context.strokeText(name, x, y - badgeHeight / 2 - 1);
          context.fillStyle = ink;
          context.fillText(name, x, y - badgeHeight / 2 - 1);
          paintBadges(context, x - badgeWidth / 2, y + lineHeight / 2, word, wordWidth, paint, warned, theme);
        } else if (fits(badgeWidth, badgeHeight)) {
          paintBadges(context, x - badgeWidth / 2, y, word, wordWidth, paint, warned, theme);
        } else if (fits(badgeHeight, badgeHeight)) {
          paintBadges(context, x - badgeHeight / 2, y, paint.mark, badgeHeight, paint, false, theme);
        }
      }
    },
  };
}

function paintBadges(context: CanvasRenderingContext2D, left: number, y: number, word: string, width: number, paint: LevelPaint, warned: boolean, theme: MapTheme): void {
  badge(context, left, y, width, paint.fill, paint.onFill, word);
  // A second badge says that linked units are not assessed: the level may yet rise.
  if (warned) { const none = levelPaint(null, theme); badge(context, left + width + 3, y, badgeHeight, none.fill, none.onFill, none.mark); }
}

function badge(context: CanvasRenderingContext2D, left: number, y: number, width: number, fill: string, ink: string, text: string): void {
  context.beginPath();
  context.roundRect(left, y - badgeHeight / 2, width, badgeHeight, 3);
  context.fillStyle = fill;
  context.fill();
  context.font = badgeFont;
  context.textAlign = 'center';
  context.fillStyle = ink;
  context.fillText(text, left + width / 2, y + 0.5);
}

/** Shortens a text with an ellipsis until `measure` gives no more than `most`; whole characters only. */
export function shorten(text: string, most: number, measure: (text: string) => number): string {
  if (measure(text) <= most) return text;
  const letters = [...text];
  let low = 0, high = letters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${letters.slice(0, middle).join('')}…`) <= most) low = middle; else high = middle - 1;
  }
  return low < 2 ? '' : `${letters.slice(0, low).join('')}…`;
}
