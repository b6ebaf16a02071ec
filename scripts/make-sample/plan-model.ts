import type { Point } from './site.ts';

/** What the plan is made of, in plant metres; the writers turn it into DXF, PDF and PNG. Angles in degrees, counter-clockwise from east. */
export interface Vertex { readonly x: number; readonly y: number; /** tan of a quarter of the arc to the next vertex. */ readonly bulge?: number }
export type Align = 'left' | 'center' | 'right';

export type Item =
  | { readonly kind: 'line'; readonly layer: string; readonly from: Point; readonly to: Point }
  | { readonly kind: 'polyline'; readonly layer: string; readonly vertices: readonly Vertex[]; readonly closed: boolean; readonly tint?: string; readonly width?: number }
  | { readonly kind: 'circle'; readonly layer: string; readonly centre: Point; readonly radius: number; readonly tint?: string }
  | { readonly kind: 'arc'; readonly layer: string; readonly centre: Point; readonly radius: number; readonly start: number; readonly end: number }
  | { readonly kind: 'hatch'; readonly layer: string; readonly vertices: readonly Vertex[]; readonly pattern: 'SOLID' | 'ANSI31'; readonly spacing: number }
  | { readonly kind: 'text'; readonly layer: string; readonly at: Point; readonly height: number; readonly text: string; readonly align: Align; readonly rotation: number }
  | { readonly kind: 'mtext'; readonly layer: string; readonly at: Point; readonly height: number; readonly lines: readonly string[]; readonly width: number }
  | { readonly kind: 'insert'; readonly layer: string; readonly block: string; readonly at: Point; readonly scale: number; readonly rotation: number }
  | { readonly kind: 'dimension'; readonly layer: string; readonly from: Point; readonly to: Point; readonly through: Point; readonly vertical: boolean };

export interface Layer {
  readonly name: string;
  /** AutoCAD colour index for the DXF; `#rrggbb` and line width in metres for paper and picture. */
  readonly aci: number;
  readonly colour: string;
  readonly width: number;
  readonly dash?: 'DASHED' | 'CENTER';
  readonly off?: boolean;
}

export interface Block { readonly name: string; readonly items: readonly Item[] }
export interface Plan { readonly layers: readonly Layer[]; readonly blocks: readonly Block[]; readonly items: readonly Item[] }

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Collects items; every method names the layer first. */
export class Drawing {
  readonly items: Item[] = [];

  line(layer: string, from: Point, to: Point): void { this.items.push({ kind: 'line', layer, from, to }); }
  polyline(layer: string, points: readonly Point[], options: { closed?: boolean; tint?: string; width?: number } = {}): void {
    const { closed = false, ...rest } = options;
    this.items.push({ kind: 'polyline', layer, vertices: points.map(([x, y]) => ({ x, y })), closed, ...rest });
  }
  rect(layer: string, west: number, south: number, width: number, height: number, tint?: string): void {
    this.polyline(layer, [[west, south], [west + width, south], [west + width, south + height], [west, south + height]], { closed: true, ...(tint && { tint }) });
  }
  /** A rectangle with corners of `radius`, as a polyline with bulges. */
  roundRect(layer: string, west: number, south: number, width: number, height: number, radius: number, tint?: string): void {
    this.items.push({ kind: 'polyline', layer, vertices: roundRectVertices(west, south, width, height, radius), closed: true, ...(tint && { tint }) });
  }
  circle(layer: string, centre: Point, radius: number, tint?: string): void {
    this.items.push({ kind: 'circle', layer, centre, radius, ...(tint && { tint }) });
  }
  arc(layer: string, centre: Point, radius: number, start: number, end: number): void { this.items.push({ kind: 'arc', layer, centre, radius, start, end }); }
  hatch(layer: string, vertices: readonly Vertex[], pattern: 'SOLID' | 'ANSI31', spacing = 2): void {
    this.items.push({ kind: 'hatch', layer, vertices, pattern, spacing });
  }
  text(layer: string, at: Point, height: number, text: string, options: { align?: Align; rotation?: number } = {}): void {
    this.items.push({ kind: 'text', layer, at, height, text, align: options.align ?? 'center', rotation: options.rotation ?? 0 });
  }
  mtext(layer: string, at: Point, height: number, lines: readonly string[], width: number): void {
    this.items.push({ kind: 'mtext', layer, at, height, lines, width });
  }
  insert(layer: string, block: string, at: Point, scale = 1, rotation = 0): void {
    this.items.push({ kind: 'insert', layer, block, at: [round(at[0]), round(at[1])], scale, rotation });
  }
  dimension(layer: string, from: Point, to: Point, through: Point, vertical: boolean): void {
    this.items.push({ kind: 'dimension', layer, from, to, through, vertical });
  }
}

/** Corners of `radius` by bulges of a quarter circle, counter-clockwise. */
export function roundRectVertices(west: number, south: number, width: number, height: number, radius: number): Vertex[] {
  const east = west + width;
  const north = south + height;
  const quarter = Math.tan(Math.PI / 8);
  return [
    { x: west + radius, y: south }, { x: east - radius, y: south, bulge: quarter },
    { x: east, y: south + radius }, { x: east, y: north - radius, bulge: quarter },
    { x: east - radius, y: north }, { x: west + radius, y: north, bulge: quarter },
    { x: west, y: north - radius }, { x: west, y: south + radius, bulge: quarter },
  ];
}
