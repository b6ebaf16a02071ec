import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import type { PdfDocument } from './open-pdf.ts';

type Groups = Awaited<ReturnType<PdfDocument['getOptionalContentConfig']>>;

interface Entry { readonly layer: string; readonly visible: boolean; readonly skipped: boolean }

/** Optional content groups as layers, and the layer on which the page is at the moment. */
export class Layers {
  readonly #groups: Groups;
  readonly #names = new Map<string, string>();
  readonly #stack: Entry[] = [];

  /** Tells the builder every group of the file; those without content are left out there. */
  constructor(groups: Groups, builder: DrawingBuilder) {
    this.#groups = groups;
    const used = new Set<string>();
    for (const [id, group] of groups) {
      const plain = typeof group.name === 'string' && group.name !== '' ? group.name.slice(0, 200) : id;
      let name = plain;
      for (let copy = 2; used.has(name); copy += 1) name = `${plain} (${copy})`;
      used.add(name);
      this.#names.set(id, name);
      builder.layer({ name, colour: null, visible: groups.isVisible({ type: 'OCG', id }) });
    }
  }

  /** The layer's name; empty outside of any. */
  get layer(): string { return this.#stack.at(-1)?.layer ?? ''; }
  /** Whether what comes now is on no layer that could show it: it depends on several that do not fit together. */
  get skipped(): boolean { return this.#stack.at(-1)?.skipped ?? false; }

  begin(tag: unknown, properties: unknown): void {
    const around = this.#stack.at(-1) ?? { layer: '', visible: true, skipped: false };
    this.#stack.push(tag === 'OC' ? this.#entry(properties, around) : around);
  }

  end(): void {
    this.#stack.pop();
  }

  #entry(properties: unknown, around: Entry): Entry {
    const ids = idsOf(properties);
    const visible = this.#groups.isVisible(properties);
    // A group that shows is told apart only where what is around it shows too.
    const named = ids.map((id) => ({ name: this.#names.get(id), visible: this.#groups.isVisible({ type: 'OCG', id }) })).filter(({ name }) => name !== undefined);
    const fitting = named.find((group) => group.visible === visible)?.name;
    if (!around.visible) return around;
    if (fitting !== undefined) return { layer: fitting, visible, skipped: around.skipped };
    return visible ? around : { layer: around.layer, visible, skipped: true };
  }
}

function idsOf(properties: unknown): string[] {
  if (typeof properties !== 'object' || properties === null) return [];
  if ('id' in properties && typeof properties.id === 'string' && !('ids' in properties)) return [properties.id];
  return 'ids' in properties && Array.isArray(properties.ids) ? properties.ids.filter((id) => typeof id === 'string') : [];
}
