import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * `officialElectron.mjs VERSION FOLDER CACHE`: fetches Electron's own release by its own helper, which checks the SHA-256 that the
 * electron package carries, and unpacks it. A process of its own, so that a download that stands still can be ended.
 */
const FIRST_BYTE_MS = 12_000;
const STALL_MS = 45_000;
const [version, folder, cacheRoot] = process.argv.slice(2);
const requireFromElectron = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));

let timer = setTimeout(giveUp, FIRST_BYTE_MS, 'no answer');
function giveUp(why) {
  console.error(why);
  process.exit(1);
}

const { downloadArtifact } = await import(pathToFileURL(requireFromElectron.resolve('@electron/get')).href);
const zip = await downloadArtifact({
  version,
  artifactName: 'electron',
  platform: process.platform,
  arch: process.arch,
  cacheRoot,
  checksums: requireFromElectron('./checksums.json'),
  downloadOptions: {
    quiet: true,
    getProgressCallback() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, STALL_MS, 'the download stood still');
    },
  },
});
clearTimeout(timer);
await requireFromElectron('@electron-internal/extract-zip').extract(zip, { dir: folder });
process.exit(0);
