import './lib/nodeVersion.mjs';
import { runAttached } from './lib/child.mjs';
import { dist, node24, runtime } from './lib/paths.mjs';
import { fail } from './lib/words.mjs';

/** `npm run -s lesionlab -- COMMAND`: set up what is missing (told on stderr), then the command itself, on Node 24. */
async function lesionlab() {
  const { setUp } = await import('./setup/index.mjs');
  await setUp('commandLine');
  const { bundle, commandLineTargets } = await import('./bundle.mjs');
  await bundle(commandLineTargets);
  process.exitCode = await runAttached(
    node24(),
    ['--enable-source-maps', dist('cli', 'index.js'), ...process.argv.slice(2)],
    {
      // npm changes to the package's folder; paths on the command line are meant from where it was typed.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: { LESIONLAB_RUNTIME_DIR: runtime() },
    },
  );
}

await lesionlab().catch(fail);
