import { paintHazard } from './hazard-sign.ts';
import { badgeFont, badgeHeight, nameFont, nameHeight, rowGap, unitsFont, unitsHeight } from './label-blocks.ts';
import type { LabelBlock, LabelPart } from './label-blocks.ts';
import type { PlacedLabel } from './label-places.ts';
import { levelPaint, mapPalette } from './map-palette.ts';
import type { LevelPaint, MapPalette } from './map-palette.ts';
import type { MapTheme } from './map-types.ts';

interface LabelInk { readonly context: CanvasRenderingContext2D; readonly palette: MapPalette; readonly level: LevelPaint; readonly none: LevelPaint }

/** Paints labels where they were placed; `dx` and `dy` lead from map pixels to those of the canvas. Lines lie under all labels. */
export function paintLabels(context: CanvasRenderingContext2D, labels: readonly PlacedLabel[], dx: number, dy: number, theme: MapTheme): void {
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.globalAlpha = 1;
  const palette = mapPalette(theme), none = levelPaint(null, theme);
  for (const { anchor, x, y } of labels) if (anchor) paintLine(context, anchor[0] + dx, anchor[1] + dy, x + dx, y + dy, palette);
  for (const { zone, block, x, y, anchor } of labels) {
    const level = levelPaint(zone.view.level, theme);
    if (anchor) paintCard(context, block, x + dx, y + dy, palette, level);
    paintBlock({ context, palette, level, none }, block, x + dx, y + dy);
  }
}

function paintBlock(ink: LabelInk, block: LabelBlock, x: number, y: number): void {
  const { context, palette } = ink;
  const top = y - block.height / 2;
  let rowY = top + badgeHeight / 2;
  if (block.name !== '') {
    const nameY = top + nameHeight / 2 - 0.5;
    rowY += nameHeight;
    context.font = nameFont(block.nameSize);
    context.textAlign = 'center';
    context.strokeStyle = palette.halo;
    context.lineWidth = 3.5;
    context.strokeText(block.name, x, nameY);
    context.fillStyle = palette.text;
    context.fillText(block.name, x, nameY);
  }
  for (const { parts, width } of block.rows) {
    let left = x - width / 2;
    for (const part of parts) {
      paintPart(ink, part, left, rowY);
      left += part.width + rowGap;
    }
    rowY += (badgeHeight + unitsHeight) / 2;
  }
}

function paintPart({ context, palette, level, none }: LabelInk, part: LabelPart, left: number, y: number): void {
  if (part.kind === 'level') badge(context, left, y, part.width, level.fill, level.onFill, part.text);
  else if (part.kind === 'unassessed') badge(context, left, y, part.width, none.fill, none.onFill, part.text);
  else if (part.kind === 'hazard') paintHazard(context, left + part.width / 2, y, part.text, palette, badgeFont);
  else {
    context.font = unitsFont;
    context.textAlign = 'left';
    context.strokeStyle = palette.halo;
    context.lineWidth = 3;
    context.strokeText(part.text, left + 1, y + 0.5);
    context.fillStyle = palette.text;
    context.fillText(part.text, left + 1, y + 0.5);
  }
}

/** The line from a zone to its label outside, with a dot in the zone. */
function paintLine(context: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number, palette: MapPalette): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.strokeStyle = palette.halo;
  context.lineWidth = 3.5;
  context.stroke();
  context.strokeStyle = palette.text;
  context.lineWidth = 1.25;
  context.stroke();
  context.beginPath();
  context.arc(fromX, fromY, 2.5, 0, 7);
  context.fillStyle = palette.text;
  context.fill();
}

/** The ground of a label outside its zone, edged with the level's colour. */
function paintCard(context: CanvasRenderingContext2D, { width, height }: LabelBlock, x: number, y: number, palette: MapPalette, level: LevelPaint): void {
  context.beginPath();
  context.roundRect(x - width / 2 - 3, y - height / 2 - 2, width + 6, height + 4, 4);
  context.fillStyle = palette.halo;
  context.fill();
  context.strokeStyle = level.outline;
  context.lineWidth = 1.5;
  context.stroke();
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
