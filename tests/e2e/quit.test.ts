import { expect, test } from 'vitest';
import { freshDataDir, launchApp } from './support/app.ts';

declare global {
  // What the stand-in for the native question has been asked; lives in Electron's main process.
  var askedBeforeQuit: string[] | undefined;
}

test('quitting while a job runs asks once, can be refused, and leaves a job that does not count as running', async () => {
  const dataDir = freshDataDir();
  const launched = await launchApp({ dataDir });
  const { jobId } = await launched.call('demo.start', { train: true });
  const stateOf = async (app: typeof launched) => {
    const { jobs } = await app.call('job.list', {});
    return jobs.find(({ id }) => id === jobId)?.state;
  };
  await expect.poll(() => stateOf(launched)).toBe('running');

  await launched.app.evaluate(({ app, dialog }) => {
    globalThis.askedBeforeQuit = [];
    dialog.showMessageBox = (...args: unknown[]) => {
      globalThis.askedBeforeQuit?.push(JSON.stringify(args.at(-1)));
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
    app.quit();
  });
  const asked = () => launched.app.evaluate(() => globalThis.askedBeforeQuit ?? []);
  await expect.poll(asked).toHaveLength(1);
  expect((await asked())[0]).toMatch(/"message":"(A job is running|有任务正在运行)"/);
  expect(await stateOf(launched)).toBe('running');

  await launched.close();
  const again = await launchApp({ dataDir });
  expect(['interrupted', 'cancelled']).toContain(await stateOf(again));
});
