import '../lib/nodeVersion.mjs';
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { fail, say, SetupError, withHeartbeat } from '../lib/words.mjs';
import { makeTarGz, sizeOf, writeSums } from './archive.mjs';
import { makeDeb } from './deb.mjs';
import { runElectronBuilder } from './electronBuilder.mjs';
import { electronInUse, judgeElectron } from './electronInUse.mjs';
import { checkFuses } from './fuses.mjs';
import { release, staged, unpackedLinux, WINDOW_EXECUTABLE } from './places.mjs';
import { partSizes, sizeTable } from './sizes.mjs';

/** What a download may weigh, bytes. */
const MOST_BYTES = 420_000_000;

/**
 * `npm run package`: what this system can be given, in release/. `npm run release` (`--release`): the same for others to install; it refuses
 * an Electron that is not its makers' own of the pinned version.
 */
async function makePackages(isRelease) {
  const { setUp } = await import('../setup/index.mjs');
  await setUp('package');
  const electron = electronInUse();
  judgeElectron(electron, isRelease);
  await (await import('../bundle.mjs')).bundle();
  const { stage, dropStage } = await import('./stage.mjs');
  const { writeLegal } = await import('./legal.mjs');

  say('putting the parts together');
  const files = await stage({ electron });
  const bom = writeLegal(files, electron);
  say('packing them with electron-builder');
  rmSync(release(), { recursive: true, force: true });
  const made = await withHeartbeat('still packing', () =>
    runElectronBuilder({ electronVersion: electron.version, isRelease }),
  );
  const results = [...made.filter((path) => /\.(exe|dmg|AppImage)$/.test(path)), bom()];
  if (process.platform === 'linux') results.unshift(...(await finishLinux()));
  dropStage();
  // electron-builder's own notes: they name folders of this computer.
  rmSync(release('builder-debug.yml'), { force: true });
  await writeSums(results);
  report(results);
}

/** The folder is tried before it is packed: a command line that cannot check itself is not worth packing. */
async function finishLinux() {
  await checkFuses(unpackedLinux(WINDOW_EXECUTABLE));
  say('trying the command line of the folder');
  const data = staged('trial');
  const { code, output } = await run(unpackedLinux('bin', 'lesionlab'), ['doctor', '--data-dir', data], {
    timeoutMs: 120_000,
  });
  if (code !== 0) {
    throw new SetupError(
      `the packed command line does not work:\n${tail(output, 30)}`,
      'report the lines above to the LesionLab project',
    );
  }
  say('packing the .tar.gz');
  const archive = await makeTarGz();
  say('packing the .deb');
  return [await makeDeb(), archive];
}

function report(results) {
  const files = results.map((path) => ({ name: basename(path), bytes: sizeOf(path) }));
  if (process.platform === 'linux') process.stdout.write(`${sizeTable(partSizes(unpackedLinux()), files)}\n`);
  const heavy = files.filter(({ bytes }) => bytes > MOST_BYTES);
  if (heavy.length > 0) {
    throw new SetupError(
      `${heavy.map(({ name }) => name).join(', ')}: more than ${MOST_BYTES / 1e6} MB`,
      'see by the table above which part has grown, and leave out what is not needed',
    );
  }
  say(`in release/: ${files.map(({ name }) => name).join(', ')}, SHA256SUMS`);
}

await makePackages(process.argv.includes('--release')).catch(fail);
