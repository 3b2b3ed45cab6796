import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { RunEnvironment } from '../../shared/schemas/run.ts';
import type { EngineClient } from '../context.ts';
import { VERSION } from '../version.ts';

const BYTES_PER_GIB = 2 ** 30;

/** The programs and the computer that a training runs on; loads TensorFlow, which the training needs anyway. */
export async function runEnvironment(compute: EngineClient, signal: AbortSignal): Promise<RunEnvironment> {
  const engine = await compute.call('hello', { loadTensorFlow: true }, { signal });
  const processors = cpus();
  return {
    lesionlab: VERSION,
    node: engine.node,
    tensorflow: engine.tensorflow,
    sharp: engine.sharp,
    vips: engine.vips,
    oneDnn: engine.oneDnn,
    platform: `${platform()} ${arch()} ${release()}`,
    cpu: processors[0]?.model.trim() ?? '',
    cores: processors.length,
    memoryGiB: Math.round((10 * totalmem()) / BYTES_PER_GIB) / 10,
  };
}
