import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngineClient } from '../../electron/core/engine/client.ts';
import type { EngineClient } from '../../electron/core/context.ts';
import { AppError } from '../../electron/shared/errors.ts';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A real engine process, from its sources. */
export const forkEngine = (): EngineClient =>
  createEngineClient({ entry: inRoot('electron/engine/index.ts'), name: 'test' });

export async function withEngine<T>(work: (engine: EngineClient) => Promise<T>): Promise<T> {
  const engine = forkEngine();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** A folder that is gone after the work. */
export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'lesionlab-engine-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The coded error that work ends with. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('it did not fail');
}
