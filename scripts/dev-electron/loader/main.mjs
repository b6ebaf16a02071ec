// Starts the app that is named on the command line, as Electron's own default app does: `electron [-r MODULE]… APP_FOLDER [ARGUMENTS]`.
// A module with top-level await, because Electron holds back `ready` until its entry has loaded, and apps rely on that.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const isRequire = (argument) => argument === '-r' || argument === '--require';
// On a copy: a module may take its own arguments out of the list, as Playwright's does.
const given = [...process.argv];
given.forEach((argument, index) => {
  if (isRequire(argument)) require(path.resolve(given[index + 1]));
});
const folder = process.argv.slice(1).find((argument, index, all) => !argument.startsWith('-') && !isRequire(all[index - 1]));

try {
  if (folder === undefined) throw new Error('No app folder on the command line.');
  const appPath = path.resolve(folder);
  const description = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setAppPath(appPath);
  await import(pathToFileURL(path.join(appPath, description.main)).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
