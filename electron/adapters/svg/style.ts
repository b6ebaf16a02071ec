import type { INode } from 'svgson';
import { compose, identity, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { plain } from './parse-svg.ts';

/** Presentation properties that are looked at; the last five are not inherited. */
const properties = ['fill', 'stroke', 'stroke-width', 'font-size', 'text-anchor', 'dominant-baseline', 'visibility', 'fill-opacity', 'stroke-opacity', 'color', 'display', 'opacity', 'clip-path', 'mask', 'filter'] as const;
export type Property = (typeof properties)[number];
export type Look = Readonly<Partial<Record<Property, string>>>;

/** Simple rules of <style>: `.class`, `tag`, `#id` and `tag.class`, later ones above earlier ones. */
export type StyleRules = ReadonlyMap<string, readonly (readonly [Property, string])[]>;

export function readRules(css: string): StyleRules {
  const rules = new Map<string, (readonly [Property, string])[]>();
  const text = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '');
  // From one closing brace to the next: each character is looked at once, whatever the sheet is made of. What stands in braces of its own
  // (@media) is read without them.
  for (let at = 0; ;) {
    const close = text.indexOf('}', at);
    if (close < 0) return rules;
    const part = text.slice(at, close);
    const open = part.lastIndexOf('{');
    at = close + 1;
    if (open < 0) continue;
    const body = declarations(part.slice(open + 1));
    const before = part.slice(0, open);
    for (const selector of before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf(';')) + 1).split(',')) {
      const key = selector.trim();
      if (key === '' || key.startsWith('@')) continue;
      const known = rules.get(key);
      if (known === undefined) rules.set(key, [...body]);
      else known.push(...body);
    }
  }
}

/** Places in a style sheet that would load something from elsewhere. */
export function externalIn(css: string): number {
  return css.match(/@import|url\(\s*["']?\s*[^#"'\s)]/gi)?.length ?? 0;
}

function declarations(body: string): (readonly [Property, string])[] {
  return body.split(';').flatMap((declaration) => {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const property = properties.find((known) => known === name);
    return colon > 0 && property ? [[property, declaration.slice(colon + 1).replace(/!important/i, '').trim()] as const] : [];
  });
}

/** The look of an element: what it inherits, its attributes, the rules that name it, its own style, the later above the earlier. */
export function lookOf(node: INode, inherited: Look, rules: StyleRules): Look {
  const { display: _display, opacity: _opacity, 'clip-path': _clip, mask: _mask, filter: _filter, ...passedOn } = inherited;
  const own: Partial<Record<Property, string>> = passedOn;
  const set = (pairs: readonly (readonly [Property, string])[] | undefined): void => {
    for (const [name, value] of pairs ?? []) if (value !== 'inherit') own[name] = value;
  };
  for (const property of properties) {
    const value = node.attributes[property];
    if (value !== undefined && value !== 'inherit') own[property] = plain(value).trim();
  }
  if (rules.size > 0) {
    set(rules.get(node.name));
    for (const name of (node.attributes['class'] ?? '').split(/\s+/)) if (name !== '') { set(rules.get(`.${name}`)); set(rules.get(`${node.name}.${name}`)); }
    if (node.attributes['id'] !== undefined) set(rules.get(`#${node.attributes['id']}`));
  }
  if (node.attributes['style'] !== undefined) set(declarations(plain(node.attributes['style'])));
  return own;
}

const named: Readonly<Record<string, string>> = {
  black: '#000000', white: '#ffffff', red: '#ff0000', lime: '#00ff00', green: '#008000', blue: '#0000ff', yellow: '#ffff00', cyan: '#00ffff', aqua: '#00ffff',
  magenta: '#ff00ff', fuchsia: '#ff00ff', gray: '#808080', grey: '#808080', silver: '#c0c0c0', maroon: '#800000', navy: '#000080', olive: '#808000', purple: '#800080',
  teal: '#008080', orange: '#ffa500', brown: '#a52a2a', pink: '#ffc0cb', gold: '#ffd700', darkgray: '#a9a9a9', darkgrey: '#a9a9a9', lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3', darkblue: '#00008b', darkgreen: '#006400', darkred: '#8b0000', lightblue: '#add8e6', lightgreen: '#90ee90', lightyellow: '#ffffe0',
  skyblue: '#87ceeb', steelblue: '#4682b4', tan: '#d2b48c', beige: '#f5f5dc', ivory: '#fffff0', khaki: '#f0e68c', salmon: '#fa8072', violet: '#ee82ee', indigo: '#4b0082',
};

/** A paint as a colour: `none`, or `#rrggbb`, or null for black (the foreground). `paint` resolves `url(#id)`. */
export function colourOf(value: string, current: string, paint: (id: string) => string | undefined): 'none' | string | null {
  const text = value.trim().toLowerCase();
  if (text === 'none' || text === 'transparent') return 'none';
  if (text === 'currentcolor') return current === value ? null : colourOf(current, 'black', paint);
  const link = /^url\(\s*["']?#([^"')]+)["']?\s*\)/.exec(value.trim());
  if (link) { const found = paint(link[1] ?? ''); return found === undefined ? 'none' : colourOf(found, current, () => undefined); }
  // Paint from another file is not loaded.
  if (text.startsWith('url(')) return 'none';
  const colour = hexOf(text);
  return colour === '#000000' ? null : colour;
}

function hexOf(text: string): string {
  if (/^#[0-9a-f]{6}/.test(text)) return text.slice(0, 7);
  if (/^#[0-9a-f]{3,4}$/.test(text)) return `#${[...text.slice(1, 4)].map((digit) => digit + digit).join('')}`;
  const rgb = /^rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)/.exec(text);
  if (rgb) {
    return `#${rgb.slice(1, 4).map((part) => {
      const number = part.endsWith('%') ? (Number.parseFloat(part) * 255) / 100 : Number.parseFloat(part);
      return Math.min(255, Math.max(0, Math.round(number))).toString(16).padStart(2, '0');
    }).join('')}`;
  }
  return named[text] ?? '#000000';
}

/** Letters of a transform that are looked at: no drawing has hundreds of them one after another. */
const longestTransform = 4_000;

/** Value of the `transform` attribute; what cannot be read counts as no transform. */
export function transformOf(value: string | undefined): Affine {
  let map = identity;
  for (const [, name = '', body = ''] of (value ?? '').slice(0, longestTransform).matchAll(/(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)/g)) {
    const [p = 0, q, r, s = 0, t = 0, u = 0] = body.split(/[\s,]+/).filter((part) => part !== '').map(Number);
    map = compose(map, single(name, p, q, r, s, t, u));
  }
  return map;
}

function single(name: string, p: number, q: number | undefined, r: number | undefined, s: number, t: number, u: number): Affine {
  switch (name) {
    case 'matrix': return { a: p, b: q ?? 0, c: r ?? 0, d: s, e: t, f: u };
    case 'translate': return translation(p, q ?? 0);
    case 'scale': return scaling(p, q ?? p);
    case 'rotate': return compose(compose(translation(q ?? 0, r ?? 0), rotation(p)), translation(-(q ?? 0), -(r ?? 0)));
    case 'skewX': return { ...identity, c: Math.tan((p * Math.PI) / 180) };
    default: return { ...identity, b: Math.tan((p * Math.PI) / 180) };
  }
}

/**
 * The map of an inner picture's units into its place of `width` × `height` (SVG 2, 8.6): without a viewBox none, else scaled alike both ways
 * (`meet` or `slice`) or each by itself (`none`), and moved by the alignment.
 */
export function viewBoxMap(viewBox: string | undefined, aspect: string | undefined, width: number, height: number): Affine {
  const [x = NaN, y = NaN, w = NaN, h = NaN] = (viewBox ?? '').trim().split(/[\s,]+/).slice(0, 4).map(Number);
  if (!(w > 0 && h > 0 && width > 0 && height > 0 && Number.isFinite(x + y + w + h))) return identity;
  const [align = 'xMidYMid', fit = 'meet'] = (aspect ?? '').trim().split(/\s+/).filter((word) => word !== '');
  let sx = width / w, sy = height / h;
  if (align !== 'none') sx = sy = fit === 'slice' ? Math.max(sx, sy) : Math.min(sx, sy);
  const place = (word: RegExp, end: RegExp): number => (align === 'none' || word.test(align) ? 0 : end.test(align) ? 1 : 0.5);
  const dx = (width - w * sx) * place(/xMin/i, /xMax/i), dy = (height - h * sy) * place(/YMin/i, /YMax/i);
  return compose(translation(dx, dy), compose(scaling(sx, sy), translation(-x, -y)));
}

const unitsInPixels: Readonly<Record<string, number>> = { '': 1, px: 1, mm: 96 / 25.4, cm: 96 / 2.54, in: 96, pt: 96 / 72, pc: 16, q: 96 / 101.6, em: 16 };

/** A length in user units; percentages are of `whole`. */
export function lengthOf(value: string | undefined, whole: number, fallback = 0): number {
  const match = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([a-z%]*)/i.exec(value ?? '');
  if (!match) return fallback;
  const number = Number(match[1]);
  if (!Number.isFinite(number)) return fallback;
  const unit = (match[2] ?? '').toLowerCase();
  return unit === '%' ? (number / 100) * whole : number * (unitsInPixels[unit] ?? 1);
}
