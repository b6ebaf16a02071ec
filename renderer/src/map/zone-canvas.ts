import type { Box } from '#shared/geometry/frames.ts';
import { createCanvasCells } from './canvas-cells.ts';
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
 * Zones and labels as they are painted, at one zoom: a rectangle that grows as the view comes near its borders, in pixels from the
 * corner of `element`. What changes is painted anew alone.
 */
export class ZoneCanvas {
  readonly #cells = createCanvasCells();
  readonly element = this.#cells.element;
  readonly #store: ZoneStore;
  readonly #look: ZoneLayerLook;
  readonly #painter = createZonePainter();
  readonly #places;
  #view: Viewport | null = null;
  #ratio = 1;
  #dense = false;
  #painted: PixelRect = rectOf(0, 0, 0, 0);
  /** Parts to be painted anew, in map pixels (of the whole map at its zoom). */
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
  /** Starts anew with a view; nothing of it is painted yet. `anew`: the zones are others, so that labels find their places anew too. */
  begin(view: Viewport, ratio: number, anew: boolean): void {
    this.#ratio = ratio;
    this.#cells.clear(ratio);
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
  }

  /** Sees to it that `wanted` is painted, and with it what lies between it and what is painted already. */
  cover(wanted: PixelRect): void {
    const view = this.#view;
    if (!view) return;
    this.#places.setView({ minX: wanted.x - view.dx, minY: wanted.y - view.dy, maxX: wanted.x + wanted.width - view.dx, maxY: wanted.y + wanted.height - view.dy });
    const target = around(this.#painted, onDevicePixels(wanted, this.#ratio));
    const strips = stripsBetween(this.#painted, target);
    if (strips.length === 0) return;
    const before = this.#painted;
    this.#painted = target;
    const moved = strips.flatMap((strip) => this.#places.place(this.#zonesIn(strip, labelReach), this.#look.selected));
    this.#paint([...strips, ...(isEmptyRect(before) ? [] : this.#parts(moved).map((part) => meet(part, before)))]);
  }

  /** Zones were changed, made or deleted: as they were before, and their ids. */
  zonesChanged(before: readonly PreparedZone[], ids: readonly string[]): void {
    // A zone of another colour keeps its shape, and its label nearly its size: nobody gains ground by that.
    const reshaped = before.length < ids.length || before.some((zone) => this.#store.get(zone.view.id)?.coordinates !== zone.coordinates);
    this.#dirty.push(...this.#places.forget(ids, reshaped));
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
    this.#dirty.push(...this.#places.place(zones.filter((zone) => !isEmptyRect(meet(this.#partOf(zone), this.#painted))), this.#look.selected));
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

  #partOf(zone: PreparedZone): PixelRect {
    const view = this.#view;
    if (!view) return rectOf(0, 0, 0, 0);
    const [width, height] = extentOf(view, zone.box);
    const [x, y] = toPixel(view, (zone.box.minX + zone.box.maxX) / 2, (zone.box.minY + zone.box.maxY) / 2);
    return rectOf(x - width / 2 - outlineReach, y - height / 2 - outlineReach, x + width / 2 + outlineReach, y + height / 2 + outlineReach);
  }

  #touch(zone: PreparedZone): void {
    const view = this.#view, part = this.#partOf(zone);
    const { x, y, width, height } = meet(part, this.#painted);
    if (!view || width === 0 || height === 0) return;
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
    const view = this.#view;
    if (!view) return;
    const { hidden, theme } = this.#look;
    for (const part of parts) this.#cells.paint(part, (context, own, x, y) => {
      const zones = this.#zonesIn(own, outlineReach).filter((zone) => !hidden.has(zone.view.id));
      const here = { ...view, dx: view.dx - x, dy: view.dy - y };
      this.#painter.paint(context, zones, here, theme, this.#ratio, this.#dense);
      const labels = this.#places.inBox({ minX: own.x - view.dx - outlineReach, minY: own.y - view.dy - outlineReach, maxX: own.x + own.width - view.dx + outlineReach, maxY: own.y + own.height - view.dy + outlineReach });
      paintLabels(context, labels.filter((label) => !hidden.has(label.zone.view.id)), here.dx, here.dy, theme);
    });
  }

  /** Whether all of `wanted` is painted. */
  covers(wanted: PixelRect): boolean { return holds(this.#painted, wanted); }

  /** Forgets what is painted outside `kept`. */
  keep(kept: PixelRect): void {
    this.#painted = meet(this.#painted, kept);
    this.#cells.keep(this.#painted);
  }
}
