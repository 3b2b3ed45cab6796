import { once } from 'node:events';
import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runModule, startModule } from './inline.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'lesionlab-setup-'));

describe('two set-ups in one checkout', () => {
  const worker = `
    import { withLock } from 'build/lib/lock.mjs';
    import { appendFileSync } from 'node:fs';
    import { setTimeout as delay } from 'node:timers/promises';
    const [lock, log] = process.argv.slice(1);
    await withLock(lock, () => console.log('waited'), async () => {
      appendFileSync(log, 'in ');
      console.log('holding');
      await delay(400);
      appendFileSync(log, 'out ');
    });`;

  test('work one after the other, and the second says that it waits', async () => {
    const [lock, log] = [join(folder(), 'lock'), join(folder(), 'log')];
    const ended = await Promise.all([runModule(worker, [lock, log]), runModule(worker, [lock, log])]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out in out ');
    expect(ended.filter(({ stdout }) => stdout.includes('waited'))).toHaveLength(1);
  });

  test('do not wait for one that was killed', async () => {
    const [lock, log] = [join(folder(), 'lock'), join(folder(), 'log')];
    const { child, ended } = startModule(worker, [lock, log]);
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await ended;
    expect((await runModule(worker, [lock, log])).code).toBe(0);
    expect(readFileSync(log, 'utf8')).toBe('in in out ');
  });
});

describe('what set-up takes', () => {
  test('is known by its SHA-256, and looked at again once it changes', async () => {
    const file = join(folder(), 'weights');
    writeFileSync(file, 'abc');
    const program = `
      import { hasSha256 } from 'build/setup/verify.mjs';
      console.log(await hasSha256(process.argv[1], process.argv[2]));`;
    const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect((await runModule(program, [file, sum])).stdout).toBe('true\n');
    expect((await runModule(program, [file, sum])).stdout).toBe('true\n');
    writeFileSync(file, 'abd');
    utimesSync(file, 1, 1);
    expect((await runModule(program, [file, sum])).stdout).toBe('false\n');
    expect((await runModule(program, [join(folder(), 'none'), sum])).stdout).toBe('false\n');
  });

  test('has a SHA-256 in the table for every binary and weight of a verified platform', async () => {
    const program = `
      import { backbones, platforms } from 'build/setup/artefacts.mjs';
      const artefacts = Object.values(platforms).filter(({ verified }) => verified).flatMap(({ node, tensorflow, electron }) =>
        [node, tensorflow.artefact, electron.fallback.artefact]);
      console.log(JSON.stringify([...artefacts, ...backbones.map(({ artefact }) => artefact)].map(({ sha256 }) => sha256)));`;
    const sums: unknown = JSON.parse((await runModule(program)).stdout);
    expect(sums).toHaveLength(5);
    expect(JSON.stringify(sums)).toMatch(/^\[("[0-9a-f]{64}",?)+\]$/);
  });

  test('is refused when its SHA-256 is another, and fetched again when the copy at hand is damaged', async () => {
    const program = `
      import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
      import { cache } from 'build/lib/paths.mjs';
      import { fetchArtefact } from 'build/setup/fetch.mjs';
      mkdirSync(cache('downloads'), { recursive: true });
      writeFileSync(cache('downloads', 'setup-test.tgz'), 'damaged');
      // A package of the project's own folder: npm packs it without asking a registry.
      const artefact = { from: 'npm', name: process.argv[1], file: 'setup-test.tgz', sha256: '0'.repeat(64) };
      try {
        await fetchArtefact(artefact, 'a thing');
        console.log('taken');
      } catch (error) {
        console.log(error.name, error.message, '|', error.remedy);
      }
      rmSync(cache('downloads', '.part-setup-test.tgz'), { recursive: true, force: true });`;
    const thing = folder();
    writeFileSync(join(thing, 'package.json'), '{ "name": "setup-test", "version": "1.0.0" }');
    const { stdout, stderr } = await runModule(program, [thing]);
    expect(stderr).toContain('setup-test.tgz in the cache is damaged: it is fetched again');
    expect(stdout).toMatch(
      /^SetupError a thing: setup-test-1\.0\.0\.tgz has the SHA-256 [0-9a-f]{64}, but 0+ was expected; it was not used/,
    );
  });
});

describe('a command run for the user', () => {
  const program = `
    import { runAttached } from 'build/lib/child.mjs';
    process.exitCode = await runAttached(process.execPath, ['-e', process.argv[1]]);`;

  test('keeps its exit code', async () => {
    expect((await runModule(program, ['process.exit(2)'])).code).toBe(2);
    expect((await runModule(program, ["process.kill(process.pid, 'SIGKILL')"])).code).toBe(137);
  });

  test('gets the signals that the wrapper gets, and ends first', async () => {
    const trapping = "process.on('SIGTERM', () => process.exit(42)); console.log('up'); setInterval(() => {}, 1000)";
    const { child, ended } = startModule(program, [trapping]);
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(42);
  });
});
