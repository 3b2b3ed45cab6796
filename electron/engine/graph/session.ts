import { loadNativeBackend } from '../tensorflow.ts';

export interface Output {
  data: Float32Array;
  shape: number[];
}

/** A SavedModel loaded into a TensorFlow session of its own. Every call holds the thread until it is done. */
export interface Session {
  /**
   * Feeds one uint8 tensor and fetches float32 ones, in the order asked. The first run of a set of outputs lets TensorFlow
   * optimize the graph for it (seconds for a large one).
   */
  run(feed: { node: string; data: Uint8Array; shape: readonly number[] }, outputs: readonly string[]): Output[];
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

  return {
    run({ node, data, shape }, outputs) {
      const input = binding.createTensor([...shape], binding.TF_UINT8, data);
      try {
        const fetched = binding.runSavedModel(session, [input], `${node}:0`, outputs.map((name) => `${name}:0`).join());
        return fetched.map(({ id, shape: outputShape }) => take(id, outputShape));
      } finally {
        binding.deleteTensor(input);
      }
    },
    dispose: () => backend.deleteSavedModel(session),
  };
}
