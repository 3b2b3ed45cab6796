import { lstatSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Parts of the unpacked folder: the first row whose pattern a path fits. */
const parts = [
  ['window, shell (app.asar)', /^resources\/app\.asar/],
  ['native TensorFlow', /^resources\/program\/node_modules\/@tensorflow\/tfjs-node\/(deps|lib)\//],
  ['tfjs and other npm packages', /^resources\/program\/node_modules\/(?!@img|sharp|@fontsource)/],
  ['sharp', /^resources\/program\/node_modules\/(@img|sharp)\//],
  ['fonts for reports', /^resources\/program\/node_modules\/@fontsource/],
  ['weights (both backbones)', /^resources\/program\/runtime\/backbones\//],
  ['Node 24', /^resources\/program\/bin\//],
  ['core, engine, command line', /^(resources\/program|bin)\//],
  ['licences and bill of materials', /^resources\/(legal|linux)\/|LICENSE/],
  ['Electron', /./],
];

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Bytes by part, in the order of the table; what is there is counted once. */
export function partSizes(folder) {
  const sizes = new Map(parts.map(([name]) => [name, 0]));
  for (const path of filesBelow(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    const [part] = parts.find(([, pattern]) => pattern.test(name));
    sizes.set(part, sizes.get(part) + lstatSync(path).size);
  }
  return [...sizes].map(([part, bytes]) => ({ part, bytes })).sort((a, b) => b.bytes - a.bytes);
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`.padStart(10);

/** The table that the build prints: parts as installed, then what is downloaded. */
export function sizeTable(rows, files) {
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    'as installed:',
    ...rows.map(({ part, bytes }) => `${megabytes(bytes)}  ${part}`),
    `${megabytes(total)}  together`,
    'as downloaded:',
    ...files.map(({ name, bytes }) => `${megabytes(bytes)}  ${name}`),
  ].join('\n');
}
