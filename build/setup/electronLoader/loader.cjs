// Stands in for Electron's default_app, which this distribution lacks: opens the app folder that the command line names.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (named === undefined) {
  console.error('usage: electron APP_FOLDER');
  app.exit(2);
} else {
  const folder = resolve(named);
  const { main, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setVersion(version);
  require(join(folder, main));
}
