import type { z } from 'zod';
import { AppError, systemCode } from '../../shared/errors.ts';
import { readContainer } from './container.ts';

export interface ReadCheckpoint<F> {
  facts: F;
  /** Numbers by name. Throws NOT_RESUMABLE when the file lacks them. */
  section(name: string): Float32Array;
}

/**
 * A checkpoint's file, or null when there is none, or it is damaged: training then begins again, to the same numbers.
 * @throws AppError NOT_RESUMABLE when it is of other settings, photos or features.
 */
export async function readCheckpointFile<F extends { configHash: string }>(
  path: string,
  { magic, schema, configHash, runDir }: { magic: string; schema: z.ZodType<F>; configHash: string; runDir: string },
): Promise<ReadCheckpoint<F> | null> {
  const container = await readContainer(path, magic).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  });
  const parsed = schema.safeParse(container?.facts);
  if (container === null || !parsed.success) return null;
  if (parsed.data.configHash !== configHash) {
    throw new AppError('NOT_RESUMABLE', 'the run was begun with other settings, photos or versions: train it anew', {
      details: { runDir, reason: 'OTHER_TRAINING' },
    });
  }
  return {
    facts: parsed.data,
    section(name) {
      const numbers = container.sections[name];
      if (numbers instanceof Float32Array) return numbers;
      throw new AppError('NOT_RESUMABLE', `the checkpoint lacks ${name}`, { details: { runDir, reason: 'DAMAGED' } });
    },
  };
}
