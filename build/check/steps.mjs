import { run } from '../lib/child.mjs';
import { inModules, inRoot, node24, root } from '../lib/paths.mjs';

const tool = (...parts) => inModules(...parts);
const tsc = tool('typescript', 'bin', 'tsc');
const config = (name) => inRoot('build', name);

/** Every check with the arguments of its tool; all are run, so that one look shows all that is wrong. */
const steps = [
  { name: 'types: electron', args: [tsc, '-p', 'electron'] },
  { name: 'types: tests', args: [tsc, '-p', 'tests'] },
  {
    name: 'types: renderer',
    args: [
      tool('svelte-check', 'bin', 'svelte-check'),
      '--workspace',
      'renderer',
      '--tsconfig',
      'tsconfig.json',
      '--output',
      'human',
      '--fail-on-warnings',
    ],
  },
  {
    name: 'eslint',
    args: [
      tool('eslint', 'bin', 'eslint.js'),
      '--config',
      config('eslint.config.mjs'),
      '--max-warnings=0',
      '--cache',
      // By content: a checkout can give a changed file the age and size of the one that was judged before.
      '--cache-strategy=content',
      '--cache-location',
      tool('.cache', 'eslint'),
      '.',
    ],
  },
  { name: 'prettier', args: [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'import rules',
    args: [
      tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      config('dependencyRules.cjs'),
      '--output-type',
      'err',
      'electron',
      'renderer/src',
    ],
  },
  { name: 'unused code', args: [tool('knip', 'bin', 'knip.js'), '--config', config('knip.json'), '--no-progress'] },
  { name: 'repository', args: [inRoot('build', 'check', 'repository.mjs')] },
];

/** Runs all checks, two at a time, and prints what each found. Resolves to counts like a test run's. */
export async function runChecks() {
  const waiting = [...steps];
  const result = { passed: 0, failed: 0, skipped: 0 };
  async function work() {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const start = Date.now();
      const { code, output } = await run(node24(), step.args, {
        cwd: root,
        env: { NO_COLOR: '1', FORCE_COLOR: '0' },
        keep: 200_000,
      });
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      if (code === 0) result.passed += 1;
      else result.failed += 1;
      process.stdout.write(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n${code === 0 ? '' : output.trimEnd() + '\n'}`,
      );
    }
  }
  await Promise.all([work(), work()]);
  return result;
}
