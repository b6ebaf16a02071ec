import path from 'node:path';

/**
 * Paths that a person chose, by a dialog, by dropping a file, or by having opened them before. A window may pass only these to
 * calls, so that a page that was taken over cannot read or write wherever it likes.
 */
export class GrantedPaths {
  readonly #paths = new Set<string>();

  grant(file: string): void {
    this.#paths.add(path.resolve(file));
  }

  has(file: string): boolean {
    return path.isAbsolute(file) && this.#paths.has(path.resolve(file));
  }
}
