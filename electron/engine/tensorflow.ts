import { createRequire } from 'node:module';
import util from 'node:util';
import { engineEnvironment } from './environment.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-node');

let loaded: TensorFlow | undefined;

/** Node 23 removed `util.isNullOrUndefined`, which tfjs-node 4.22 calls for every tensor that it makes. */
function restoreRemovedUtil(): void {
  if ('isNullOrUndefined' in util) return;
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
}

/**
 * Loads native TensorFlow at the first call (about a second, some hundred megabytes) and returns it. It is not an import,
 * because the process that only decodes photos must never pay for it. A variable that is set already stays as it is.
 * @throws when the native library is not installed.
 */
export function loadTensorFlow(): TensorFlow {
  if (loaded !== undefined) return loaded;
  for (const [name, value] of Object.entries(engineEnvironment())) process.env[name] ??= value;
  restoreRemovedUtil();
  const required: TensorFlow = createRequire(import.meta.url)('@tensorflow/tfjs-node');
  loaded = required;
  return required;
}

/** Whether this process computes with oneDNN; features made with and without differ in the last bits. */
export const usesOneDnn = (): boolean => (process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '1') === '1';
