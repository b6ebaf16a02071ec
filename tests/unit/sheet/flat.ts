import type { Mark, PathMark, SheetPage, TextMark } from '#shared/sheet/page.ts';

/** All marks of a page, those within clips too. */
export function flat(marks: readonly Mark[]): Exclude<Mark, { kind: 'clip' }>[] {
  return marks.flatMap((mark) => (mark.kind === 'clip' ? flat(mark.marks) : [mark]));
}

export const pathsOf = (page: SheetPage): PathMark[] => flat(page.marks).filter((mark) => mark.kind === 'path');
export const textsOf = (page: SheetPage): TextMark[] => flat(page.marks).filter((mark) => mark.kind === 'text');

/** Every colour a page uses. */
export function coloursOf(page: SheetPage): string[] {
  return flat(page.marks).flatMap((mark) => {
    if (mark.kind === 'path') return [...mark.fills.map((fill) => fill.colour), ...(mark.stroke === null ? [] : [mark.stroke.colour])];
    if (mark.kind === 'text') return [mark.colour, ...(mark.halo === null ? [] : [mark.halo.colour])];
    return [];
  });
}
