import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { engineEnvironment } from '../../../electron/engine/environment.ts';
import { backboneDir, extractScript } from './places.ts';

const Extracted = z.object({ sha256: z.string(), peakMib: z.number() });

async function extract(environment: Record<string, string>, batchSize: number, batches: number) {
  const inherited = Object.entries(process.env).filter(([name]) => !(name in engineEnvironment()));
  const env = { ...Object.fromEntries(inherited), ...environment };
  const args = [extractScript, backboneDir('inceptionV3'), String(batchSize), String(batches)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return Extracted.parse(JSON.parse(stdout));
}

describe.runIf(process.platform === 'linux')('the environment of an engine process', () => {
  test('keeps InceptionV3 under 1.1 GiB and changes no bit of its features', async () => {
    const tuned = await extract(engineEnvironment(), 16, 4);
    const { TF_ENABLE_ONEDNN_OPTS = '', TF_CPP_MIN_LOG_LEVEL = '' } = engineEnvironment();
    const plain = await extract({ TF_ENABLE_ONEDNN_OPTS, TF_CPP_MIN_LOG_LEVEL }, 16, 4);
    expect(tuned.sha256).toBe(plain.sha256);
    expect(tuned.peakMib).toBeLessThan(1100);
  });
});
