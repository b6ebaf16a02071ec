import type { Box } from '#shared/geometry/frames.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Calibration } from '#shared/model/plant-layout.ts';
import { formatMessage } from '#shared/text/index.ts';
import type { SheetInput } from './input.ts';
import { legend } from './legend.ts';
import { box, label, line, moveMark } from './marks.ts';
import { northArrow } from './north-arrow.ts';
import type { Mark, SheetPage } from './page.ts';
import { paperOf, type Paper, type Rect } from './paper.ts';
import { planMarks, plantBounds, uncovered } from './plan-marks.ts';
import { scaleBar } from './scale-bar.ts';
import { fitScale, mapView, scaleText } from './scale.ts';
import { plainText, textWidth, wrapText } from './text-measure.ts';
import { turnedInput } from './turn.ts';
import { pageStrip, titleBlock, titleBlockHeight, type TitleBlockInput } from './title-block.ts';
import { zoneLabels } from './zone-labels.ts';
import { zoneFills, zoneOutlines } from './zone-marks.ts';
import { zoneShapes } from './zone-shape.ts';
import { zoneList, zonePage } from './zone-table.ts';

/** The sheet, and at which scale its map is drawn. */
export interface Sheet { readonly pages: readonly SheetPage[]; readonly denominator: number }

const panelWidth = 95;
const headingHeight = 13;
/** Free margin around the plan within the map window, mm on A3. */
const mapMargin = 3;

/**
 * Composes the 安全风险空间分布图: heading, map to a round scale, legend, scale bar, north arrow, list of zones and title block on the
 * first page; zones that its list has no room for on further pages. The map is turned as the layout's display is.
 * @throws AppError error.map.notCalibrated (a plan without a scale), error.map.nothingDrawn (neither plan nor zone has an extent)
 */
export function composeSheet(given: SheetInput): Sheet {
  const input = turnedInput(given);
  const paper = paperOf(input.paper);
  const { frame, factor: k } = paper;
  const { calibration } = input.layout;
  if (calibration === null) throw new AppError('error.map.notCalibrated', { layout: input.layout.name });
  const panel: Rect = { x: frame.x + frame.width - panelWidth * k, y: frame.y, width: panelWidth * k, height: frame.height };
  const window: Rect = { x: frame.x, y: frame.y + headingHeight * k, width: frame.width - panel.width, height: frame.height - headingHeight * k };
  const content = contentBounds(input, calibration.toPlant);
  const inner = inset(window, mapMargin * k);
  const denominator = fitScale(content, inner);
  const view = mapView(content, inner, denominator);

  const shapes = zoneShapes(input.zones, view);
  const plan = planMarks(input.layout.plan, input.layout.bounds, calibration.toPlant, view, input.theme);
  const labels = zoneLabels(shapes, { theme: input.theme, language: input.language, factor: k, window });
  const map: Mark[] = [
    ...plan.ground, ...zoneFills(shapes, input.theme, k), ...plan.lines, ...uncovered(plan.texts, labels.places),
    ...zoneOutlines(shapes, input.theme, k), ...labels.marks,
  ];
  const list = listArea(panel, input, denominator, k);
  const further = (input.furtherZones ?? 'pages') === 'pages';
  const style = { theme: input.theme, language: input.language, factor: k };
  const listed = zoneList(list.area, input.zones, style, further ? 'sheet.list.onPage' : 'sheet.list.counted');
  const rest = further ? restPages(paper, input, listed.used) : [];
  const pages = rest.length + 1;
  const blockArea = { x: panel.x, y: panel.y + panel.height - titleBlockHeight * k, width: panel.width, height: titleBlockHeight * k };
  const first: Mark[] = [
    { kind: 'clip', ...window, marks: map },
    ...heading(frame, window, input, k),
    line([panel.x, panel.y, panel.x, panel.y + panel.height], 0.35 * k),
    ...list.above, ...listed.marks,
    ...titleBlock(blockArea, blockInput(input, denominator, 1, pages), input.language, k),
    box(frame, [], 0.7 * k),
  ];
  const title = `${formatMessage(input.language, 'sheet.title')} · ${plainText(input.enterprise.name)}`;
  const page = (marks: readonly Mark[]): SheetPage => ({ width: paper.width, height: paper.height, background: '#FFFFFF', title, language: input.language, marks });
  const restSheets = rest.map((marks, index) => page([
    ...marks, ...pageStrip(stripArea(frame, k), blockInput(input, denominator, index + 2, pages), input.language, k), box(frame, [], 0.7 * k),
  ]));
  return { pages: [page(first), ...restSheets], denominator };
}

/** One page with all pages below each other, for formats that know no pages. */
export function stackPages(pages: readonly SheetPage[]): SheetPage {
  const [first] = pages;
  if (first === undefined) throw new Error('A sheet has at least one page');
  if (pages.length === 1) return first;
  let height = 0;
  const marks = pages.flatMap((page) => {
    const moved = height === 0 ? page.marks : page.marks.map((mark) => moveMark(mark, 0, height));
    height += page.height;
    return moved;
  });
  return { ...first, height, marks };
}

const inset = (rect: Rect, by: number): Rect => ({ x: rect.x + by, y: rect.y + by, width: rect.width - 2 * by, height: rect.height - 2 * by });

/** What the map must show, in plant metres turned as the sheet is: the plan and every zone, also one that reaches beyond the plan. */
function contentBounds({ layout, zones }: SheetInput, toPlant: Calibration['toPlant']): Box {
  const plan = plantBounds(layout.bounds, toPlant);
  let { minX, minY, maxX, maxY } = plan;
  const valid = [minX, minY, maxX, maxY].every(Number.isFinite) && maxX >= minX && maxY >= minY;
  if (!valid) [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const zone of zones) {
    for (const ring of zone.rings) {
      for (const [x, y] of ring) {
        minX = Math.min(minX, x);
        maxX = Math.max(maxX, x);
        minY = Math.min(minY, y);
        maxY = Math.max(maxY, y);
      }
    }
  }
  if (!(maxX - minX > 0) && !(maxY - minY > 0)) throw new AppError('error.map.nothingDrawn', { layout: layout.name });
  return { minX, minY, maxX, maxY };
}

function heading(frame: Rect, window: Rect, input: SheetInput, k: number): Mark[] {
  const title = formatMessage(input.language, 'sheet.title');
  const name = plainText(input.enterprise.name);
  const middle = frame.y + (headingHeight * k) / 2;
  const room = window.width - 8 * k;
  const size = 6.2 * k;
  const one = `${name}  ${title}`;
  const centre = window.x + window.width / 2;
  const rule = line([window.x, window.y, window.x + window.width, window.y], 0.35 * k);
  if (textWidth(one, size) * 0.8 <= room) {
    return [label(one, centre, middle, size, { bold: true, align: 'center', baseline: 'middle', maxWidth: room }), rule];
  }
  const small = wrapText(name, 2.6 * k, room, 2);
  return [
    ...small.map((text, index) => label(text, centre, frame.y + (2.4 + index * 3) * k, 2.6 * k, { align: 'center', baseline: 'middle', maxWidth: room })),
    label(title, centre, frame.y + (small.length === 1 ? 8 : 9.6) * k, 4.4 * k, { bold: true, align: 'center', baseline: 'middle', maxWidth: room }), rule,
  ];
}

/** Legend, scale bar and north arrow from the panel's top; what is left above the title block is for the list. */
function listArea(panel: Rect, input: SheetInput, denominator: number, k: number): { above: Mark[]; area: Rect } {
  const pad = 3 * k;
  const inner: Rect = { x: panel.x + pad, y: panel.y + 2 * k, width: panel.width - 2 * pad, height: panel.height };
  const { marks, height } = legend(inner, { zones: input.zones, theme: input.theme, language: input.language, factor: k });
  const rule = (y: number) => line([panel.x, y, panel.x + panel.width, y], 0.25 * k);
  const barTop = inner.y + height + 1.5 * k;
  const listTop = barTop + 20 * k;
  const above = [
    ...marks, rule(barTop),
    ...scaleBar(inner.x, barTop + 2 * k, inner.width - 34 * k, denominator, input.language, k),
    ...northArrow(inner.x + inner.width - 13 * k, barTop + 1.3 * k, input.language, k, input.layout.rotation ?? 0), rule(listTop),
  ];
  const bottom = panel.y + panel.height - titleBlockHeight * k;
  return { above, area: { x: inner.x, y: listTop + 1.5 * k, width: inner.width, height: bottom - listTop - 2.5 * k } };
}

const stripHeight = 9;
const stripArea = (frame: Rect, k: number): Rect =>
  ({ x: frame.x, y: frame.y + frame.height - stripHeight * k, width: frame.width, height: stripHeight * k });

function restPages(paper: Paper, input: SheetInput, from: number): Mark[][] {
  const { frame, factor: k } = paper;
  const area = { x: frame.x + 3 * k, y: frame.y + 3 * k, width: frame.width - 6 * k, height: frame.height - (stripHeight + 5) * k };
  const pages: Mark[][] = [];
  for (let start = from; start < input.zones.length;) {
    const part = zonePage(area, input.zones.slice(start), { theme: input.theme, language: input.language, factor: k });
    pages.push(part.marks);
    start += part.used;
  }
  return pages;
}

function blockInput(input: SheetInput, denominator: number, page: number, pages: number): TitleBlockInput {
  const { language, rulePack } = input;
  const parts = rulePack.unproven.join(formatMessage(language, 'sheet.list.joiner'));
  return {
    enterprise: input.enterprise.name, companyCode: input.enterprise.companyCode, drawing: input.layout.name, scale: scaleText(denominator),
    paper: input.paper, date: input.date, seq: input.seq, page, pages, rulePack: `${rulePack.id} ${rulePack.version}`,
    note: parts === '' ? formatMessage(language, 'sheet.block.verifyLook') : formatMessage(language, 'sheet.block.verify', { parts }),
  };
}
