/**
 * What an engine process must find in its environment when it starts; whoever forks one passes these on. Nothing here imports TensorFlow, so that the core may import it.
 *
 * - TF_ENABLE_ONEDNN_OPTS: TensorFlow turns oneDNN on by itself only on the newest processors; the others gain as much.
 * - TF_CPP_MIN_LOG_LEVEL: 2 keeps errors, hides the banners about the processor.
 * - MALLOC_MMAP_THRESHOLD_: glibc raises this limit by itself to 32 MB once large blocks are freed. Then the copies of the weights that
 *   TensorFlow's graph optimizer makes and drops stay as holes in the heap: 0.4 GB for a network of 87 MB. A fixed limit gives them back.
 * - MALLOC_ARENA_MAX: glibc keeps up to 8 heaps a core, each with its own holes.
 * - VIPS_CONCURRENCY: several photos decode at once, each by one thread, which costs the least. (sharp's own choice for glibc, which it
 *   gives up when it finds MALLOC_ARENA_MAX.)
 * The malloc settings act only when they are there before the process starts, and only where glibc is; results do not depend on them.
 */
export function engineEnvironment(): Record<string, string> {
  return {
    TF_ENABLE_ONEDNN_OPTS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
    MALLOC_MMAP_THRESHOLD_: '524288',
    MALLOC_ARENA_MAX: '2',
    VIPS_CONCURRENCY: '1',
  };
}

/**
 * What an engine process is started with besides, for V8. Each photo passes through buffers outside V8's heap, which count as if they were in it: left to itself, V8
 * collects all of a heap of 30 MB for every 20 photos, a tenth of a batch's processor time. This lets it wait until the heap has doubled.
 */
export const engineArguments = (): string[] => ['--heap-growing-percent=100'];
