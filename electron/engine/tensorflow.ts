import { createRequire } from 'node:module';
import util from 'node:util';
import type * as tensorFlowModule from '@tensorflow/tfjs-node';
import type * as backendModule from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { engineEnvironment } from './environment.ts';

export type TensorFlow = typeof tensorFlowModule;
type NativeBackend = backendModule.NodeJSKernelBackend;

const require = createRequire(import.meta.url);
let loaded: TensorFlow | undefined;

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed, for every tensor that it makes, and `util.isArray`,
 * which prints a deprecation warning.
 */
function mendUtil(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  Object.assign(util, { isNullOrUndefined, isArray: Array.isArray });
}

/**
 * Loads native TensorFlow at the first call (0.3 s warm, some 200 MB) and returns it. It is not an import, because the
 * process that only decodes photos must never pay for it. A variable that is set already stays as it is.
 * @throws when the native library is not installed.
 */
export function loadTensorFlow(): TensorFlow {
  if (loaded !== undefined) return loaded;
  for (const [name, value] of Object.entries(engineEnvironment())) process.env[name] ??= value;
  mendUtil();
  loaded = require('@tensorflow/tfjs-node') as TensorFlow;
  return loaded;
}

/** tfjs's native backend, below its tensors: sessions and raw buffers. */
export function loadNativeBackend(): NativeBackend {
  loadTensorFlow();
  const { nodeBackend } = require('@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js') as typeof backendModule;
  return nodeBackend();
}

/** Of the native library, such as 2.15.1. */
export const tensorFlowVersion = (): string => loadNativeBackend().binding.TF_Version;

/** Whether this process computes with oneDNN; features made with and without differ in the last bits. */
export const usesOneDnn = (): boolean => (process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '1') === '1';
