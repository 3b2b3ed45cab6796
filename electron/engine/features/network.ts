import { loadBackbone, readBackbone } from '../backbones/registry.ts';
import type { Backbone } from '../backbones/registry.ts';

/** Keeps the backbone that was used last in memory: requests come in series for one run. */
export interface Backbones {
  /** Loads TensorFlow and the graph, unless the same graph is there from the last request. */
  load(dir: string): Promise<Backbone>;
  dispose(): void;
}

export function createBackbones(): Backbones {
  let current: { dir: string; backbone: Backbone } | null = null;
  const dispose = () => {
    current?.backbone.dispose();
    current = null;
  };
  return {
    async load(dir) {
      const { graphSha256 } = await readBackbone(dir);
      if (current?.dir === dir && current.backbone.manifest.graphSha256 === graphSha256) return current.backbone;
      dispose();
      current = { dir, backbone: await loadBackbone(dir) };
      return current.backbone;
    },
    dispose,
  };
}
