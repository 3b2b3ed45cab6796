import { expect, it } from 'vitest';
import { createGate } from '../../../../electron/engine/images/gate.ts';

/** Work that ends when it is told to. */
function controlled(gate: ReturnType<typeof createGate>, cost: number, log: string[], name: string) {
  const { promise, resolve, reject } = (() => {
    let resolve: () => void = () => undefined;
    let reject: (reason: Error) => void = () => undefined;
    const promise = new Promise<void>((done, fail) => {
      resolve = done;
      reject = fail;
    });
    return { promise, resolve, reject };
  })();
  const done = gate.run(cost, () => {
    log.push(name);
    return promise;
  });
  done.catch(() => undefined);
  return { done, finish: resolve, fail: reject };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('lets work in while its cost fits, in the order of asking, and what is larger than all alone', async () => {
  const gate = createGate(10);
  const log: string[] = [];
  const a = controlled(gate, 6, log, 'a');
  const b = controlled(gate, 4, log, 'b');
  const huge = controlled(gate, 500, log, 'huge');
  const c = controlled(gate, 1, log, 'c');
  await settle();
  expect(log).toEqual(['a', 'b']);
  a.finish();
  await settle();
  expect(log).toEqual(['a', 'b']); // c would fit, but huge came first and must not starve
  b.finish();
  await settle();
  expect(log).toEqual(['a', 'b', 'huge']);
  huge.fail(new Error('broken'));
  await settle();
  expect(log).toEqual(['a', 'b', 'huge', 'c']);
  c.finish();
  await expect(huge.done).rejects.toThrow('broken');
  await c.done;
});
