import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReferenceFiles } from '../../../../electron/engine/explain/referenceFile.ts';
import { writeContainer } from '../../../../electron/engine/training/container.ts';
import { AppError } from '../../../../electron/shared/errors.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-reference-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const failureOf = async (path: string): Promise<AppError> => {
  const thrown: unknown = await createReferenceFiles()
    .open(path, 4)
    .catch((error: unknown) => error);
  if (!(thrown instanceof AppError)) throw new Error('it was opened');
  return thrown;
};

test('a file that another version wrote is told apart from a damaged one: it is exported anew, not looked for', async () => {
  const older = join(dir, 'older.bin');
  const facts = { formatVersion: 1, hashes: [], featureCount: 4 };
  await writeContainer(older, 'LLREFER1', { facts, sections: { rows: new Float32Array() } });
  const failure = await failureOf(older);
  expect(failure.code).toBe('BAD_INPUT');
  expect(failure.details?.['remedy']).toBe('Export the run again with this version.');
});

test('a damaged or missing one says so', async () => {
  const damaged = join(dir, 'damaged.bin');
  await writeFile(damaged, 'LLREFER1 and nothing more');
  expect((await failureOf(damaged)).code).toBe('CACHE_MISS');
  expect((await failureOf(join(dir, 'none.bin'))).code).toBe('CACHE_MISS');
});
