import type { INode } from 'svgson';
import { textWidth } from '#shared/drawing/builder.ts';
import type { DrawingText } from '#shared/drawing/drawing.ts';
import { plain } from './parse-svg.ts';
import { lengthOf, lookOf, type Look, type StyleRules } from './style.ts';

export interface TextLine {
  readonly x: number; readonly y: number; readonly size: number; readonly text: string;
  readonly align: DrawingText['align']; readonly baseline: DrawingText['baseline'];
}

/** Text within text within text deeper than this is not written by people. */
const maxDepth = 32;

/**
 * The lines of a <text>, in its own coordinates: a <tspan> with a position of its own begins a new one, others go on where the line
 * before them ends (by estimated widths).
 */
export function textLines(node: INode, look: Look, rules: StyleRules, whole: number): TextLine[] {
  const lines: (TextLine & { text: string })[] = [];
  const pen = { x: 0, y: 0, isNew: true };
  const visit = (element: INode, own: Look, depth: number): void => {
    const { attributes } = element;
    const size = lengthOf(own['font-size'], whole, 16);
    const first = (key: string): string | undefined => attributes[key]?.trim().split(/[\s,]+/)[0];
    const shift = (key: string): number => (first(key)?.endsWith('em') ? Number.parseFloat(first(key) ?? '0') * size : lengthOf(first(key), whole));
    if (attributes['x'] !== undefined || attributes['y'] !== undefined || attributes['dy'] !== undefined || attributes['dx'] !== undefined) {
      pen.x = lengthOf(first('x'), whole, pen.x) + shift('dx');
      pen.y = lengthOf(first('y'), whole, pen.y) + shift('dy');
      pen.isNew = true;
    }
    for (const child of element.children) {
      if (child.type === 'text') add(plain(child.value).replace(/\s+/g, ' '), own, size);
      else if ((child.name === 'tspan' || child.name === 'a' || child.name === 'textPath') && depth < maxDepth) visit(child, lookOf(child, own, rules), depth + 1);
    }
  };
  const add = (text: string, own: Look, size: number): void => {
    if (text === '' || (pen.isNew && text.trim() === '')) return;
    const last = lines[lines.length - 1];
    if (!pen.isNew && last !== undefined && last.size === size) last.text += text;
    else {
      const anchor = own['text-anchor'], base = own['dominant-baseline'];
      lines.push({
        x: pen.x, y: pen.y, size, text: text.trimStart(), align: anchor === 'middle' ? 'center' : anchor === 'end' ? 'right' : 'left',
        baseline: base === 'middle' || base === 'central' ? 'middle' : base === 'hanging' || base === 'text-before-edge' ? 'top' : 'alphabetic',
      });
    }
    pen.x += textWidth(text) * size;
    pen.isNew = false;
  };
  visit(node, look, 0);
  return lines.map((line) => ({ ...line, text: line.text.trimEnd() })).filter(({ text }) => text !== '');
}
