import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNativeBackend } from '../tensorflow.ts';

export interface Output {
  data: Float32Array;
  shape: number[];
}

/** Values for one node: a placeholder, or any other node, which then is not computed. Not kept after the run that they are fed to. */
export interface Feed {
  node: string;
  data: Uint8Array | Float32Array | Int32Array;
  shape: readonly number[];
}

/** A SavedModel loaded into a TensorFlow session of its own. Every call holds the thread until it is done. */
export interface Session {
  /**
   * Feeds tensors and fetches float32 ones, in the order asked. The first run of a set of feeds and outputs lets TensorFlow
   * optimize the graph for it (seconds for a large one).
   */
  run(feeds: Feed | readonly Feed[], outputs: readonly string[]): Output[];
  dispose(): void;
}

/**
 * Loads `dir`/saved_model.pb (tag `serve`). This is what `tf.node.loadSavedModel` does, without its reading of the file in
 * JavaScript, which leaves copies of all weights behind, and without passing bytes as int32.
 * @throws Error with TensorFlow's words when the model is missing or damaged.
 */
export function openSession(dir: string): Session {
  const backend = loadNativeBackend();
  const { binding } = backend;
  const session = backend.loadSavedModelMetaGraph(dir, 'serve');

  const take = (tensorId: number, shape: number[]): Output => {
    try {
      const data = binding.tensorDataSync(tensorId);
      if (!(data instanceof Float32Array)) throw new Error('a float32 output was expected');
      return { data, shape };
    } finally {
      binding.deleteTensor(tensorId);
    }
  };

  const dtypeOf = (data: Feed['data']): number => {
    if (data instanceof Float32Array) return binding.TF_FLOAT;
    return data instanceof Int32Array ? binding.TF_INT32 : binding.TF_UINT8;
  };

  return {
    run(feeds, outputs) {
      const list = 'node' in feeds ? [feeds] : feeds;
      const inputs: number[] = [];
      try {
        for (const { data, shape } of list) inputs.push(binding.createTensor([...shape], dtypeOf(data), data));
        const names = (nodes: readonly string[]): string => nodes.map((node) => `${node}:0`).join();
        const fed = names(list.map(({ node }) => node));
        const fetched = binding.runSavedModel(session, inputs, fed, names(outputs));
        return fetched.map(({ id, shape }) => take(id, shape));
      } finally {
        for (const input of inputs) binding.deleteTensor(input);
      }
    },
    dispose: () => backend.deleteSavedModel(session),
  };
}

/** Loads a graph that is in memory. TensorFlow reads folders only, so it is written for a moment; once loaded, the folder is needed no more. */
export function openGraph(savedModel: Uint8Array): Session {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel);
    return openSession(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
