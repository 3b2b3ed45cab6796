import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { dist, inModules, root } from '../lib/paths.mjs';

/**
 * The files of node_modules that core, engine and command line need at run time, found by following their imports. What no import names is
 * listed here: native libraries that the system's loader finds, and data that is read as files.
 */
const entries = () => [
  dist('cli', 'index.js'),
  dist('core', 'index.js'),
  dist('engine', 'index.js'),
  inModules('@tensorflow', 'tfjs-node', 'dist', 'index.js'),
  inModules('@tensorflow', 'tfjs-node', 'dist', 'nodejs_kernel_backend.js'),
  inModules('@tensorflow', 'tfjs-node', 'dist', 'proto', 'api_pb.js'),
  inModules('sharp', 'package.json'),
];

const FONT = join('@fontsource-variable', 'noto-sans-sc');

/** Real files only: the further names of a library are for linking against. */
function* filesBelow(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path);
    if (found.isDirectory()) yield* filesBelow(path);
    else if (found.isFile()) yield path;
  }
}

function unnamed() {
  const tensorflow = inModules('@tensorflow', 'tfjs-node');
  const sharpParts = readdirSync(inModules('@img')).filter((name) => name.startsWith('sharp-'));
  return [
    ...filesBelow(join(tensorflow, 'lib')),
    ...filesBelow(join(tensorflow, 'deps', 'lib')),
    join(tensorflow, 'package.json'),
    ...sharpParts.flatMap((name) => [
      ...filesBelow(inModules('@img', name, 'lib')),
      inModules('@img', name, 'package.json'),
    ]),
    inModules(FONT, 'package.json'),
    inModules(FONT, 'unicode.json'),
    ...[...filesBelow(inModules(FONT, 'files'))].filter((path) => path.endsWith('-wght-normal.woff2')),
  ];
}

/** Types, maps, pages of words and sources of native code are for developers. */
const isJunk = (path) => /\.(d\.[cm]?ts|map|md|markdown|ts|cc|h|gyp|gypi|flow)$/i.test(path);
const isLicence = (name) => /^(licen[cs]e|notice|copying)/i.test(name);

const packageNameOf = (path) => {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('node_modules');
  return parts.slice(0, at + (parts[at + 1].startsWith('@') ? 3 : 2)).join(sep);
};

/** Paths below the checkout, sorted; licences of every package that has a file here come along. */
export async function neededModuleFiles() {
  const { nodeFileTrace } = await import('@vercel/nft');
  const { fileList } = await nodeFileTrace(entries(), {
    base: root,
    processCwd: root,
    // Named by what finds the addon, for the case that it must be compiled.
    ignore: ['node_modules/node-gyp/**'],
  });
  const traced = [...fileList].filter((path) => path.startsWith(`node_modules${sep}`));
  const listed = unnamed().map((path) => relative(root, path));
  const files = new Set([...traced, ...listed].filter((path) => !isJunk(path) && lstatSync(join(root, path)).isFile()));
  for (const folder of new Set([...files].map(packageNameOf))) {
    for (const name of readdirSync(join(root, folder))) if (isLicence(name)) files.add(join(folder, name));
    files.add(join(folder, 'package.json'));
  }
  return [...files].sort();
}

/** Copies them to `<to>/node_modules`, links followed. */
export function copyModuleFiles(files, to) {
  for (const file of files) {
    const target = join(to, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(realpathSync(join(root, file)), target);
  }
}

/** Name, version and folder of every package that has a file in the list. */
export function packagesOf(files) {
  return [...new Set(files.map(packageNameOf))].map((folder) => ({
    folder: join(root, folder),
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  }));
}
