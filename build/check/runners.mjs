import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { runAttached } from '../lib/child.mjs';
import { dist, inModules, inRoot, node24, root, runtime } from '../lib/paths.mjs';
import { say } from '../lib/words.mjs';
import { inRoom } from './room.mjs';
import { runChecks } from './steps.mjs';

const env = () => ({ LESIONLAB_RUNTIME_DIR: runtime() });

/** Runs projects of build/vitest.config.ts; counts come from its own report, for a crash before the first test is a failure too. */
async function vitest(projects, args = [], [command, ...before] = [], name = projects.join('-')) {
  const report = dist('test-results', `${name}.json`);
  rmSync(report, { force: true });
  const code = await runAttached(
    command ?? node24(),
    [
      ...before,
      ...(command === undefined ? [] : [node24()]),
      inModules('vitest', 'vitest.mjs'),
      'run',
      '--config',
      inRoot('build', 'vitest.config.ts'),
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    // A shell's NODE_ENV=production would take Node's own modules from the window's tests.
    { cwd: root, env: { ...env(), NODE_ENV: 'test' } },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that does not load has no test that could fail: it counts as one.
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = Math.max(numFailedTests + unloaded.length, code === 0 ? 0 : 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/** Prints the sum alone on the last line, as scripts read it, and returns the exit code. */
function close(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`;
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

// A window test starts several processes: two at a time on two cores would only make both slow.
const oneAtATime = ['--no-file-parallelism'];

export const check = async () => close([await runChecks()]);
export const unit = async (args) => close([await vitest(['node', 'ui'], args)]);
export const e2e = async (args) => close([await vitest(['e2e'], [...oneAtATime, ...args])]);
const made = () => statSync(inRoot('release', 'SHA256SUMS')).mtime;

/** The packages in release/, made first when they are not there; not part of npm test, for it takes minutes. */
export async function packages(args) {
  if (!existsSync(inRoot('release', 'SHA256SUMS'))) {
    const code = await runAttached(process.execPath, [inRoot('build', 'package', 'index.mjs')], { cwd: root });
    if (code !== 0) return code;
  }
  say(`testing release/ as it was made on ${made().toISOString()}; npm run package makes it anew`);
  return inRoom((room) => vitest(['package'], [...oneAtATime, ...args], room)).then((result) => close([result]));
}

/** On a Spark that the test brings along: not part of npm test, for it downloads 300 MB the first time. */
export const cluster = async (args) => close([await vitest(['cluster'], [...oneAtATime, ...args])]);
export const full = async (args) => close([await vitest(['full'], [...oneAtATime, ...args])]);

export async function test() {
  const results = [await runChecks()];
  // What starts no engine takes one core: two at a time. An engine takes all of them.
  results.push(
    await vitest(['node', 'ui'], ['--maxWorkers=2', 'tests/unit/', 'tests/contract/', 'tests/ui/'], [], 'pure'),
  );
  results.push(await vitest(['node'], ['tests/integration/'], [], 'integration'));
  results.push(await vitest(['e2e'], oneAtATime));
  return close(results);
}

/** The benchmark is a program, not a test: it prints its figures. */
export const bench = (args) =>
  runAttached(node24(), ['--enable-source-maps', inRoot('tests', 'bench', 'index.ts'), ...args], {
    cwd: root,
    env: env(),
  });
