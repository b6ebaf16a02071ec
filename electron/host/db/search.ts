import type { Database, Statement } from 'better-sqlite3';
import type { Id } from '#shared/kernel/ids.ts';
import type { SearchHit, SearchKind } from '../workspace.ts';

/** The columns that are searched, the one that names the row first. */
const searched: Readonly<Record<SearchKind, readonly string[]>> = {
  object: ['name', 'hazardCode', 'department', 'liablePerson'],
  unit: ['name', 'department', 'liablePerson'],
  event: ['name', 'accidentTypes'],
  measure: ['description', 'checkContent', 'classify3', 'post'],
  task: ['content', 'post'],
};
const tables: Readonly<Record<SearchKind, string>> = {
  object: 'analysis_object', unit: 'analysis_unit', event: 'risk_event', measure: 'control_measure', task: 'inspection_task',
};
const searchKinds = ['object', 'unit', 'event', 'measure', 'task'] as const satisfies readonly SearchKind[];

/**
 * Finds rows by parts of their text. A scan with LIKE: it takes words of any length (two Chinese characters are a word, too
 * short for a trigram index), needs no index to be kept, and reads 100,000 rows within the time of one frame or two.
 */
export class RowSearch {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement<[Record<string, string | number>], Id>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Rows that hold every word in one of their fields, kinds from the top down; those with the words in their name first. */
  find(words: readonly string[], limit: number): SearchHit[] {
    const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    if (patterns.length === 0) return [];
    const hits: SearchHit[] = [];
    const parameters = Object.fromEntries(patterns.map((pattern, i) => [`word${i}`, pattern]));
    for (const kind of searchKinds) {
      const left = limit - hits.length;
      if (left <= 0) break;
      for (const id of this.#statement(kind, patterns.length).all({ ...parameters, limit: left })) hits.push({ kind, id });
    }
    return hits;
  }

  #statement(kind: SearchKind, words: number): Statement<[Record<string, string | number>], Id> {
    const key = `${kind}/${words}`;
    let statement = this.#statements.get(key);
    if (!statement) {
      const columns = searched[kind];
      const has = (column: string, word: number): string => `"${column}" LIKE @word${word} ESCAPE '\\'`;
      const numbers = Array.from({ length: words }, (_, i) => i);
      const every = numbers.map((word) => `(${columns.map((column) => has(column, word)).join(' OR ')})`).join(' AND ');
      const inName = numbers.map((word) => has(columns[0] ?? 'id', word)).join(' AND ');
      statement = this.#db.prepare<[Record<string, string | number>], Id>(
        `SELECT "id" FROM "${tables[kind]}" WHERE "deleted" = 0 AND ${every} ORDER BY (${inName}) DESC, "position", "id" LIMIT @limit`).pluck();
      this.#statements.set(key, statement);
    }
    return statement;
  }
}
