import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The `resources/` folder where the caller does not name it: the nearest one above this file that holds the checklist templates,
 * which is right for the sources and for the build.
 */
export function nearestResources(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const resources = join(folder, 'resources');
    if (existsSync(join(resources, 'checklists'))) return resources;
    if (dirname(folder) === folder) throw new Error(`no resources folder above ${from}`);
  }
}
