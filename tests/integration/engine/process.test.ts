import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FromEngine } from '../../../electron/engine/envelope.ts';

const entry = fileURLToPath(new URL('../../../electron/engine/index.ts', import.meta.url));

/** An engine without the core's client, to see what really goes over the channel. */
function start() {
  const child = fork(entry, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const messages: FromEngine[] = [];
  const waiting: (() => void)[] = [];
  child.on('message', (raw) => {
    messages.push(FromEngine.parse(raw));
    waiting.splice(0).forEach((resolve) => resolve());
  });
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  return {
    child,
    messages,
    stdout: () => stdout,
    async until(count: number): Promise<void> {
      while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

it('answers in the order asked, with coded errors for what it does not know, and lives on', async () => {
  const engine = start();
  engine.child.send({ type: 'request', id: 1, method: 'hello', params: { loadTensorFlow: true } });
  engine.child.send({ type: 'request', id: 2, method: 'constructor', params: {} });
  engine.child.send({ type: 'request', id: 3, method: 'rendition', params: { path: 5 } });
  engine.child.send({ type: 'nonsense' });
  engine.child.send({ type: 'request', id: 4, method: 'hello', params: { loadTensorFlow: false } });
  await engine.until(4);
  expect(engine.messages.map(({ type, id }) => [type, id])).toEqual([
    ['result', 1],
    ['error', 2],
    ['error', 3],
    ['result', 4],
  ]);
  expect(engine.messages[0]).toHaveProperty('result.tensorflow', expect.stringMatching(/^2\./));
  expect(engine.messages[0]).toHaveProperty('result.oneDnn', true);
  expect(engine.messages[1]).toMatchObject({ error: { code: 'BAD_INPUT' } });
  expect(engine.messages[2]).toMatchObject({ error: { code: 'BAD_INPUT' } });
  expect(engine.messages[2]).toHaveProperty('error.message', expect.stringContaining('path'));
  expect(engine.messages[3]).toMatchObject({ result: { tensorflow: null } });
  engine.child.disconnect();
  await once(engine.child, 'exit');
  expect(engine.child.exitCode).toBe(0);
  expect(engine.stdout()).toBe('');
});

it('never starts a request that was cancelled while it waited', async () => {
  const engine = start();
  engine.child.send({ type: 'request', id: 1, method: 'hello', params: { loadTensorFlow: true } });
  engine.child.send({ type: 'request', id: 2, method: 'hello', params: { loadTensorFlow: false } });
  engine.child.send({ type: 'cancel', id: 2 });
  await engine.until(2);
  expect(engine.messages[1]).toMatchObject({ type: 'error', id: 2, error: { code: 'CANCELLED' } });
  engine.child.disconnect();
  await once(engine.child, 'exit');
});

it('ends when its parent is gone', async () => {
  const engine = start();
  await once(engine.child, 'spawn');
  engine.child.disconnect();
  await once(engine.child, 'exit');
  expect(engine.child.exitCode).toBe(0);
});
