import type { Locator, Page } from 'playwright';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { CallInput, CallOutput, WindowCallName, WindowCalls } from '../../shared/contract/index.ts';
import { answerDialogs, type Workstation } from './launch.ts';

declare const window: { readonly riskatlas: Bridge };

/** Plant metres, x east and y north. */
export type Metres = readonly [x: number, y: number];

/** What a person does in the main window, in their words. Used by the end-to-end tests and by the tour of `npm start`. */
export class MainWindow {
  readonly page: Page;
  readonly #workstation: Workstation;

  constructor(workstation: Workstation) {
    this.#workstation = workstation;
    this.page = workstation.page;
  }

  by(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** The map itself, where keys and the pointer go. */
  map(): Locator {
    return this.page.locator('.ra-map');
  }

  async openSample(file: string): Promise<void> {
    await answerDialogs(this.#workstation.app, { save: file });
    await this.by('start.sample').click();
    await this.by('workspace.name').waitFor();
    await this.mapIsDrawn();
  }

  async newWorkspace(file: string, name: string, companyCode: string): Promise<void> {
    await answerDialogs(this.#workstation.app, { save: file });
    await this.by('start.new').click();
    await this.by('new.name').fill(name);
    await this.by('new.code').fill(companyCode);
    await this.by('new.pick').click();
    await this.by('new.accept').click();
    await this.by('workspace.name').waitFor();
  }

  async place(name: 'map' | 'checklist' | 'exchange'): Promise<void> {
    await this.by(`place.${name}`).click();
  }

  /** Imports a layout by the button and leaves its report open. */
  async importLayout(file: string): Promise<void> {
    await this.place('map');
    await answerDialogs(this.#workstation.app, { open: file });
    await this.by('layout.import').click();
    await this.by('layout.report').waitFor();
  }

  /** Drops a file on the map, as from the file manager. */
  async dropOnMap(file: string): Promise<void> {
    await this.#drop(this.by('map'), file);
  }

  /** Reads a workbook and leaves its preview open. */
  async previewChecklist(file: string): Promise<void> {
    await this.place('checklist');
    await answerDialogs(this.#workstation.app, { open: file });
    await this.by('book.import').or(this.by('book.empty.import')).first().click();
    await this.by('book.preview').waitFor();
  }

  async acceptChecklist(): Promise<void> {
    await this.by('book.accept').click();
    await this.by('book.preview').waitFor({ state: 'hidden' });
  }

  /** Waits until the drawing's tiles have come and nothing moves any more. */
  async mapIsDrawn(): Promise<void> {
    await this.by('map').waitFor();
    await this.page.waitForFunction(() => document.querySelectorAll('.leaflet-tile').length > 0 && document.querySelectorAll('.leaflet-tile:not(.leaflet-tile-loaded)').length === 0);
    await this.page.waitForTimeout(300);
  }

  /**
   * Where on the screen a point of the plant is, found as a person would: by moving the pointer and reading the coordinates in the
   * status bar.
   */
  async screenOf(): Promise<(point: Metres) => { x: number; y: number }> {
    const box = await this.#mapBox();
    const at = [[box.x + box.width * 0.3, box.y + box.height * 0.3], [box.x + box.width * 0.7, box.y + box.height * 0.7]] as const;
    const [first, second] = [await this.#cursorAt(...at[0]), await this.#cursorAt(...at[1])];
    const perMetreX = (at[1][0] - at[0][0]) / (second[0] - first[0]);
    const perMetreY = (at[1][1] - at[0][1]) / (second[1] - first[1]);
    return ([x, y]) => ({ x: at[0][0] + (x - first[0]) * perMetreX, y: at[0][1] + (y - first[1]) * perMetreY });
  }

  /** Draws a polygon by clicking its corners and Enter; the panel for its name is open then. */
  async drawPolygon(corners: readonly Metres[]): Promise<void> {
    const toScreen = await this.screenOf();
    await this.by('tool.polygon').click();
    for (const corner of corners) {
      const { x, y } = toScreen(corner);
      await this.page.mouse.move(x, y, { steps: 2 });
      await this.page.mouse.click(x, y);
    }
    await this.page.keyboard.press('Enter');
    await this.by('zone.new').waitFor();
  }

  async drawRectangle(from: Metres, to: Metres): Promise<void> {
    const toScreen = await this.screenOf();
    await this.by('tool.rectangle').click();
    await this.drag(toScreen(from), toScreen(to));
    await this.by('zone.new').waitFor();
  }

  async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Names the shape just drawn and links it to units by their names. */
  async nameZone(name: string, code: string, units: readonly string[]): Promise<void> {
    await this.by('zone.new.name').fill(name);
    await this.by('zone.new.code').fill(code);
    for (const unit of units) {
      await this.by('unitPicker.search').fill(unit);
      await this.by('unitPicker').locator(`[data-name="${unit}"]`).click();
    }
    await this.by('zone.new.accept').click();
    await this.by('zone.new').waitFor({ state: 'hidden' });
  }

  async clickMap(point: Metres): Promise<void> {
    const { x, y } = (await this.screenOf())(point);
    await this.page.mouse.click(x, y);
  }

  async exportMap(file: string, format: 'pdf' | 'png' | 'svg' | 'geojson' | 'gpkg' | 'dxf' | 'shp'): Promise<void> {
    await answerDialogs(this.#workstation.app, { save: file });
    await this.place('map');
    await this.by('map.export').click();
    await this.by(`export.format.${format}`).click();
    await this.by('export.save').click();
    await this.by('map.export.dialog').waitFor({ state: 'hidden', timeout: 60_000 });
  }

  /** What the host answers, without the window in between: to check what a gesture has done. */
  async ask<Name extends WindowCallName>(name: Name, input: CallInput<WindowCalls[Name]>): Promise<CallOutput<WindowCalls[Name]>> {
    const answer = await this.page.evaluate(([call, data]) => window.riskatlas.call(call as never, data as never), [name, input] as const);
    const { ok } = answer as { ok: boolean };
    if (!ok) throw new Error(`${name}: ${JSON.stringify((answer as { error: unknown }).error)}`);
    return (answer as { value: CallOutput<WindowCalls[Name]> }).value;
  }

  async #cursorAt(x: number, y: number): Promise<Metres> {
    await this.page.mouse.move(x - 3, y - 3);
    await this.page.mouse.move(x, y);
    await this.page.waitForTimeout(120);
    const text = (await this.by('status.cursor').textContent()) ?? '';
    const numbers = text.replace(/,/g, '').match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
    const [east, north] = numbers;
    if (east === undefined || north === undefined) throw new Error(`The status bar shows no coordinates: “${text}”.`);
    return [east, north];
  }

  async #mapBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.page.locator('.ra-map').boundingBox();
    if (!box) throw new Error('The map is not shown.');
    return box;
  }

  /** A real drop: the file comes from an input element, so that it has a path, and is dispatched as a drop. */
  async #drop(target: Locator, file: string): Promise<void> {
    const input = await this.page.evaluateHandle(() => {
      const element = document.createElement('input');
      element.type = 'file';
      document.body.append(element);
      return element;
    });
    await input.asElement()?.setInputFiles(file);
    const transfer = await this.page.evaluateHandle((element) => {
      const data = new DataTransfer();
      for (const chosen of (element as HTMLInputElement).files ?? []) data.items.add(chosen);
      (element as HTMLInputElement).remove();
      return data;
    }, input);
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer });
  }
}
