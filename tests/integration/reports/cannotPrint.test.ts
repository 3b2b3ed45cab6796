import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toErrorBody } from '../../../electron/shared/errors.ts';
import { openDisplay } from '../../../electron/core/reports/pdf/display.ts';
import { printToPdf } from '../../../electron/core/reports/pdf/printToPdf.ts';
import { temporaryFolder } from '../core/support.ts';
import { coreWithRun, row, store } from '../evaluation/stored.ts';

const onLinux = test.skipIf(process.platform !== 'linux');
const program = (folder: string, name: string, script: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const failureOf = async (promise: Promise<unknown>) => {
  try {
    await promise;
  } catch (thrown) {
    return toErrorBody(thrown);
  }
  throw new Error('it did not fail');
};
const never = new AbortController().signal;

onLinux('without a display and without Xvfb it is said what to do', async () => {
  const failure = await failureOf(openDisplay({ PATH: temporaryFolder() }));
  expect(failure).toMatchObject({ code: 'NOT_FOUND', details: { reason: 'NO_DISPLAY' } });
  expect(failure.details['remedy']).toMatch(/Install Xvfb.*HTML/);
});

onLinux('an Xvfb that ends at once is no display either', async () => {
  const folder = temporaryFolder();
  program(folder, 'Xvfb', 'exit 1');
  expect((await failureOf(openDisplay({ PATH: folder }))).details['reason']).toBe('NO_DISPLAY');
});

onLinux('a printer that dies, says why, and leaves nothing in the folder for temporary files', async () => {
  const folder = temporaryFolder();
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  try {
    const binary = program(folder, 'electron', 'echo no room for a page >&2\nexit 3');
    const variables = { DISPLAY: ':1', PATH: process.env['PATH'] };
    const failure = await failureOf(
      printToPdf('<p>page</p>', { electron: { binary, appFolder: null }, variables, signal: never }),
    );
    expect(failure).toMatchObject({ code: 'INTERNAL', details: { reason: 'PRINT_FAILED' } });
    expect(failure.message).toContain('code 3');
    expect(failure.details['stderr']).toContain('no room for a page');

    // it hangs until it is cancelled
    const slow = program(folder, 'slow', `echo $$ > '${folder}/pid'\nexec sleep 600`);
    const stop = new AbortController();
    const printing = failureOf(
      printToPdf('<p>page</p>', { electron: { binary: slow, appFolder: null }, variables, signal: stop.signal }),
    );
    await expect.poll(() => readdirSync(folder).includes('pid'), { timeout: 10_000 }).toBe(true);
    stop.abort();
    expect((await printing).code).toBe('CANCELLED');
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);

    const empty = program(folder, 'empty', 'for last; do :; done\necho %PDF- > "${last#--print-pdf=}/report.pdf"');
    expect(
      (await failureOf(printToPdf('', { electron: { binary: empty, appFolder: null }, variables, signal: never })))
        .details,
    ).toMatchObject({ reason: 'NO_FONTS' });
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

onLinux('a place that takes no file is named as it was given, not as the temporary file beside it', async () => {
  const app = await coreWithRun({});
  store(
    app,
    'v',
    'valid',
    Array.from({ length: 10 }, (_, i) => row(`/photos/${i}.jpg`, i % 2 === 0 ? 1 : 0, (i + 1) / 12, { group: null })),
  );
  const { jobId } = await app.call('report.start', {
    evaluationId: 'v',
    path: '/proc/report.md',
    format: 'modelCardMarkdown',
    language: 'en',
    prevalence: null,
    author: '',
    compareWith: [],
  });
  const failure = await failureOf(app.context.jobs.finished(jobId));
  expect(failure).toMatchObject({ code: 'NOT_FOUND', details: { path: '/proc/report.md' } });
});
