import type { Id } from '#shared/kernel/ids.ts';
import type { AnalysisObject } from '#shared/model/analysis-object.ts';
import type { AnalysisUnit } from '#shared/model/analysis-unit.ts';

/** What a text that should name a unit turned out to be. `example` is a path that would be clear; null where none is. */
export type FoundUnit =
  | { readonly found: 'unit'; readonly id: Id }
  | { readonly found: 'none' }
  | { readonly found: 'several'; readonly count: number; readonly example: string | null };

/** Names are compared trimmed and with full-width forms folded, as people type them. */
const folded = (name: string): string => name.normalize('NFKC').trim();

/** Finds units by id, by name, or by `object/unit` where several units have the name. Give it rows that are not deleted. */
export class UnitFinder {
  readonly #ids = new Set<Id>();
  readonly #byName = new Map<string, AnalysisUnit[]>();
  readonly #byPath = new Map<string, AnalysisUnit[]>();
  readonly #objectNames: ReadonlyMap<Id, string>;
  readonly #units: ReadonlyMap<Id, AnalysisUnit>;

  constructor(objects: Iterable<AnalysisObject>, units: Iterable<AnalysisUnit>) {
    this.#units = new Map(Array.from(units, (unit) => [unit.id, unit]));
    this.#objectNames = new Map(Array.from(objects, ({ id, name }) => [id, name]));
    for (const unit of this.#units.values()) {
      this.#ids.add(unit.id);
      add(this.#byName, folded(unit.name), unit);
      add(this.#byPath, folded(this.#pathOf(unit)), unit);
    }
  }

  find(text: string): FoundUnit {
    const id = text.trim().toLowerCase();
    if (this.#ids.has(id)) return { found: 'unit', id };
    const wanted = folded(text);
    // A name before a path: a unit's own name may hold a stroke.
    const units = this.#byName.get(wanted) ?? this.#byPath.get(wanted.split('/').map((part) => part.trim()).join('/')) ?? this.#byPath.get(wanted) ?? [];
    const [first] = units;
    if (first === undefined) return { found: 'none' };
    if (units.length === 1) return { found: 'unit', id: first.id };
    const clear = units.map((unit) => this.#pathOf(unit)).find((path) => this.#byPath.get(folded(path))?.length === 1);
    return { found: 'several', count: units.length, example: clear ?? null };
  }

  /** A text on one line by which `find` finds the unit again: its name where that is clear, else `object/unit`, else its id. */
  textFor(id: Id): string {
    const unit = this.#units.get(id);
    if (unit === undefined) return id;
    const clear = [unit.name.trim(), this.#pathOf(unit)].find((text) => {
      const found = this.find(text);
      return !/[\r\n]/.test(text) && found.found === 'unit' && found.id === id;
    });
    return clear ?? id;
  }

  #pathOf(unit: AnalysisUnit): string {
    return `${(this.#objectNames.get(unit.objectId) ?? '').trim()}/${unit.name.trim()}`;
  }
}

function add(map: Map<string, AnalysisUnit[]>, key: string, unit: AnalysisUnit): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [unit]);
  else list.push(unit);
}
