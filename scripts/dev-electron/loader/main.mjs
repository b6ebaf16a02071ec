// Starts the app that is named on the command line, as Electron's own default app does: `electron [-r MODULE]… APP_FOLDER [ARGUMENTS]`.
// A module with top-level await, because Electron holds back `ready` until its entry has loaded, and apps rely on that.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
let folder = null;
for (let i = 1; i < process.argv.length; i++) {
  const argument = process.argv[i];
  if (argument === '-r' || argument === '--require') require(path.resolve(process.argv[++i]));
  else if (!argument.startsWith('-')) {
    folder = path.resolve(argument);
    break;
  }
}

try {
  if (folder === null) throw new Error('No app folder on the command line.');
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, description.main)).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
