import './lib/nodeVersion.mjs';
import { fail } from './lib/words.mjs';

/** `npm test`, `npm run check` and kin: set up what is missing, then the tools, on Node 24. */
const purposes = {
  check: 'check',
  unit: 'commandLine',
  e2e: 'tests',
  test: 'tests',
  full: 'tests',
  cluster: 'tests',
  packages: 'tests',
  bench: 'commandLine',
};

async function main() {
  const [what = 'test', ...args] = process.argv.slice(2);
  const purpose = purposes[what];
  if (purpose === undefined) {
    process.stderr.write(`usage: node build/run.mjs ${Object.keys(purposes).join('|')} [arguments for the tool]\n`);
    process.exit(2);
  }
  const { setUp } = await import('./setup/index.mjs');
  await setUp(purpose);
  // The packages are tested as they are.
  if (what !== 'check' && what !== 'packages') await (await import('./bundle.mjs')).bundle();
  const runners = await import('./check/runners.mjs');
  process.exitCode = await runners[what](args);
}

await main().catch(fail);
