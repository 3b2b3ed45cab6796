import { inModules, runtime } from '../lib/paths.mjs';
import { say, SetupError } from '../lib/words.mjs';
import { readJson } from '../setup/verify.mjs';

/** The Electron that set-up put in place: its version, and whether it is the one that this LesionLab is made for. */
export function electronInUse() {
  const { version } = readJson(runtime('electron.json'));
  const wanted = readJson(inModules('electron', 'package.json')).version;
  return { version, wanted, official: version === wanted };
}

/** `npm run package` says which one it packs; `npm run release` takes only its makers' own of the pinned version. */
export function judgeElectron({ version, wanted, official }, isRelease) {
  if (official) return say(`packing Electron ${version}`);
  if (isRelease) {
    throw new SetupError(
      `a release is made with Electron ${wanted} from its makers; here is ${version}, taken from another program's npm package because they were not reached`,
      'make the release on a computer that reaches the releases of Electron (ELECTRON_MIRROR may name a mirror), after removing dist/runtime/electron.json; ' +
        'for a package to try out run npm run package',
    );
  }
  say(
    `NOTE: packing Electron ${version}, taken from another program's npm package, because ${wanted} could not be had from its makers: ` +
      'good for trying out, not for a release',
  );
}
