import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { node24 } from '../lib/paths.mjs';
import { billOfMaterials } from './bom.mjs';
import { bundledPackageFolders } from './bundled.mjs';
import { packagesOf } from './modules.mjs';
import { bomName, manifest, release, staged } from './places.mjs';

const isLicence = (name) => /^(licen[cs]e|notice|copying)/i.test(name);
const textsIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isLicence(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim());

const licenceOf = ({ license, licenses }) =>
  typeof license === 'string'
    ? license
    : (license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'unknown');

/** One text with the licence of every npm package whose code is shipped, and of Node; Electron brings its own two files. */
function thirdParties(packages) {
  const sections = packages.map(({ folder, manifest: found }) => {
    const texts = textsIn(folder);
    return [`${found.name} ${found.version} (${licenceOf(found)})`, ...(texts.length === 0 ? [] : texts)].join('\n\n');
  });
  const node = join(node24(), '..', '..');
  sections.push(['Node.js', ...textsIn(node)].join('\n\n'));
  return `Licences of the software that LesionLab brings.\nTensorFlow is under Apache-2.0, the text of which stands under @tensorflow/tfjs-node.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/**
 * Writes licences and bill of materials beside the program. Returns a function that puts the bill into release/ too, once that is there, and
 * gives its path.
 */
export function writeLegal(files, electron) {
  const byName = new Map();
  const bundled = bundledPackageFolders().map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  }));
  for (const found of [...packagesOf(files), ...bundled]) {
    const { name, version } = found.manifest;
    // Folders inside a package can have a package.json of their own, without a name.
    if (name !== undefined && version !== undefined) byName.set(`${name}@${version}`, found);
  }
  const packages = [...byName.keys()].sort().map((key) => byName.get(key));
  mkdirSync(staged('resources', 'legal'), { recursive: true });
  writeFileSync(staged('resources', 'legal', 'THIRD-PARTY.txt'), thirdParties(packages));
  const bill = billOfMaterials({ packages, electron, now: new Date() });
  const name = bomName(manifest.version);
  writeFileSync(staged('resources', 'legal', basename(name)), bill);
  return () => {
    writeFileSync(release(name), bill);
    return release(name);
  };
}
