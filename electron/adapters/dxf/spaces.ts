import { compose, rotation, scaling, translation } from '#shared/drawing/affine.ts';
import type { EntityDrawer } from './entities.ts';
import { topSurroundings, type Painter } from './painter.ts';
import type { DxfRecord } from './record.ts';
import { nameKey, type DxfTables } from './tables.ts';

/** A sheet of paper space. */
export interface Paper {
  readonly name: string;
  /** Block that holds its entities; '' for the sheet whose entities stand in the ENTITIES section. */
  readonly block: string;
}

/** Whether an entity of paper space is more than the sheet itself. */
export const isOnPaper = (record: DxfRecord): boolean => record.type !== 'VIEWPORT' || record.number(69, 2) > 1;

/** The sheets with something on them, in the order of their tabs; `inEntities` says how much of it stands in the ENTITIES section. */
export function papersOf(tables: DxfTables, inEntities: number): Paper[] {
  const papers = tables.objects.papers.flatMap(({ name, blockHandle }): Paper[] => {
    const block = tables.blockNames.get(blockHandle) ?? '';
    if (!/^\*PAPER_SPACE/i.test(block)) return [];
    if (nameKey(block) === '*PAPER_SPACE') return inEntities > 0 ? [{ name, block: '' }] : [];
    return tables.blocks.get(nameKey(block))?.records.some(isOnPaper) === true ? [{ name, block }] : [];
  });
  // R12 and files without an OBJECTS section have one sheet.
  return papers.length > 0 || inEntities === 0 ? papers : [{ name: '', block: '' }];
}

/**
 * Collects a sheet's entities and the model's, and draws the sheet: what lies on it, then the model through its viewports, each clipped to
 * its frame.
 */
export class PaperDrawer {
  /** Lengths of the model per length on paper, of every viewport that was drawn. */
  readonly scales: number[] = [];
  readonly #painter: Painter;
  readonly #drawer: EntityDrawer;
  readonly #model: DxfRecord[] = [];
  readonly #viewports: DxfRecord[] = [];
  readonly #isInEntities: boolean;

  constructor(painter: Painter, drawer: EntityDrawer, paper: Paper) {
    this.#painter = painter;
    this.#drawer = drawer;
    this.#isInEntities = paper.block === '';
    const block = painter.tables.blocks.get(nameKey(paper.block));
    if (!this.#isInEntities && block) for (const record of block.records) this.#take(record);
  }

  /** Takes an entity of the ENTITIES section, which stays as it is. */
  add(record: DxfRecord): void {
    if (record.number(67) !== 1) this.#model.push(record);
    else if (this.#isInEntities) this.#take(record);
  }

  #take(record: DxfRecord): void {
    if (record.type === 'VIEWPORT') this.#viewports.push(record);
    else this.#drawer.draw(record);
  }

  /** Draws the viewports, when all entities were taken. */
  finish(): void {
    for (const viewport of this.#viewports) {
      this.#drawer.entities += 1;
      if (this.#draw(viewport)) this.#drawer.drawn += 1;
      else this.#drawer.skip(viewport, 'notShown.viewport');
    }
  }

  /** Draws the model as a viewport shows it; false for one that is off, looks at the model from the side, or is the sheet itself. */
  #draw(viewport: DxfRecord): boolean {
    const painter = this.#painter;
    const x = viewport.number(10), y = viewport.number(20), width = viewport.number(40), height = viewport.number(41), viewHeight = viewport.number(45);
    const isFlat = viewport.number(16) === 0 && viewport.number(26) === 0 && viewport.number(36, 1) > 0 && (viewport.number(90) & 1) === 0;
    if (viewport.number(69) === 1 || viewport.number(68, 1) === 0 || !isFlat || !(width > 0 && height > 0 && viewHeight > 0)) return false;
    const scale = height / viewHeight;
    // Model → turned about the target → moved so that the view's centre lies in the middle → scaled into the frame.
    const turned = compose(rotation(viewport.number(51)), translation(-viewport.number(17), -viewport.number(27)));
    const map = compose(compose(translation(x, y), scaling(scale, scale)), compose(translation(-viewport.number(12), -viewport.number(22)), turned));
    const left = x - width / 2, right = x + width / 2, bottom = y - height / 2, top = y + height / 2;
    const frozen = [...viewport.allTexts(331), ...viewport.allTexts(341)].flatMap((handle) => painter.tables.layerNames.get(handle) ?? []);
    painter.hiddenLayers = new Set(frozen.map(nameKey));
    const drawn = painter.within({ xs: [left, right, right, left], ys: [bottom, bottom, top, top] }, () => this.#drawer.drawAgain(this.#model, { ...topSurroundings, map }));
    painter.hiddenLayers = new Set();
    if (drawn) this.scales.push(scale);
    painter.enter(topSurroundings);
    painter.builder.begin(painter.line(viewport, topSurroundings));
    for (const [cx, cy] of [[left, bottom], [right, bottom], [right, top], [left, top]] as const) painter.point(cx, cy);
    return painter.builder.end(true) || drawn;
  }
}
