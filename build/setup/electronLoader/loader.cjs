// Stands in for Electron's default_app, which this distribution lacks: opens the app folder that the command line names, after the
// modules that `-r FILE` names (Playwright holds the app back that way until it is connected).
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const modules = [];
let named;
const words = process.argv.slice(1);
while (words.length > 0 && named === undefined) {
  const word = words.shift();
  if (word === '-r') modules.push(resolve(words.shift()));
  else if (!word.startsWith('-')) named = word;
}

if (named === undefined) {
  console.error('usage: electron [-r MODULE] APP_FOLDER');
  app.exit(2);
} else {
  const folder = resolve(named);
  const { main, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setVersion(version);
  for (const file of modules) require(file);
  require(join(folder, main));
}
