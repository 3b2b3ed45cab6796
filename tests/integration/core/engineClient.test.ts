import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineClient } from '../../../electron/core/context.ts';
import { createEngineClient } from '../../../electron/core/engine/client.ts';
import { failureOf, temporaryFolder, until } from './support.ts';

const unrulyEngine = fileURLToPath(new URL('./fixtures/unrulyEngine.ts', import.meta.url));

function unruly(killAfterMs = 10_000): EngineClient {
  const client = createEngineClient({ entry: unrulyEngine, name: 'images', killAfterMs });
  onTestFinished(() => client.close());
  return client;
}

const ask = (engine: EngineClient, path: string, signal?: AbortSignal, heard: string[] = []) =>
  engine.call(
    'inspect',
    { paths: [path], thumbnailDir: null, thumbnailSizePx: 64 },
    {
      ...(signal === undefined ? {} : { signal }),
      onEvent: ({ photo }) => void heard.push(photo.status === 'error' ? photo.message : 'ok'),
    },
  );

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('no process runs before the first call, and calls are answered in the order they were made', async () => {
  const engine = unruly();
  expect(engine.pid).toBeNull();
  const heard: string[] = [];
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map(async (path) => {
      await ask(engine, path, undefined, heard);
      order.push(path);
    }),
  );
  expect(heard).toEqual(['a', 'b', 'c']);
  expect(order).toEqual(['a', 'b', 'c']);
  expect(engine.pid).toBeGreaterThan(0);
});

test('a killed engine fails its call with signal and last words, and those that wait go on in a new one', async () => {
  const engine = unruly();
  const dying = failureOf(ask(engine, 'die'));
  const next = ask(engine, 'b');
  const error = await dying;
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.details).toMatchObject({ signal: 'SIGKILL', method: 'inspect' });
  expect(error.details['stderr']).toContain('last words of the engine');
  expect(await next).toEqual({ read: 0, failed: 1 });
});

test('an engine that exits by itself fails its call with its exit code', async () => {
  const error = await failureOf(ask(unruly(), 'exit'));
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.details).toMatchObject({ signal: null, exitCode: 7 });
});

test('an engine that does not heed a cancel is killed, which is a cancel and not a crash', async () => {
  const engine = unruly(50);
  const abort = new AbortController();
  const hanging = failureOf(ask(engine, 'hang', abort.signal));
  await until(() => engine.pid !== null, 'the engine runs');
  abort.abort();
  expect((await hanging).code).toBe('CANCELLED');
  expect(await ask(engine, 'a')).toEqual({ read: 0, failed: 1 });
});

test('a call that waits is cancelled at once, and never reaches the engine', async () => {
  const engine = unruly(50);
  const first = new AbortController();
  const hanging = failureOf(ask(engine, 'hang', first.signal));
  const abort = new AbortController();
  const heard: string[] = [];
  const waiting = failureOf(ask(engine, 'b', abort.signal, heard));
  abort.abort();
  expect((await waiting).code).toBe('CANCELLED');
  first.abort();
  await hanging;
  expect((await failureOf(ask(engine, 'c', abort.signal, heard))).code).toBe('CANCELLED');
  await ask(engine, 'd', undefined, heard);
  expect(heard).toEqual(['d']);
});

test('answers and events that are not as agreed fail their call and no other', async () => {
  const engine = unruly(50);
  expect((await failureOf(ask(engine, 'babble'))).code).toBe('INTERNAL');
  await expect(ask(engine, 'bad event')).rejects.toThrow();
  expect(await ask(engine, 'a')).toEqual({ read: 0, failed: 1 });
});

test('the engine is given its environment', async () => {
  const heard: string[] = [];
  await ask(unruly(), 'environment', undefined, heard);
  expect(heard).toEqual(['1']);
});

test('closing ends the process, busy or not, and what is asked afterwards is cancelled', async () => {
  const engine = unruly();
  const hanging = failureOf(ask(engine, 'hang'));
  const waiting = failureOf(ask(engine, 'b'));
  await until(() => engine.pid !== null, 'the engine runs');
  const pid = engine.pid ?? 0;
  await engine.close();
  expect(isAlive(pid)).toBe(false);
  expect((await hanging).code).toBe('CANCELLED');
  expect((await waiting).code).toBe('CANCELLED');
  expect((await failureOf(ask(engine, 'c'))).code).toBe('CANCELLED');
});

test('an entry that cannot be started is a crash with its words', async () => {
  const engine = createEngineClient({ entry: join(temporaryFolder(), 'nothingHere.ts'), name: 'images' });
  onTestFinished(() => engine.close());
  const error = await failureOf(ask(engine, 'a'));
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.details['stderr']).toContain('nothingHere');
});

test('an urgent call goes to an engine at work, and shares its end', async () => {
  const engine = unruly();
  const hanging = failureOf(ask(engine, 'hang'));
  const order: string[] = [];
  const waits = ask(engine, 'b').then(() => order.push('ordinary'));
  const urgent = (path: string) =>
    engine.call('inspect', { paths: [path], thumbnailDir: null, thumbnailSizePx: 64 }, { urgent: true });
  expect(await urgent('a')).toEqual({ read: 0, failed: 1 });
  order.push('urgent');
  expect((await failureOf(urgent('die'))).code).toBe('ENGINE_CRASHED');
  expect((await hanging).code).toBe('ENGINE_CRASHED');
  await waits;
  expect(order).toEqual(['urgent', 'ordinary']);
});
