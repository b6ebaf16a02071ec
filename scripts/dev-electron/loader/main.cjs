// Starts the app that is named on the command line, as Electron's own default app does: `electron [-r MODULE]… APP_FOLDER [ARGUMENTS]`.
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { app, dialog } = require('electron');

const preloads = [];
let folder = null;
for (let i = 1; i < process.argv.length; i++) {
  const argument = process.argv[i];
  if (argument === '-r' || argument === '--require') preloads.push(process.argv[++i]);
  else if (!argument.startsWith('-')) {
    folder = path.resolve(argument);
    break;
  }
}

async function start() {
  for (const module of preloads) require(path.resolve(module));
  if (folder === null) throw new Error('No app folder on the command line.');
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, description.main)).href);
}

start().catch((error) => {
  console.error(error);
  if (app.isReady()) dialog.showErrorBox('Development runtime', String(error));
  app.exit(1);
});
