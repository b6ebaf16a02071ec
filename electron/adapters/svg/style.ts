import type { INode } from 'svgson';
import { compose, identity, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { plain } from './parse-svg.ts';

/** Presentation properties that are looked at; all but the last two are inherited. */
const properties = ['fill', 'stroke', 'stroke-width', 'font-size', 'text-anchor', 'dominant-baseline', 'visibility', 'fill-opacity', 'stroke-opacity', 'color', 'display', 'opacity'] as const;
export type Property = (typeof properties)[number];
export type Look = Readonly<Partial<Record<Property, string>>>;

/** Simple rules of <style>: `.class`, `tag`, `#id` and `tag.class`, later ones above earlier ones. */
export type StyleRules = ReadonlyMap<string, readonly (readonly [Property, string])[]>;

export function readRules(css: string): StyleRules {
  const rules = new Map<string, (readonly [Property, string])[]>();
  for (const [, selectors = '', body = ''] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}@;]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(',')) {
      const key = selector.trim();
      rules.set(key, [...(rules.get(key) ?? []), ...declarations(body)]);
    }
  }
  return rules;
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
  const own: Partial<Record<Property, string>> = { ...inherited };
  delete own.display;
  delete own.opacity;
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

/** Value of the `transform` attribute; what cannot be read counts as no transform. */
export function transformOf(value: string | undefined): Affine {
  let map = identity;
  for (const [, name = '', body = ''] of (value ?? '').matchAll(/(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)/g)) {
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
