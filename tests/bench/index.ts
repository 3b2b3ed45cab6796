import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load, machine, say } from './cost.ts';
import { readArguments } from './options.ts';

/*
 * The benchmark: npm run bench -- [PART ...] [--rounds N] [--photos N] [--batch N]. Without parts all of them, one after the other; each is a program
 * of its own, whose work is in processes of its own, so that its memory is told too. A peer that cannot be had is left out with words.
 * Ratios are what counts; those of the cores' work are the steadier ones while others use the machine. Absolute times are this machine's.
 */

const parts = {
  decode: { script: 'decode.ts', what: 'reading and decoding photos, beside TensorFlow in Python' },
  features: { script: 'features.ts', what: 'features by InceptionV3 and Lite0, beside onnxruntime and Keras' },
  step: { script: 'fineTuneStep.ts', what: 'a fine-tuning step of Lite0, beside Keras and tfjs op by op' },
  job: { script: 'tutorialJob.ts', what: "the tutorial's job of 30 epochs and an epoch of its head, beside Keras" },
  score: { script: 'batch.ts', what: 'scoring photos, beside decoding and network alone' },
} as const;

const usage = `usage: npm run bench -- [PART ...] [--rounds N] [--photos N] [--batch N]
parts (all when none is named):
${Object.entries(parts)
  .map(([name, { what }]) => `  ${name.padEnd(9)} ${what}`)
  .join('\n')}`;

function run(script: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, ['--enable-source-maps', path, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}

async function main(): Promise<number> {
  const { parts: named, given, help } = readArguments(process.argv.slice(2));
  const unknown = named.find((name) => !Object.hasOwn(parts, name));
  if (help || unknown !== undefined) {
    say(unknown === undefined ? usage : `there is no part ${unknown}\n${usage}`);
    return unknown === undefined ? 0 : 2;
  }
  const args = Object.entries(given).map(([key, value]) => `--${key}=${value}`);
  say(machine());
  const failed: string[] = [];
  for (const [name, { script, what }] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    say(`\n# ${name}: ${what} (load ${load()})`);
    if (!(await run(script, args))) failed.push(name);
  }
  if (failed.length > 0) say(`\nfailed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  return 2;
});
