import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../cost.ts';

const home = fileURLToPath(new URL('../../../dist/bench', import.meta.url));

/** TensorFlow is the version that our addon is built on; onnx is the newest that goes with its NumPy and ml-dtypes. */
const packages = {
  keras: ['tensorflow-cpu==2.15.1', 'numpy<2'],
  onnx: ['tf2onnx==1.17.0', 'onnx==1.16.2', 'onnxruntime==1.32.0', 'numpy<2', 'tensorflow-cpu==2.15.1'],
} as const;

/** Ends with an error that has the program's last line. */
function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with code ${code}: ${log.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

/** A Python with the packages of a peer, in dist/bench; made when it is not there. Throws where it cannot be had. */
async function pythonWith(peer: keyof typeof packages): Promise<string> {
  const venv = join(home, 'venv');
  const python = join(venv, 'bin', 'python');
  const complete = join(venv, `complete ${packages[peer].join(' ').replaceAll('<', ' below ')}`);
  if (existsSync(complete)) return python;
  await mkdir(home, { recursive: true });
  if (!existsSync(python)) await run('python3', ['-m', 'venv', '--clear', venv]);
  say(`installing ${packages[peer].join(', ')} in dist/bench/venv, once`);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--no-input', ...packages[peer]]);
  await writeFile(complete, '');
  return python;
}

/** What a peer needs, or null after saying why it is left out. */
async function orLeftOut<T>(name: string, find: () => Promise<T>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    say(`${name} is left out, it cannot be had here: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

export const findKeras = (): Promise<string | null> => orLeftOut('Keras', () => pythonWith('keras'));

/** Python, and the graph of a backbone's features as ONNX: the same weights, written anew when the backbone is another. */
export const findOnnx = (backboneDir: string, graphSha256: string): Promise<{ python: string; model: string } | null> =>
  orLeftOut('onnxruntime', async () => {
    const python = await pythonWith('onnx');
    const model = join(home, `${graphSha256}.onnx`);
    if (!existsSync(model)) {
      const partial = `${model}.partial`;
      const signature = ['--tag', 'serve', '--signature_def', 'features', '--opset', '17'];
      await run(python, ['-m', 'tf2onnx.convert', '--saved-model', backboneDir, ...signature, '--output', partial]);
      await rename(partial, model);
    }
    return { python, model };
  });
