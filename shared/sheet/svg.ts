import { baselineShift } from './marks.ts';
import type { ClipMark, Mark, Paint, PathMark, PictureMark, SheetPage, TextMark } from './page.ts';
import { textWidth } from './text-measure.ts';

const fontFamily = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','Hiragino Sans GB',sans-serif";
const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Escapes text for XML content and attributes, and drops what XML 1.0 does not allow. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const value = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const letter = (shift: number) => base64Letters.charAt((value >> shift) & 63);
    parts.push(letter(18), letter(12), left > 1 ? letter(6) : '=', left > 2 ? letter(0) : '=');
  }
  return parts.join('');
}

/** Micrometres are enough on paper. */
const number = (value: number) => (Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '0');
/** Matrices of pictures need more places. */
const factor = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(10))) : '0');

/** The page as a stand-alone SVG document in millimetres. */
export function sheetSvg(page: SheetPage): string {
  const writer = new SvgWriter();
  const body = page.marks.map((mark) => writer.mark(mark)).join('\n');
  const size = `width="${number(page.width)}mm" height="${number(page.height)}mm" viewBox="0 0 ${number(page.width)} ${number(page.height)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${escape(fontFamily)}">`,
    `<title>${escape(page.title)}</title>`,
    `<defs>${[...writer.definitions.values()].join('')}</defs>`,
    `<rect width="${number(page.width)}" height="${number(page.height)}" fill="${escape(page.background)}"/>`,
    body,
    '</svg>',
    '',
  ].join('\n');
}

class SvgWriter {
  /** Patterns and clips by what they are, so that each is written once. */
  readonly definitions = new Map<string, string>();
  private readonly names = new Map<string, string>();

  mark(mark: Mark): string {
    switch (mark.kind) {
      case 'path': return this.path(mark);
      case 'text': return this.text(mark);
      case 'picture': return this.picture(mark);
      case 'clip': return this.clip(mark);
    }
  }

  private define(key: string, make: (id: string) => string): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const id = `d${this.names.size + 1}`;
    this.names.set(key, id);
    this.definitions.set(id, make(id));
    return id;
  }

  private path(mark: PathMark): string {
    const data = mark.rings.map((ring) => {
      let text = '';
      for (let index = 0; index + 1 < ring.length; index += 2) {
        text += `${index === 0 ? 'M' : 'L'}${number(ring[index] ?? 0)} ${number(ring[index + 1] ?? 0)}`;
      }
      return mark.closed ? `${text}Z` : text;
    }).join('');
    const fills = mark.fills.flatMap((paint) => this.paint(paint)).map((paint) => `<path d="${data}" fill-rule="evenodd" ${paint}/>`);
    const { stroke } = mark;
    if (stroke === null) return fills.join('');
    const dash = stroke.dash === undefined ? '' : ` stroke-dasharray="${stroke.dash.map(number).join(' ')}"`;
    const opacity = stroke.opacity < 1 ? ` stroke-opacity="${number(stroke.opacity)}"` : '';
    return `${fills.join('')}<path d="${data}" fill="none" stroke="${escape(stroke.colour)}" stroke-width="${number(stroke.width)}" stroke-linejoin="round" stroke-linecap="round"${opacity}${dash}/>`;
  }

  private paint(paint: Paint): string[] {
    if (paint.kind === 'colour') return [`fill="${escape(paint.colour)}" fill-opacity="${number(paint.opacity)}"`];
    const colour = escape(paint.colour);
    const spacing = number(paint.spacing);
    if (paint.kind === 'dots') {
      const id = this.define(JSON.stringify(paint), (name) => {
        const dot = (x: string, y: string) => `<circle cx="${x}" cy="${y}" r="${number(paint.radius)}" fill="${colour}"/>`;
        const quarter = number(paint.spacing / 4);
        return `<pattern id="${name}" width="${spacing}" height="${spacing}" patternUnits="userSpaceOnUse">${dot(quarter, quarter)}${dot(number(paint.spacing * 0.75), number(paint.spacing * 0.75))}</pattern>`;
      });
      return [`fill="url(#${id})"`];
    }
    return paint.angles.map((angle) => {
      const id = this.define(JSON.stringify([paint, angle]), (name) =>
        `<pattern id="${name}" width="${spacing}" height="${spacing}" patternUnits="userSpaceOnUse" patternTransform="rotate(${number(-angle)})">`
        + `<rect width="${spacing}" height="${number(paint.width)}" fill="${colour}"/></pattern>`);
      return `fill="url(#${id})"`;
    });
  }

  private text(mark: TextMark): string {
    const anchor = { left: 'start', center: 'middle', right: 'end' }[mark.align];
    const turn = mark.rotation === 0 ? '' : ` transform="rotate(${number(mark.rotation)} ${number(mark.x)} ${number(mark.y)})"`;
    const bold = mark.bold ? ' font-weight="700"' : '';
    const squeezed = mark.maxWidth !== undefined && textWidth(mark.text, mark.size) > mark.maxWidth
      ? ` textLength="${number(mark.maxWidth)}" lengthAdjust="spacingAndGlyphs"` : '';
    const y = mark.y + baselineShift(mark.baseline) * mark.size;
    const place = `x="${number(mark.x)}" y="${number(y)}" font-size="${number(mark.size)}" text-anchor="${anchor}"${bold}${squeezed}${turn}`;
    // The halo is a text of its own: many programs do not know paint-order and would paint it over the letters.
    const halo = mark.halo === null ? ''
      : `<text ${place} aria-hidden="true" fill="none" stroke="${escape(mark.halo.colour)}" stroke-width="${number(2 * mark.halo.width)}" stroke-linejoin="round">${escape(mark.text)}</text>`;
    return `${halo}<text ${place} fill="${escape(mark.colour)}">${escape(mark.text)}</text>`;
  }

  private picture(mark: PictureMark): string {
    const filter = mark.greyscale === true ? ' style="filter:grayscale(1)"' : '';
    return `<image width="${factor(mark.width)}" height="${factor(mark.height)}" transform="matrix(${mark.matrix.map(factor).join(' ')})" preserveAspectRatio="none" opacity="${number(mark.opacity)}"${filter} href="data:${escape(mark.mediaType)};base64,${base64(mark.bytes)}"/>`;
  }

  private clip(mark: ClipMark): string {
    const { x, y, width, height } = mark;
    const rect = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"/>`;
    const id = this.define(`clip ${rect}`, (name) => `<clipPath id="${name}">${rect}</clipPath>`);
    return `<g clip-path="url(#${id})">\n${mark.marks.map((inner) => this.mark(inner)).join('\n')}\n</g>`;
  }
}
