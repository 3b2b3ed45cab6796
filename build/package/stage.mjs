import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { dist, inRoot, node24, runtime } from '../lib/paths.mjs';
import { SetupError } from '../lib/words.mjs';
import { copyModuleFiles, neededModuleFiles } from './modules.mjs';
import { manifest, staged } from './places.mjs';

const program = (...parts) => staged('resources', 'program', ...parts);

function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** What Electron opens: shell, preload and window, without maps and stamps. */
function stageApp() {
  const { name, productName, version, description, license } = manifest;
  const shipped = { name, productName, version, description, license, author: 'LesionLab', main: manifest.main };
  mkdirSync(staged('app'), { recursive: true });
  writeFileSync(staged('app', 'package.json'), JSON.stringify(shipped));
  for (const room of ['main', 'preload']) place(dist(room, 'index.cjs'), staged('app', 'dist', room, 'index.cjs'));
  cpSync(dist('renderer'), staged('app', 'dist', 'renderer'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map') && basename(path) !== '.stamp',
  });
}

/** Core, engine and command line on their Node, outside the archive: a plain Node cannot look into it. */
async function stageProgram() {
  for (const room of ['cli', 'core', 'engine']) {
    place(dist(room, 'index.js'), program(room, 'index.js'));
  }
  // They are ES modules.
  writeFileSync(program('package.json'), JSON.stringify({ name: manifest.name, type: 'module' }));
  const node = program('bin', basename(node24()));
  place(node24(), node);
  chmodSync(node, 0o755);
  for (const entry of readdirSync(runtime('backbones'), { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    for (const file of ['backbone.json', 'saved_model.pb']) {
      place(runtime('backbones', entry.name, file), program('runtime', 'backbones', entry.name, file));
    }
  }
  const files = await neededModuleFiles();
  copyModuleFiles(files, program());
  return files;
}

const launchers = {
  linux: [['linux', 'lesionlab.sh'], 'lesionlab'],
  darwin: [['mac', 'lesionlab.sh'], 'lesionlab'],
  win32: [['windows', 'lesionlab.cmd'], 'lesionlab.cmd'],
};

function stageLauncher() {
  const [source, name] = launchers[process.platform];
  place(inRoot('resources', ...source), staged('bin', name));
  chmodSync(staged('bin', name), 0o755);
}

const isNative = (name) => /\.(node|so(\.\d+)*)$/.test(name) || name === 'node';

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Symbols for debuggers and linkers are not needed at run time; on macOS they are part of what signatures cover, on Windows files of their own. */
async function stripNative() {
  if (process.platform !== 'linux') return;
  for (const path of filesBelow(program())) {
    if (!isNative(basename(path))) continue;
    const { code, output } = await run('strip', ['--strip-unneeded', path]);
    if (code !== 0) {
      throw new SetupError(
        `${path} could not be stripped:\n${tail(output)}`,
        'install binutils, then run the same command again',
      );
    }
  }
}

/** Puts together in dist/package what is to be packed. Resolves to the files that were taken from node_modules. */
export async function stage({ electron }) {
  rmSync(staged(), { recursive: true, force: true });
  stageApp();
  const files = await stageProgram();
  writeFileSync(program('runtime', 'electron.json'), JSON.stringify(electron));
  place(inRoot('LICENSE'), staged('resources', 'legal', 'LICENSE'));
  // What people outside the program read: the job for a cluster, and what JSON looks like.
  for (const room of ['cluster', 'schemas']) {
    if (existsSync(inRoot('resources', room))) {
      cpSync(inRoot('resources', room), staged('resources', room), { recursive: true });
    }
  }
  if (process.platform === 'linux') {
    const name = 'apparmor.profile';
    place(inRoot('resources', 'linux', name), staged('resources', 'linux', name));
  }
  stageLauncher();
  await stripNative();
  return files;
}

export const dropStage = () => {
  if (existsSync(staged())) rmSync(staged(), { recursive: true });
};
