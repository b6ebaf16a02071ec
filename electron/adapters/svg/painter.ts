import type { INode } from 'svgson';
import { compose, stretch, translation, type Affine } from '#shared/drawing/affine.ts';
import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import { viewTolerance } from '#shared/drawing/curves.ts';
import { drawingPoint, type DrawingPoint } from '#shared/geometry/frames.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';
import { plain } from './parse-svg.ts';
import type { SubPath } from './path.ts';
import { shapePaths } from './shapes.ts';
import { colourOf, externalIn, lengthOf, lookOf, readRules, transformOf, viewBoxMap, type Look, type StyleRules } from './style.ts';
import { textLines } from './text.ts';

/** Thrown when uses of uses multiply without end. */
export class TooManyElements extends Error {}

const maxElements = 2_000_000;
const maxDepth = 256;
const maxCoordinate = 1e12;
/** Places told of each thing that is not shown, and how far off they may be. */
const mostPlaces = 50;
const mostPlace = 1e8;
/** A line wider than a sheet of A0 is a fault of the file. */
const maxWidthMm = 1189;

/** Elements that hold other things than shapes to draw where they stand. */
const silent = new Set(['defs', 'symbol', 'clipPath', 'mask', 'pattern', 'marker', 'linearGradient', 'radialGradient', 'filter', 'style', 'title', 'desc', 'metadata', 'namedview', 'switch-none']);
const refused: Readonly<Record<string, string>> = {
  script: 'notShown.script', foreignObject: 'notShown.foreign', iframe: 'notShown.foreign', object: 'notShown.foreign', embed: 'notShown.foreign', video: 'notShown.foreign',
  audio: 'notShown.foreign', animate: 'notShown.script', animateTransform: 'notShown.script', animateMotion: 'notShown.script', set: 'notShown.script',
};

interface Surroundings { readonly map: Affine; readonly look: Look; readonly layer: string; readonly depth: number }

/** Draws the tree of an SVG into a builder, y up, and counts what is left out. */
export class SvgPainter {
  entities = 0;
  drawn = 0;
  readonly #builder: DrawingBuilder;
  readonly #root: INode;
  readonly #ids = new Map<string, INode>();
  readonly #skipped = new Map<string, { type: string; count: number; reason: string; places: DrawingPoint[] }>();
  readonly #usePath = new Set<INode>();
  #rules: StyleRules = new Map();
  #width = 0;
  #height = 0;
  #mmPerUnit = 25.4 / 96;
  #visited = 0;

  constructor(builder: DrawingBuilder, root: INode) {
    this.#builder = builder;
    this.#root = root;
  }

  run(): void {
    this.#index();
    const box = (this.#root.attributes['viewBox'] ?? '').trim().split(/[\s,]+/).map(Number);
    const hasBox = box.length === 4 && box.every(Number.isFinite) && (box[2] ?? 0) > 0 && (box[3] ?? 0) > 0;
    this.#width = hasBox ? (box[2] ?? 0) : lengthOf(this.#root.attributes['width'], 0);
    this.#height = hasBox ? (box[3] ?? 0) : lengthOf(this.#root.attributes['height'], 0);
    const paper = lengthOf(this.#root.attributes['width'], this.#width, this.#width);
    if (hasBox && paper > 0) this.#mmPerUnit = (paper / this.#width) * (25.4 / 96);
    // The lower edge of the view becomes y = 0.
    const map: Affine = { a: 1, b: 0, c: 0, d: -1, e: 0, f: (hasBox ? (box[1] ?? 0) : 0) + this.#height };
    this.#children(this.#root, { map, look: lookOf(this.#root, {}, this.#rules), layer: '', depth: 0 });
  }

  notShown(): NotShown[] {
    return [...this.#skipped.values()].sort((p, q) => q.count - p.count).map(({ places, ...rest }) => (places.length === 0 ? rest : { ...rest, places }));
  }

  /** Ids and style rules of the whole tree, without recursion: files may nest as deep as they like. */
  #index(): void {
    let css = '';
    const stack = [this.#root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const id = node.attributes['id'];
      if (id !== undefined && !this.#ids.has(id)) this.#ids.set(id, node);
      if (node.name === 'style') css += `${node.children.map(({ value }) => plain(value)).join('')}\n`;
      for (let i = node.children.length - 1; i >= 0; i -= 1) { const child = node.children[i]; if (child) stack.push(child); }
    }
    this.#rules = readRules(css);
    for (let i = Math.min(externalIn(css), 1_000); i > 0; i -= 1) this.#skip('style', 'notShown.external');
  }

  #children(node: INode, around: Surroundings): void {
    for (const child of node.children) if (child.type === 'element') this.#element(child, around);
  }

  #element(node: INode, around: Surroundings): void {
    this.#visited += 1;
    if (this.#visited > maxElements) throw new TooManyElements();
    const name = node.name.replace(/^svg:/, '');
    const reason = refused[name];
    if (reason !== undefined) { this.#skip(name, reason); return; }
    if (silent.has(name) || name.includes(':')) return;
    if (around.depth >= maxDepth) { this.#skip(name, 'notShown.blockLoop'); return; }
    const look = lookOf(node, around.look, this.#rules);
    if (look.display === 'none') { this.entities += 1; this.#skip(name, 'notShown.invisible'); return; }
    for (const effect of ['clip-path', 'mask', 'filter'] as const) if ((look[effect] ?? 'none') !== 'none') this.#skip(effect, 'notShown.effect');
    const inner: Surroundings = {
      map: compose(around.map, transformOf(node.attributes['transform'])), look, depth: around.depth + 1,
      layer: name === 'g' ? plain(node.attributes['inkscape:label'] ?? node.attributes['id'] ?? '') || around.layer : around.layer,
    };
    if (name === 'g' || name === 'a') this.#children(node, inner);
    else if (name === 'svg') this.#children(node, this.#framed(this.#moved(inner, node), node, node));
    else if (name === 'switch') this.#switch(node, inner);
    else if (name === 'use') this.#use(node, inner);
    else if (name === 'image') {
      this.entities += 1;
      const { map } = inner, x = lengthOf(node.attributes['x'], this.#width), y = lengthOf(node.attributes['y'], this.#height);
      this.#skip('image', /^\s*data:/i.test(hrefOf(node)) ? 'notShown.embeddedImage' : 'notShown.external', map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f);
    }
    else if (name === 'text') this.#text(node, inner);
    else this.#shape(node, name, inner);
  }

  #moved(around: Surroundings, node: INode): Surroundings {
    return { ...around, map: compose(around.map, translation(lengthOf(node.attributes['x'], this.#width), lengthOf(node.attributes['y'], this.#height))) };
  }

  /** Inside an inner <svg> or a <symbol>, whose place is as large as `sized` says. */
  #framed(around: Surroundings, node: INode, sized: INode): Surroundings {
    const { viewBox, preserveAspectRatio, width, height } = node.attributes;
    const map = viewBoxMap(viewBox, preserveAspectRatio, lengthOf(sized.attributes['width'] ?? width, this.#width, this.#width), lengthOf(sized.attributes['height'] ?? height, this.#height, this.#height));
    return { ...around, map: compose(around.map, map) };
  }

  /** Of several ways to show one thing the first that can be shown. */
  #switch(node: INode, around: Surroundings): void {
    const [...ways] = node.children.filter((child) => child.type === 'element');
    const shown = ways.find((way) => refused[way.name] === undefined && way.attributes['requiredExtensions'] === undefined && !silent.has(way.name));
    for (const way of ways) if (way === shown || refused[way.name] !== undefined) this.#element(way, around);
  }

  #use(node: INode, around: Surroundings): void {
    const href = hrefOf(node);
    const target = href.startsWith('#') ? this.#ids.get(href.slice(1)) : undefined;
    if (target === undefined || this.#usePath.has(target)) {
      this.entities += 1;
      this.#skip('use', !href.startsWith('#') ? 'notShown.external' : target === undefined ? 'notShown.blockMissing' : 'notShown.blockLoop');
      return;
    }
    this.#usePath.add(target);
    const moved = this.#moved(around, node);
    if (target.name === 'symbol') this.#children(target, this.#framed({ ...moved, look: lookOf(target, moved.look, this.#rules) }, target, node));
    else this.#element(target, moved);
    this.#usePath.delete(target);
  }

  #shape(node: INode, name: string, around: Surroundings): void {
    const tolerance = (Math.hypot(this.#width, this.#height) * viewTolerance) / (stretch(around.map) || 1);
    const paths = shapePaths(node, name, { width: this.#width, height: this.#height, tolerance });
    this.entities += 1;
    if (paths === null) { this.#skip(name, 'notShown.unsupported'); return; }
    const { look } = around;
    const fill = name === 'line' || look['fill-opacity'] === '0' ? 'none' : this.#paint(look.fill ?? 'black', look);
    const stroke = look['stroke-opacity'] === '0' ? 'none' : this.#paint(look.stroke ?? 'none', look);
    if (look.visibility === 'hidden' || look.visibility === 'collapse' || look.opacity === '0' || (fill === 'none' && stroke === 'none')) {
      this.#skip(name, 'notShown.invisible');
      return;
    }
    let drawn = false;
    if (fill !== 'none') {
      const group = this.#builder.newGroup();
      for (const path of paths) drawn = this.#trace(path, this.#builder.style(around.layer, fill, 0, true), group, true, around.map) || drawn;
    }
    if (stroke !== 'none') {
      const width = lengthOf(look['stroke-width'] ?? '1', this.#width, 1) * stretch(around.map) * this.#mmPerUnit;
      const style = this.#builder.style(around.layer, stroke, Math.min(maxWidthMm, Math.round(width * 1000) / 1000) || 0, false);
      for (const path of paths) drawn = this.#trace(path, style, 0, path.closed, around.map) || drawn;
    }
    if (drawn) this.drawn += 1;
    else this.#skip(name, 'notShown.degenerate');
  }

  #paint(value: string, look: Look): string | null {
    return colourOf(value, look.color ?? 'black', (id) => {
      const stop = this.#ids.get(id)?.children.find((child) => child.name === 'stop');
      return stop === undefined ? undefined : (/stop-color:\s*([^;]+)/.exec(stop.attributes['style'] ?? '')?.[1] ?? stop.attributes['stop-color'] ?? 'black');
    });
  }

  #trace(path: SubPath, style: number, group: number, close: boolean, map: Affine): boolean {
    this.#builder.begin(style, group);
    for (let i = 0; i < path.xs.length; i += 1) {
      const x = path.xs[i] ?? NaN, y = path.ys[i] ?? NaN;
      const px = map.a * x + map.c * y + map.e, py = map.b * x + map.d * y + map.f;
      if (Math.abs(px) <= maxCoordinate && Math.abs(py) <= maxCoordinate) this.#builder.point(px, py);
    }
    return this.#builder.end(close);
  }

  #text(node: INode, around: Surroundings): void {
    this.entities += 1;
    const { map, look, layer } = around;
    const colour = this.#paint(look.fill ?? 'black', look);
    const lines = colour === 'none' || look.visibility === 'hidden' ? [] : textLines(node, look, this.#rules, this.#width);
    if (lines.length === 0) { this.#skip('text', colour === 'none' || look.visibility === 'hidden' ? 'notShown.invisible' : 'notShown.emptyText'); return; }
    const style = this.#builder.style(layer, colour, 0, false);
    let drawn = false;
    for (const line of lines) {
      const x = map.a * line.x + map.c * line.y + map.e, y = map.b * line.x + map.d * line.y + map.f;
      const height = Math.hypot(map.c, map.d) * line.size;
      if (!(Math.abs(x) <= maxCoordinate && Math.abs(y) <= maxCoordinate && height > 0 && height <= maxCoordinate)) continue;
      this.#builder.text({ x, y, height, rotation: (Math.atan2(map.b, map.a) * 180) / Math.PI, text: line.text, align: line.align, baseline: line.baseline, style });
      drawn = true;
    }
    if (drawn) this.drawn += 1;
    else this.#skip('text', 'notShown.damaged');
  }

  /** Counts what is left out; x and y are where it would be, y up. */
  #skip(type: string, reason: string, x = NaN, y = NaN): void {
    const key = `${type}|${reason}`;
    let entry = this.#skipped.get(key);
    if (entry === undefined) this.#skipped.set(key, entry = { type, count: 0, reason, places: [] });
    entry.count += 1;
    if (entry.places.length < mostPlaces && Math.abs(x) < mostPlace && Math.abs(y) < mostPlace) entry.places.push(drawingPoint(x, y));
  }
}

const hrefOf = (node: INode): string => plain(node.attributes['href'] ?? node.attributes['xlink:href'] ?? '').trim();
