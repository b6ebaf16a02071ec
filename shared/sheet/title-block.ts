import { formatMessage, type Language } from '#shared/text/index.ts';
import { box, label, line, softInk, solid } from './marks.ts';
import type { Mark } from './page.ts';
import type { Rect } from './paper.ts';
import { ellipsize, plainText, textWidth, wrapText } from './text-measure.ts';

export interface TitleBlockInput {
  readonly enterprise: string;
  readonly companyCode: string;
  readonly drawing: string;
  readonly scale: string;
  readonly paper: string;
  readonly date: string;
  readonly seq: number;
  readonly page: number;
  readonly pages: number;
  readonly rulePack: string;
  readonly note: string;
}

const row = 6;
const noteLine = 3.2;

/** Height of the block in mm on A3, for a width of 95 mm; grows with `factor`. */
export const titleBlockHeight = 9 + 9 * row - row + 2 * noteLine + 2;

/** The title block 标题栏, filled into `area`: what the sheet is, of whom, from which state of the data, and who answers for it. */
export function titleBlock(area: Rect, input: TitleBlockInput, language: Language, k: number): Mark[] {
  const say = (key: Parameters<typeof formatMessage>[1], params = {}) => formatMessage(language, key, params);
  const marks: Mark[] = [box(area, [solid('#FFFFFF')], 0.5 * k)];
  const titleHeight = 9 * k;
  marks.push(
    label(say('sheet.title'), area.x + area.width / 2, area.y + titleHeight / 2, 4.6 * k, { bold: true, align: 'center', baseline: 'middle', maxWidth: area.width - 4 * k }),
    line([area.x, area.y + titleHeight, area.x + area.width, area.y + titleHeight], 0.3 * k),
  );
  let y = area.y + titleHeight;
  const keyWidth = 19 * k;
  const half = area.width / 2;
  const cell = (x: number, width: number, key: string, value: string) => {
    const size = 2.9 * k;
    const room = width - keyWidth - 3 * k;
    // A little too long is squeezed, much too long is cut: the name stands whole at the head of the sheet.
    marks.push(
      label(key, x + 1.5 * k, y + (row * k) / 2, 2.5 * k, { colour: softInk, baseline: 'middle', maxWidth: keyWidth - 2.5 * k }),
      line([x + keyWidth, y, x + keyWidth, y + row * k], 0.13 * k),
      label(ellipsize(value, size * 0.72, room), x + keyWidth + 1.5 * k, y + (row * k) / 2, size, { baseline: 'middle', maxWidth: room }),
    );
  };
  const end = () => {
    y += row * k;
    marks.push(line([area.x, y, area.x + area.width, y], 0.13 * k));
  };
  const pair = (first: readonly [string, string], second: readonly [string, string]) => {
    cell(area.x, half, ...first);
    cell(area.x + half, half, ...second);
    marks.push(line([area.x + half, y, area.x + half, y + row * k], 0.13 * k));
    end();
  };
  cell(area.x, area.width, say('sheet.block.enterprise'), plainText(input.enterprise));
  end();
  cell(area.x, area.width, say('sheet.block.drawing'), plainText(input.drawing));
  end();
  cell(area.x, area.width, say('sheet.block.rulePack'), plainText(input.rulePack));
  end();
  pair([say('sheet.block.companyCode'), plainText(input.companyCode)], [say('sheet.block.date'), input.date]);
  pair([say('sheet.block.scale'), input.scale], [say('sheet.block.paper'), input.paper]);
  pair([say('sheet.block.seq'), String(input.seq)], [say('sheet.block.page'), say('sheet.block.pageOf', { page: input.page, pages: input.pages })]);
  const third = area.width / 3;
  (['sheet.block.prepared', 'sheet.block.checked', 'sheet.block.approved'] as const).forEach((key, index) => {
    const x = area.x + index * third;
    marks.push(label(say(key), x + 1.5 * k, y + (row * k) / 2, 2.5 * k, { colour: softInk, baseline: 'middle', maxWidth: 12 * k }));
    if (index > 0) marks.push(line([x, y, x, y + 2 * row * k], 0.13 * k));
  });
  y += row * k;
  end();
  const noteSize = 2.3 * k;
  for (const text of wrapText(input.note, noteSize, area.width - 3 * k, 2)) {
    y += noteLine * k;
    marks.push(label(text, area.x + 1.5 * k, y, noteSize, { colour: softInk, maxWidth: area.width - 3 * k }));
  }
  return marks;
}

/** A strip for pages that go on with the list: title, enterprise and page. */
export function pageStrip(area: Rect, input: TitleBlockInput, language: Language, k: number): Mark[] {
  const page = formatMessage(language, 'sheet.block.pageOf', { page: input.page, pages: input.pages });
  const title = formatMessage(language, 'sheet.title');
  const tail = `${input.date}  ${page}`;
  const size = 3 * k;
  const room = area.width - textWidth(title, size * 1.2) - textWidth(tail, size) - 12 * k;
  const middle = area.y + area.height / 2;
  return [
    box(area, [], 0.3 * k),
    label(title, area.x + 2 * k, middle, size * 1.2, { bold: true, baseline: 'middle' }),
    label(ellipsize(plainText(input.enterprise), size, room), area.x + textWidth(title, size * 1.2) + 6 * k, middle, size, { baseline: 'middle', maxWidth: room }),
    label(tail, area.x + area.width - 2 * k, middle, size, { align: 'right', baseline: 'middle' }),
  ];
}
