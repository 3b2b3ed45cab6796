import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NOTICE } from '../../electron/shared/notice.ts';
import { sampleMade } from '../e2e/support/sample.ts';
import { commandOf, internetSockets, processTree } from '../e2e/support/processes.ts';
import { installedProgram } from './support/install.ts';
import { inRoom } from './support/places.ts';
import { ordinaryUser, runAs, startAs } from './support/user.ts';
import { openWindow, type OpenWindow } from './support/window.ts';

const user = ordinaryUser();
const program = installedProgram();
const minutes = (count: number) => ({ timeout: count * 60_000 });

const goTo = ({ page }: OpenWindow, screen: string) =>
  page.getByRole('navigation').getByRole('button', { name: screen, exact: true }).click();

const statusOf = (pid: number, field: string): string =>
  new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

/** Sockets that others could reach, but for the driver's own: `protocol local remote`, port in hex. */
const reachable = ({ pid, port }: OpenWindow): string[] => {
  const driver = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return internetSockets(processTree(pid)).filter((line) => !line.split(' ')[1]?.endsWith(driver));
};

/** Every TCP or UDP socket of this room that waits for others, as the kernel lists them. */
const listening = (): string[] =>
  ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => protocol.startsWith('udp') || fields[3] === '0A')
      .map((fields) => `${protocol} ${fields[1] ?? ''}`),
  );

/** A page's process in Chromium's sandbox: its own user namespace or root's helper, and a filter of system calls. */
function expectSandbox({ pid }: OpenWindow): void {
  const tree = processTree(pid);
  expect(tree.map(commandOf).filter((command) => command.includes('no-sandbox'))).toEqual([]);
  const pages = tree.filter((member) => commandOf(member).includes('--type=renderer'));
  expect(pages).not.toEqual([]);
  for (const page of pages) {
    expect(statusOf(page, 'Seccomp')).toBe('2');
    expect(statusOf(page, 'NoNewPrivs')).toBe('1');
    // It sees no process but its own.
    expect(statusOf(page, 'NSpid').split(/\s+/).length).toBeGreaterThan(statusOf(pid, 'NSpid').split(/\s+/).length);
    expect(statusOf(page, 'CapEff')).toMatch(/^0+$/);
  }
}

test(
  'a person without special rights does the whole job in the shipped window, in its sandbox, and nothing listens',
  minutes(12),
  async () => {
    const data = join(user.home, 'window-data');
    const window = await openWindow(program, user, ['--data-dir', data]);
    const { page, call } = window;
    page.setDefaultTimeout(60_000);
    if (inRoom) expect(statusOf(window.pid, 'Uid')).not.toMatch(/\b0\b/);
    if (process.getuid?.() !== 0 || inRoom) expectSandbox(window);

    await page.getByRole('button', { name: 'Make the sample' }).click();
    await sampleMade(window, 5);

    // A second recipe on it, by hand.
    await goTo(window, 'Data');
    const open = page.getByRole('button', { name: /^Train on \d+ photos$/ });
    const sample = (await call('dataset.list', {})).datasets[0]?.name ?? '';
    await open
      .or(page.getByText(sample, { exact: true }))
      .first()
      .waitFor();
    if (!(await open.isVisible())) await page.getByText(sample, { exact: true }).first().click();
    await open.click();
    await page.getByRole('radio', { name: /^Tutorial/ }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('tutorial, installed');
    await page.getByRole('button', { name: /^Train on/ }).click();
    const course = async (): Promise<string> => {
      const { runs } = await call('run.list', {});
      const { jobs } = await call('job.list', {});
      const states = jobs.map(({ title, state, error }) => `${title}: ${state} ${error?.message ?? ''}`);
      return [runs.find(({ name }) => name === 'tutorial, installed')?.state, ...states].join('\n');
    };
    await expect.poll(course, minutes(5)).toMatch(/^finished/);
    await page.getByRole('button', { name: 'Open results' }).click();
    const run = (await call('run.list', {})).runs.find(({ name }) => name === 'tutorial, installed');
    if (run === undefined) throw new Error('the run is not in the list');
    expect([run.state, run.trainableParameters, run.frozenParameters]).toEqual(['finished', 2049, 21_802_784]);
    await page.getByText(NOTICE).first().waitFor();

    // One photo on a card, and its folder as a table: the same score.
    const folder = join(data, 'sample', 'test', 'melanoma');
    const photo = join(folder, readdirSync(folder)[0] ?? '');
    await goTo(window, 'Predict');
    await window.drop(page.getByRole('group', { name: /photo/i }).first(), [photo]);
    await page.getByText(/^Called (malignant|benign):/).waitFor(minutes(1));
    const card = (await call('prediction.list', {})).predictions[0];
    await goTo(window, 'Batch');
    await window.drop(page.getByRole('group', { name: /folder/i }).first(), [folder]);
    await page.getByRole('button', { name: 'Score 1 folder' }).click();
    await expect.poll(async () => (await call('batch.list', {})).batches[0]?.state, minutes(2)).toBe('finished');
    const batch = (await call('batch.list', {})).batches[0];
    if (batch === undefined) throw new Error('there is no batch');
    const { rows } = await call('batch.rows', { batchId: batch.id, offset: 0, limit: 200 });
    expect(rows).toHaveLength(20);
    expect(rows.find(({ row }) => row.path === photo)?.row.score).toBe(card?.row.score);

    // A report: printed by the same executable, with its own fonts.
    const evaluation = (await call('evaluation.list', { runId: run.id })).evaluations[0];
    if (evaluation === undefined) throw new Error('training left no evaluation');
    const path = join(user.home, 'report.pdf');
    const request = { evaluationId: evaluation.id, path, format: 'pdf', language: 'zh-CN' } as const;
    await call('report.start', { ...request, prevalence: null, author: '', compareWith: [] });
    const written = (): string => (existsSync(path) ? readFileSync(path, 'latin1').slice(0, 5) : '');
    await expect.poll(written, minutes(2)).toBe('%PDF-');
    expect(statSync(path).size).toBeGreaterThan(20_000);

    const { checks } = await call('app.doctor', {});
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(checks.find(({ name }) => name === 'TensorFlow')?.value).toMatch(/^2\./);
    expect(reachable(window)).toEqual([]);
    if (inRoom)
      expect(listening()).toEqual([`tcp 0100007F:${window.port.toString(16).toUpperCase().padStart(4, '0')}`]);

    const tree = processTree(window.pid);
    expect(await window.close()).toBe(0);
    await expect.poll(() => tree.filter((pid) => commandOf(pid) !== ''), { timeout: 20_000 }).toEqual([]);
    if (inRoom) expect(listening()).toEqual([]);
  },
);

test('an evaluation file opens in the window that is started with it', minutes(6), async () => {
  const data = join(user.home, 'file-data');
  const file = join(user.home, 'from elsewhere.lesionlab');
  const demo = await runAs(user, [program.commandLine, 'demo', '--data-dir', data]);
  expect(demo.code, demo.stderr).toBe(0);
  const runs = await runAs(user, [program.commandLine, 'runs', '--json', '--data-dir', data]);
  const name = /"name":\s*"([^"]+)"/.exec(runs.stdout)?.[1] ?? '';
  const words = ['evaluate', '--run', name, '--split', 'valid', '--save', file, '--data-dir', data];
  const saved = await runAs(user, [program.commandLine, ...words]);
  expect(saved.code, saved.stderr).toBe(0);

  const window = await openWindow(program, user, ['--data-dir', join(user.home, 'other-data'), file]);
  await expect
    .poll(async () => (await window.call('evaluation.list', { runId: null })).evaluations.length, minutes(1))
    .toBe(1);
  await window.page.getByText(name).first().waitFor();
  expect(await window.close()).toBe(0);

  // A double click on it while a window is open: no second one, the file opens in the first.
  const third = join(user.home, 'third-data');
  const open = await openWindow(program, user, ['--data-dir', third]);
  const env = { DISPLAY: process.env['DISPLAY'] ?? '' };
  const again = await runAs(user, [program.window, '--data-dir', third, basename(file)], { env, cwd: user.home });
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain('already open');
  await expect
    .poll(async () => (await open.call('evaluation.list', { runId: null })).evaluations.length, minutes(1))
    .toBe(1);
  await open.page.getByText(name).first().waitFor();
  expect(await open.close()).toBe(0);
});

test.skipIf(!inRoom)(
  'where user namespaces are not to be had, root’s helper makes the sandbox',
  minutes(3),
  async () => {
    const args = ['--disable-namespace-sandbox', '--data-dir', join(user.home, 'helper-data')];
    const window = await openWindow(program, user, args);
    const helpers = processTree(window.pid).filter((pid) => commandOf(pid).includes('chrome-sandbox'));
    expect(helpers).not.toEqual([]);
    expectSandbox(window);
    expect(await window.close()).toBe(0);
  },
);

test('as people start it, nothing at all listens', minutes(3), async () => {
  const env = { DISPLAY: process.env['DISPLAY'] ?? '' };
  const child = startAs(user, [program.window, '--data-dir', join(user.home, 'quiet-data')], { env });
  const pid = child.pid ?? 0;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(() => void child.kill());
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const running = (): string => `${processTree(pid).map(commandOf).join('\n')}\n${log}`;
  await expect.poll(running, { timeout: 60_000 }).toContain('--type=renderer');
  // The page's first questions have started the process that reads photos.
  await expect.poll(running, { timeout: 60_000 }).toContain('engine/index.js');
  expect(internetSockets(processTree(pid))).toEqual([]);
  if (inRoom) expect(listening()).toEqual([]);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
