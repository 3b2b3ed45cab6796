import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Runs on Java 8, 11 and 17; 317 MB, kept in dist/cluster. */
const PYSPARK = 'pyspark==3.5.5';
const JAVA_PACKAGE = 'openjdk-17-jre-headless';

export const jobScript = inRoot('resources/cluster/score_photos.py');

/** The command as a node would call it, here from the sources. */
export const lesionlabCommand = [process.execPath, inRoot('electron/cli/index.ts')];

/** PySpark in a Python environment of its own, and Java; made when they are not there. Throws with what is missing. */
export function requireSpark(): { python: string; submit: string } {
  requireJava();
  const venv = inRoot('dist/cluster/venv');
  const complete = join(venv, `complete ${PYSPARK}`);
  const python = join(venv, 'bin', 'python');
  if (!existsSync(complete)) {
    mkdirSync(inRoot('dist/cluster'), { recursive: true });
    const run = (command: string, args: string[]): void =>
      void execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    run('python3', ['-m', 'venv', '--clear', venv]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--no-input', PYSPARK]);
    writeFileSync(complete, '');
  }
  return { python, submit: join(venv, 'bin', 'spark-submit') };
}

const hasJava = (): boolean => spawnSync('java', ['-version']).status === 0;

function requireJava(): void {
  if (hasJava()) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync('apt-get', ['--version']).status === 0) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', JAVA_PACKAGE], { stdio: 'inherit' });
  }
  if (!hasJava()) throw new Error(`Spark needs Java 17: install it (on Debian ${JAVA_PACKAGE}), then run this again.`);
}

interface Submitted {
  master: string;
  args: string[];
  /** Further words for spark-submit. */
  conf?: string[];
  cwd: string;
  /** What the driver and its executors find in their environment besides ours. */
  env?: Record<string, string>;
  onStart?: (child: ChildProcess) => void;
}

/** Runs the job by spark-submit; everything stays on this computer's loopback. */
export function submit({ master, args, conf = [], cwd, env = {}, onStart }: Submitted): Promise<{
  code: number | null;
  stdout: string;
  stderr: string;
}> {
  const { python, submit: program } = requireSpark();
  const words = ['--master', master, '--conf', 'spark.ui.enabled=false', ...conf, jobScript, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', PYSPARK_PYTHON: python, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    onStart?.(child);
  });
}
