import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { run, tail } from '../lib/child.mjs';
import { cache, inRoot } from '../lib/paths.mjs';
import { SetupError, withHeartbeat } from '../lib/words.mjs';
import { librariesNeeded } from './elf.mjs';
import { ensureNfpm } from './nfpm.mjs';
import { debName, INSTALL_FOLDER, manifest, release, unpackedLinux, WINDOW_EXECUTABLE } from './places.mjs';

const linux = (name) => inRoot('resources', 'linux', name);
const icon = (name) => inRoot('resources', 'icons', name);

/**
 * What the executables are linked against, by the names of Debian 12 and of Ubuntu 24.04, which renamed some for its 64-bit time; libappindicator1
 * and gconf2, which older recipes name, are gone from both and not needed.
 */
const renamed = ['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0', 'libatspi2.0-0', 'libcups2', 'libglib2.0-0'];
const same = [
  ...[
    'libcairo2',
    'libdbus-1-3',
    'libdrm2',
    'libexpat1',
    'libgbm1',
    'libnspr4',
    'libnss3',
    'libpango-1.0-0',
    'libudev1',
  ],
  ...['libx11-6', 'libxcb1', 'libxcomposite1', 'libxdamage1', 'libxext6', 'libxfixes3', 'libxkbcommon0', 'libxrandr2'],
];
const packages = [...renamed.map((name) => `${name} | ${name}t64`), ...same];

/** Comfort that every desktop has. Only suggested: apt fails without a network when it cannot fetch what is recommended. */
const suggested = ['xdg-utils', 'libnotify4', 'fonts-noto-cjk', 'shared-mime-info', 'desktop-file-utils', 'xvfb'];

const file = (src, dst, mode) => ({ src, dst, file_info: { mode } });
const link = (src, dst) => ({ src, dst, type: 'symlink' });

/** The settings of nfpm, which reads JSON as the YAML that it is. */
export function debSettings({ folder, version, libraries, compression, signingKey }) {
  return {
    name: manifest.name,
    arch: 'amd64',
    platform: 'linux',
    version,
    version_schema: 'semver',
    section: 'science',
    priority: 'optional',
    maintainer: 'LesionLab <maintainers@lesionlab.invalid>',
    vendor: 'LesionLab',
    license: manifest.license,
    description: `${manifest.description}\nResearch use only. Not a medical device. Not for diagnosis.`,
    depends: [...libraries, ...packages],
    suggests: suggested,
    contents: [
      { src: folder, dst: INSTALL_FOLDER, type: 'tree' },
      link(`${INSTALL_FOLDER}/bin/lesionlab`, '/usr/bin/lesionlab'),
      link(`${INSTALL_FOLDER}/${WINDOW_EXECUTABLE}`, `/usr/bin/${WINDOW_EXECUTABLE}`),
      // Where people look for more than a manual; it lies there for the .tar.gz too.
      link(`${INSTALL_FOLDER}/resources/cluster`, '/usr/share/doc/lesionlab/cluster'),
      file(linux('lesionlab.desktop'), '/usr/share/applications/lesionlab.desktop', 0o644),
      file(linux('lesionlab.mime.xml'), '/usr/share/mime/packages/lesionlab.xml', 0o644),
      ...['32x32', '64x64', '256x256', '512x512'].map((size) =>
        file(icon(`${size}.png`), `/usr/share/icons/hicolor/${size}/apps/lesionlab.png`, 0o644),
      ),
      file(icon('lesionlab.svg'), '/usr/share/icons/hicolor/scalable/apps/lesionlab.svg', 0o644),
      file(inRoot('LICENSE'), '/usr/share/doc/lesionlab/copyright', 0o644),
    ],
    scripts: { postinstall: linux('postinst.sh'), postremove: linux('postrm.sh') },
    deb: { compression, ...(signingKey ? { signature: { method: 'dpkg-sig', key_file: signingKey } } : {}) },
  };
}

/**
 * Makes the .deb of an unpacked folder; `version` other than ours is for tests of an upgrade. apt reads zstd since Debian 12 and Ubuntu 21.10; higher levels
 * take minutes for a few per cent.
 * `LESIONLAB_DEB_KEY` names a PGP key file to sign with.
 */
export async function makeDeb({
  folder = unpackedLinux(),
  version = manifest.version,
  out = release(debName(version)),
  compression = 'zstd:7',
} = {}) {
  const nfpm = await ensureNfpm();
  const libraries = await librariesNeeded(folder);
  const settings = cache('nfpm.json');
  mkdirSync(cache(), { recursive: true });
  writeFileSync(
    settings,
    JSON.stringify(debSettings({ folder, version, libraries, compression, signingKey: process.env.LESIONLAB_DEB_KEY })),
  );
  rmSync(out, { force: true });
  const { code, output } = await withHeartbeat('still packing the .deb', () =>
    run(nfpm, ['package', '--packager', 'deb', '--config', settings, '--target', out]),
  );
  if (code !== 0) {
    throw new SetupError(
      `the .deb could not be made:\n${tail(output)}`,
      'mend what the lines above say, then run the same command again',
    );
  }
  return out;
}
