/**
 * What an engine process must find in its environment when it starts; whoever forks one passes these on. Nothing here
 * imports TensorFlow, so that the core may import it.
 *
 * TF_ENABLE_ONEDNN_OPTS: TensorFlow turns oneDNN on by itself only on the newest processors; the others gain as much.
 * TF_CPP_MIN_LOG_LEVEL: 2 keeps errors, hides the banners about the processor.
 */
export function engineEnvironment(): Record<string, string> {
  return { TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '2' };
}
