import type { Box } from '#shared/geometry/frames.ts';
import { createMeasure } from './label-blocks.ts';
import { createLabelPlaces, reachOf } from './label-places.ts';
import type { MapTexts, MapTheme } from './map-types.ts';
import { areaOf, around, holds, isEmptyRect, meet, mergeRects, onDevicePixels, rectOf, stripsBetween } from './painted-area.ts';
import type { PixelRect } from './painted-area.ts';
import type { Turn } from './turn.ts';
import { extentOf, toPixel, visibleBox } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { paintLabels } from './zone-labels.ts';
import { createZonePainter, mostCased } from './zone-paint.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

export interface ZoneLayerLook {
  theme: MapTheme;
  texts: MapTexts;
  turn: Turn;
  selected: ReadonlySet<string>;
  hovered: string | null;
  /** Zones that the editor is showing itself just now. */
  hidden: ReadonlySet<string>;
}

/** Outlines and highlights reach so many pixels beyond a zone. */
const outlineReach = 6;
/** Labels of zones so many pixels away may reach into a part that is painted. */
const labelReach = 140;
/** More dirty parts than this, or more of the canvas, and all of it is painted anew. */
const mostParts = 60;
const mostShare = 0.5;

/**
 * The canvas with zones and labels. Only a part of it is painted at first and the rest as the view comes near it; what changes is
 * painted anew alone. The canvas may be laid elsewhere: what it shows is moved along and only the uncovered part is painted.
 */
export class ZoneCanvas {
  readonly element = document.createElement('canvas');
  readonly #context = this.element.getContext('2d');
  readonly #store: ZoneStore;
  readonly #look: ZoneLayerLook;
  readonly #painter = createZonePainter();
  readonly #places;
  #view: Viewport | null = null;
  #ratio = 1;
  #dense = false;
  #painted: PixelRect = rectOf(0, 0, 0, 0);
  /** Parts to be painted anew, in map pixels (of the whole map at its zoom): they stay right when the canvas is laid elsewhere. */
  #dirty: Box[] = [];
  #looked: { scale: number; turn: number; texts: MapTexts } | null = null;

  constructor(store: ZoneStore, look: ZoneLayerLook) {
    this.#store = store;
    this.#look = look;
    const measuring = document.createElement('canvas').getContext('2d');
    this.#places = createLabelPlaces(measuring ? createMeasure(measuring) : () => 0, (box) => store.inBox(box));
  }

  get view(): Viewport | null { return this.#view; }
  get painted(): PixelRect { return this.#painted; }
  get whole(): PixelRect { return this.#view ? rectOf(0, 0, this.#view.width, this.#view.height) : rectOf(0, 0, 0, 0); }
  get isDirty(): boolean { return this.#dirty.length > 0; }

  /** Starts anew with a view; nothing of it is painted yet. `anew`: the zones are others, so that labels find their places anew too. */
  begin(view: Viewport, ratio: number, anew: boolean): void {
    this.#resize(view, ratio);
    this.#view = view;
    this.#painted = rectOf(0, 0, 0, 0);
    this.#dirty = [];
    const zones = this.#store.inBox(visibleBox(view, outlineReach));
    const looked = { scale: view.scale, turn: this.#look.turn.degrees, texts: this.#look.texts };
    if (anew || looked.scale !== this.#looked?.scale || looked.turn !== this.#looked.turn || looked.texts !== this.#looked.texts) {
      this.#looked = looked;
      this.#places.reset(view, looked.texts, zones.length);
      this.#dense = zones.reduce((sum, { coordinates }) => sum + coordinates.length / 2, 0) > mostCased;
    }
    this.#context?.setTransform(1, 0, 0, 1, 0, 0);
    this.#context?.clearRect(0, 0, this.element.width, this.element.height);
  }

  /** Lays the canvas so that what was at (x, y) is at its corner, whole device pixels away, and keeps what is painted. */
  shift(x: number, y: number): void {
    const view = this.#view, context = this.#context;
    if (!view || !context) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.element, Math.round(-x * this.#ratio), Math.round(-y * this.#ratio));
    context.restore();
    this.#view = { ...view, dx: view.dx - x, dy: view.dy - y };
    this.#painted = meet({ ...this.#painted, x: this.#painted.x - x, y: this.#painted.y - y }, this.whole);
  }

  /** Sees to it that `wanted` (canvas pixels) is painted. */
  cover(wanted: PixelRect): void {
    const view = this.#view;
    if (!view) return;
    const target = around(this.#painted, meet(onDevicePixels(wanted, this.#ratio), this.whole));
    const strips = stripsBetween(this.#painted, target);
    if (strips.length === 0) return;
    const before = this.#painted;
    this.#painted = target;
    const moved = strips.flatMap((strip) => this.#places.place(this.#zonesIn(strip, labelReach), this.#look.selected));
    this.#paint([...strips, ...(isEmptyRect(before) ? [] : this.#parts(moved).map((part) => meet(part, before)))]);
  }

  /** Zones were changed, made or deleted: as they were before, and their ids. */
  zonesChanged(before: readonly PreparedZone[], ids: readonly string[]): void {
    this.#dirty.push(...this.#places.forget(ids));
    for (const zone of before) this.#touch(zone);
    for (const id of ids) { const zone = this.#store.get(id); if (zone) this.#touch(zone); }
  }

  /** Zones were hidden or are shown again. */
  visibilityChanged(ids: Iterable<string>): void {
    for (const id of ids) {
      const zone = this.#store.get(id), label = this.#places.get(id);
      if (zone) this.#touch(zone);
      if (label) this.#dirty.push(reachOf(label));
    }
  }

  /** A zone that was selected may show its name where it did not. */
  selectionChanged(): void {
    if (!this.#view) return;
    const zones = [...this.#look.selected].flatMap((id) => this.#store.get(id) ?? []);
    this.#dirty.push(...this.#places.place(zones.filter((zone) => !isEmptyRect(meet(this.#partOf(zone), this.whole))), this.#look.selected));
  }

  /** Paints what has changed; false where so much has that all of it should be painted anew. */
  mend(): boolean {
    if (this.#dirty.length === 0) return true;
    if (this.#dirty.length > mostParts * 4) return false;
    const near = mergeRects(this.#parts(this.#dirty));
    const moved = near.flatMap((part) => this.#places.place(this.#zonesIn(part, labelReach), this.#look.selected));
    const parts = mergeRects(this.#parts([...this.#dirty, ...moved]).map((part) => meet(part, this.#painted)).filter((part) => !isEmptyRect(part)));
    if (parts.length > mostParts || parts.reduce((sum, part) => sum + areaOf(part), 0) > mostShare * areaOf(this.#painted)) return false;
    this.#dirty = [];
    this.#paint(parts);
    return true;
  }

  #resize(view: Viewport, ratio: number): void {
    this.#ratio = ratio;
    const width = Math.round(view.width * ratio), height = Math.round(view.height * ratio);
    if (this.element.width === width && this.element.height === height) return;
    this.element.width = width;
    this.element.height = height;
    this.element.style.width = `${width / ratio}px`;
    this.element.style.height = `${height / ratio}px`;
  }

  #partOf(zone: PreparedZone): PixelRect {
    const view = this.#view;
    if (!view) return rectOf(0, 0, 0, 0);
    const [width, height] = extentOf(view, zone.box);
    const [x, y] = toPixel(view, (zone.box.minX + zone.box.maxX) / 2, (zone.box.minY + zone.box.maxY) / 2);
    return rectOf(x - width / 2 - outlineReach, y - height / 2 - outlineReach, x + width / 2 + outlineReach, y + height / 2 + outlineReach);
  }

  #touch(zone: PreparedZone): void {
    const view = this.#view, part = this.#partOf(zone);
    if (!view || isEmptyRect(meet(part, this.whole))) return;
    const { x, y, width, height } = meet(part, this.whole);
    this.#dirty.push({ minX: x - view.dx, minY: y - view.dy, maxX: x + width - view.dx, maxY: y + height - view.dy });
  }

  /** Boxes of map pixels as parts of the canvas, with the edges of letters and cards. */
  #parts(boxes: readonly Box[]): PixelRect[] {
    const view = this.#view;
    if (!view) return [];
    return boxes.map(({ minX, minY, maxX, maxY }) => onDevicePixels(rectOf(minX + view.dx - outlineReach, minY + view.dy - outlineReach, maxX + view.dx + outlineReach, maxY + view.dy + outlineReach), this.#ratio));
  }

  #zonesIn({ x, y, width, height }: PixelRect, margin: number): PreparedZone[] {
    const view = this.#view;
    return view ? this.#store.inBox(visibleBox({ ...view, dx: view.dx - x, dy: view.dy - y, width, height }, margin)) : [];
  }

  #paint(parts: readonly PixelRect[]): void {
    const view = this.#view, context = this.#context;
    if (!view || !context) return;
    const { hidden, theme } = this.#look;
    for (const part of parts) {
      if (isEmptyRect(part)) continue;
      context.save();
      context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
      context.beginPath();
      context.rect(part.x, part.y, part.width, part.height);
      context.clip();
      context.clearRect(part.x, part.y, part.width, part.height);
      const zones = this.#zonesIn(part, outlineReach).filter((zone) => !hidden.has(zone.view.id));
      this.#painter.paint(context, zones, view, theme, this.#ratio, this.#dense);
      const labels = this.#places.inBox({ minX: part.x - view.dx - outlineReach, minY: part.y - view.dy - outlineReach, maxX: part.x + part.width - view.dx + outlineReach, maxY: part.y + part.height - view.dy + outlineReach });
      paintLabels(context, labels.filter((label) => !hidden.has(label.zone.view.id)), view.dx, view.dy, theme);
      context.restore();
    }
  }

  /** Whether all of `wanted` is painted. */
  covers(wanted: PixelRect): boolean { return holds(this.#painted, meet(wanted, this.whole)) && holds(this.whole, wanted); }
}
