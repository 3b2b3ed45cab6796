import { dist, platformKey } from '../lib/paths.mjs';
import { withLock } from '../lib/lock.mjs';
import { fail, say, SetupError } from '../lib/words.mjs';
import { pathToFileURL } from 'node:url';
import { platforms } from './artefacts.mjs';
import { ensureBackbones } from './backbones.mjs';
import { ensureElectron } from './electron.mjs';
import { ensureModules, ensureNode } from './modules.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { ensureTensorFlow } from './tensorflow.mjs';

/** What each command needs. The command line needs no window: a server has no display. */
const steps = {
  commandLine: [ensureModules, ensureNode, ensureTensorFlow, ensureBackbones],
  window: [
    ensureModules,
    ensureNode,
    () => ensureSystemPackages(['window']),
    ensureTensorFlow,
    ensureElectron,
    ensureBackbones,
  ],
  tests: [
    ensureModules,
    ensureNode,
    () => ensureSystemPackages(['window', 'tests']),
    ensureTensorFlow,
    ensureElectron,
    ensureBackbones,
  ],
  package: [
    ensureModules,
    ensureNode,
    () => ensureSystemPackages(['window', 'compiler']),
    ensureTensorFlow,
    ensureElectron,
    ensureBackbones,
  ],
  check: [ensureModules, ensureNode],
};

/**
 * Puts in place all that `purpose` needs and that is missing; under half a second when nothing is. Every step is whole or not there
 * (put in place by rename), so a set-up that was interrupted goes on with the step it stopped in.
 */
export async function setUp(purpose) {
  const row = platforms[platformKey];
  if (row === undefined) {
    throw new SetupError(
      `LesionLab has no set-up for ${platformKey}`,
      `use one of ${Object.keys(platforms).join(', ')}`,
    );
  }
  await withLock(
    dist('.setup.lock'),
    (pid) => say(`waiting for another set-up (process ${pid})`),
    async () => {
      for (const step of steps[purpose]) await step();
    },
  );
  if (!row.verified) say(`the set-up for ${platformKey} has not been tried by its makers: please report what you see`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp(process.argv[2] ?? 'window').catch(fail);
