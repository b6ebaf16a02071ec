import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where set-up remembers what it has done; goes with `node_modules`. */
export const stamps = path.join(root, 'node_modules/.cache/riskatlas');
