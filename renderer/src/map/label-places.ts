import type { Box } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { createBoxGrid } from './box-grid.ts';
import { blocksOf } from './label-blocks.ts';
import type { LabelBlock, Measure } from './label-blocks.ts';
import type { MapTexts } from './map-types.ts';
import { rectangleInside, rectangleTouches } from './rectangle-inside.ts';
import { boxesMeet, extentOf, toMap, toPixel } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { labelOf } from './zone-store.ts';
import type { PreparedZone } from './zone-store.ts';

/**
 * A label that has its place, in pixels of the whole map at its zoom (not of a canvas), so that it stays where it is while the view is
 * panned. `anchor` is where the line of a label outside its zone ends.
 */
export interface PlacedLabel {
  readonly zone: PreparedZone;
  readonly block: LabelBlock;
  readonly x: number;
  readonly y: number;
  readonly box: Box;
  readonly anchor: readonly [x: number, y: number] | null;
}

/** Zones smaller than this many pixels, both ways, have no label at all. */
const leastZone = 10;
/** From this many pixels on a zone may have a label inside. */
const leastInside = 14;
/** Labels outside their zones: so far from the zone, and so many in a view. */
const gaps = [14, 34, 58] as const;
const mostOutside = 60;
/** The card of a label outside its zone, and the space around it. */
const cardMargin = 5;
/** With more zones in view there is no free ground to look for, and looking would take long. */
const mostZonesWithLines = 600;
const eightWays = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]] as const;

export interface LabelPlaces {
  /** The view, in map pixels: labels outside their zones are rather put where they are seen whole. */
  setView(box: Box): void;
  /** Another zoom, turn, text or font: all places are found anew. `zonesInView` says how crowded the view is. */
  reset(view: Viewport, texts: MapTexts, zonesInView: number): void;
  /** Finds places for zones that have not been looked at; the boxes of labels that came or went. */
  place(zones: readonly PreparedZone[], selected: ReadonlySet<Id>): Box[];
  /** Zones have changed or gone: their labels go. Where they may leave free ground, those that had to stand back are looked at again. */
  forget(ids: Iterable<Id>, freesGround: boolean): Box[];
  /** The label of a zone. */
  get(id: Id): PlacedLabel | undefined;
  /** Labels that meet a box of map pixels, by themselves or by their lines. */
  inBox(box: Box): PlacedLabel[];
}

/**
 * Places labels without overlap, the important first: selected, then the higher level, then the larger. What was placed stays while the
 * zoom stays, so that nothing flickers; only a zone that is selected without showing its name makes others give way.
 * `neighbours` gives the zones that meet a box of map coordinates.
 */
export function createLabelPlaces(measure: Measure, neighbours: (box: Box) => readonly PreparedZone[]): LabelPlaces {
  const seen = new Set<Id>();
  /** Zones that do not show their whole name. */
  const wanting = new Set<Id>();
  /** Zones that others have made way for since they are selected. */
  const preferred = new Set<Id>();
  const withLine = new Map<Id, PlacedLabel>();
  const grid = createBoxGrid<Id, PlacedLabel>();
  let view: Viewport = { scale: 1, cos: 1, sin: 0, dx: 0, dy: 0, width: 0, height: 0 };
  let texts: MapTexts | null = null;
  let crowded = false;
  let seenBox: Box = { minX: -Infinity, minY: -Infinity, maxX: Infinity, maxY: Infinity };

  const rank = ({ view: { level } }: PreparedZone): number => level ?? 3.5;
  const boxAt = ({ width, height }: LabelBlock, x: number, y: number): Box => ({ minX: x - width / 2, maxX: x + width / 2, minY: y - height / 2, maxY: y + height / 2 });
  const free = (box: Box, giveWay: boolean, selected: ReadonlySet<Id>): boolean => {
    for (const other of grid.inBox(box)) if (!giveWay || selected.has(other.zone.view.id)) return false;
    return true;
  };

  /** Puts a block inside the zone: on the point farthest from its outline, else a little above, below or beside it. */
  const inside = (zone: PreparedZone, block: LabelBlock, extent: readonly [number, number], taken: (box: Box) => boolean): PlacedLabel | null => {
    const { width, height } = block;
    if (width > extent[0] || height > extent[1]) return null;
    const [placeX, placeY] = labelOf(zone);
    const [centreX, centreY] = toPixel(view, placeX, placeY).map(Math.round) as [number, number]; // map keeps both
    const room = Math.min(extent[0], extent[1]) >= 3 * height;
    for (const [right, down] of room ? [[0, 0], [0, -1.3], [0, 1.3], [-0.7, 0], [0.7, 0], [0, -2.6], [0, 2.6]] as const : [[0, 0]] as const) {
      const x = centreX + Math.round(right * width), y = centreY + Math.round(down * height);
      const box = boxAt(block, x, y);
      if (taken(box)) continue;
      const [mapX, mapY] = right === 0 && down === 0 ? [placeX, placeY] : toMap(view, x, y);
      if (rectangleInside(zone.coordinates, zone.starts, mapX, mapY, width / 2 / view.scale, height / 2 / view.scale, view)) return { zone, block, x, y, box, anchor: null };
    }
    return null;
  };

  /** Puts a block on free ground near the zone: over no other zone and no label, and its line over no label. */
  const beside = (zone: PreparedZone, block: LabelBlock, [across, down]: readonly [number, number], taken: (box: Box) => boolean): PlacedLabel | null => {
    const [placeX, placeY] = labelOf(zone);
    const [anchorX, anchorY] = toPixel(view, placeX, placeY);
    const { box: bounds } = zone;
    const [middleX, middleY] = toPixel(view, (bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2);
    const all = gaps.flatMap((gap) => eightWays.map(([right, below]) => [right, below, gap] as const));
    const at = ([right, below, gap]: (typeof all)[number]): [x: number, y: number, box: Box] => {
      const x = Math.round(middleX + right * (across / 2 + block.width / 2 + gap)), y = Math.round(middleY + below * (down / 2 + block.height / 2 + gap));
      return [x, y, grownBox(boxAt(block, x, y), cardMargin)];
    };
    const places = all.map(at);
    const whole = places.filter(([, , box]) => box.minX >= seenBox.minX && box.maxX <= seenBox.maxX && box.minY >= seenBox.minY && box.maxY <= seenBox.maxY);
    // A label of a zone that is looked at is never cut off by the window's edge; out of view it may lie anywhere.
    const looked = anchorX >= seenBox.minX && anchorX <= seenBox.maxX && anchorY >= seenBox.minY && anchorY <= seenBox.maxY;
    for (const [x, y, box] of looked ? whole : [...whole, ...places.filter((place) => !whole.includes(place))]) {
      if (taken(box)) continue;
      const [mapX, mapY] = toMap(view, x, y);
      const halfWidth = block.width / 2 / view.scale, halfHeight = block.height / 2 / view.scale;
      const far = Math.hypot(halfWidth, halfHeight);
      if (neighbours({ minX: mapX - far, maxX: mapX + far, minY: mapY - far, maxY: mapY + far }).some((other) => rectangleTouches(other.coordinates, other.starts, mapX, mapY, halfWidth, halfHeight, view))) continue;
      const line = { minX: Math.min(x, anchorX), maxX: Math.max(x, anchorX), minY: Math.min(y, anchorY), maxY: Math.max(y, anchorY) };
      if (grid.inBox(line).some((other) => segmentMeets(anchorX, anchorY, x, y, other.box))) continue;
      return { zone, block, x, y, box, anchor: [anchorX, anchorY] };
    }
    return null;
  };

  const find = (zone: PreparedZone, selected: ReadonlySet<Id>): PlacedLabel | null => {
    if (!texts) return null;
    const extent = extentOf(view, zone.box);
    if (extent[0] < leastZone || extent[1] < leastZone) return null;
    const blocks = blocksOf(zone.view, texts, measure);
    const chosen = selected.has(zone.view.id);
    const taken = (box: Box): boolean => !free(box, chosen, selected);
    const roomInside = extent[0] >= leastInside && extent[1] >= leastInside;
    if (roomInside) for (const block of blocks.whole()) { const placed = inside(zone, block, extent, taken); if (placed) return placed; }
    if ((chosen || !crowded) && (chosen || withLine.size < mostOutside)) { const placed = beside(zone, blocks.outside(), extent, taken); if (placed) return placed; }
    if (roomInside) for (const block of blocks.short(extent[0])) { const placed = inside(zone, block, extent, taken); if (placed) return placed; }
    return null;
  };

  const remove = (id: Id): Box[] => {
    const label = grid.remove(id);
    withLine.delete(id);
    seen.delete(id);
    wanting.delete(id);
    return label ? [reachOf(label)] : [];
  };

  const decide = (zone: PreparedZone, selected: ReadonlySet<Id>): { changed: Box[]; displaced: PreparedZone[] } => {
    const { id } = zone.view;
    const changed: Box[] = [];
    const displaced: PreparedZone[] = [];
    seen.add(id);
    const label = find(zone, selected);
    if (!label || label.block.name !== zone.view.name) wanting.add(id);
    if (label) {
      for (const other of grid.inBox(label.box)) { displaced.push(other.zone); changed.push(...remove(other.zone.view.id)); }
      grid.add(id, label);
      if (label.anchor) withLine.set(id, label);
      changed.push(reachOf(label));
    }
    return { changed, displaced };
  };

  return {
    setView(box) { seenBox = box; },
    reset(next, nextTexts, zonesInView) {
      seen.clear();
      wanting.clear();
      grid.clear();
      withLine.clear();
      preferred.clear();
      view = { ...next, dx: 0, dy: 0 };
      texts = nextTexts;
      crowded = zonesInView > mostZonesWithLines;
    },
    place(zones, selected) {
      const changed: Box[] = [];
      // A selected zone is looked at again where its whole name is not shown.
      const due = zones.filter(({ view: { id } }) => {
        if (!seen.has(id)) return true;
        if (!selected.has(id) || preferred.has(id) || !wanting.has(id)) return false;
        changed.push(...remove(id));
        return true;
      });
      const weight = (zone: PreparedZone): number => (selected.has(zone.view.id) ? 0 : rank(zone));
      due.sort((a, b) => weight(a) - weight(b) || b.area - a.area);
      const again: PreparedZone[] = [];
      for (const zone of due) { const { changed: boxes, displaced } = decide(zone, selected); changed.push(...boxes); again.push(...displaced); }
      for (const id of preferred) if (!selected.has(id)) preferred.delete(id);
      for (const { view: { id } } of due) if (selected.has(id)) preferred.add(id);
      for (const zone of again) if (!seen.has(zone.view.id)) changed.push(...decide(zone, selected).changed);
      return changed;
    },
    forget(ids, freesGround) {
      const gone = [...ids].flatMap(remove);
      if (!freesGround) return gone;
      if (wanting.size < mostZonesWithLines) for (const id of wanting) if (!grid.get(id)) seen.delete(id);
      // Ground that was let go of may be what those need whose names are not shown.
      for (const box of gone) for (const label of grid.inBox({ minX: box.minX - 100, maxX: box.maxX + 100, minY: box.minY - 100, maxY: box.maxY + 100 })) {
        if (wanting.has(label.zone.view.id)) gone.push(...remove(label.zone.view.id));
      }
      return gone;
    },
    get: (id) => grid.get(id),
    inBox(box) {
      const found = grid.inBox(box);
      for (const label of withLine.values()) if (boxesMeet(reachOf(label), box) && !boxesMeet(label.box, box)) found.push(label);
      return found;
    },
  };
}

const grownBox = ({ minX, minY, maxX, maxY }: Box, by: number): Box => ({ minX: minX - by, minY: minY - by, maxX: maxX + by, maxY: maxY + by });

/** The box of a label with its line. */
export function reachOf({ box, anchor }: PlacedLabel): Box {
  if (!anchor) return box;
  return { minX: Math.min(box.minX, anchor[0] - 4), minY: Math.min(box.minY, anchor[1] - 4), maxX: Math.max(box.maxX, anchor[0] + 4), maxY: Math.max(box.maxY, anchor[1] + 4) };
}

/** Whether a segment meets a box (separating axes). */
function segmentMeets(ax: number, ay: number, bx: number, by: number, box: Box): boolean {
  if (Math.min(ax, bx) > box.maxX || Math.max(ax, bx) < box.minX || Math.min(ay, by) > box.maxY || Math.max(ay, by) < box.minY) return false;
  const dx = bx - ax, dy = by - ay, cx = (box.minX + box.maxX) / 2, cy = (box.minY + box.maxY) / 2;
  return Math.abs((ax - cx) * dy - (ay - cy) * dx) <= ((box.maxX - box.minX) * Math.abs(dy) + (box.maxY - box.minY) * Math.abs(dx)) / 2;
}
