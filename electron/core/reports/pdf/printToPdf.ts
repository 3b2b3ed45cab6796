import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { openDisplay } from './display.ts';
import type { ElectronPlace } from './electronPlace.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A long list of errors takes some seconds; what takes this long hangs. */
const PATIENCE_MS = 180_000;
/** Chromium's own output on a page that it could draw nothing of, for want of any font. */
const LEAST_BYTES = 4_000;
const STDERR_KEPT = 4_000;

/**
 * A self-contained page as PDF, A4, with notice and page number at each foot: printed by Electron in a process and a profile of its
 * own, which are gone afterwards. Throws NOT_FOUND with a remedy without a display, CANCELLED, INTERNAL with Electron's last words.
 */
export async function printToPdf(
  html: string,
  options: { electron: ElectronPlace; variables: Variables; signal: AbortSignal },
): Promise<Uint8Array> {
  const { electron, variables, signal } = options;
  // Readable by its owner only: the page names patients' files.
  const folder = await mkdtemp(join(tmpdir(), 'lesionlab-print-'));
  try {
    await writeFile(join(folder, 'report.html'), html, { mode: 0o600 });
    const display = await openDisplay(variables);
    try {
      await run(electron, folder, { ...variables, ...display.variables }, signal);
    } finally {
      await display.close();
    }
    const pdf = await readFile(join(folder, 'report.pdf'));
    if (pdf.byteLength < LEAST_BYTES) throw noFonts();
    return pdf;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function run(electron: ElectronPlace, folder: string, variables: Variables, signal: AbortSignal): Promise<void> {
  // Chromium's sandbox refuses root. Only root, and only a checkout, goes without it.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0 && electron.appFolder !== null;
  const args = [
    ...(electron.appFolder === null ? [] : [electron.appFolder]),
    ...(isRoot ? ['--no-sandbox'] : []),
    `--print-pdf=${folder}`,
  ];
  const env = Object.fromEntries(
    Object.entries(variables).filter(([name]) => !/^(ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(electron.binary, args, { env, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr = (stderr + piece).slice(-STDERR_KEPT)));
    const stop = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(stop, PATIENCE_MS);
    signal.addEventListener('abort', stop, { once: true });
    const settle = (error: AppError | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (error === null) resolve();
      else reject(signal.aborted ? new AppError('CANCELLED', 'cancelled') : error);
    };
    child.once('error', (cause) => settle(failed(`Electron could not be started: ${cause.message}`, stderr)));
    child.once('exit', (code, killed) =>
      settle(code === 0 ? null : failed(`Electron could not print the report (${killed ?? `code ${code}`})`, stderr)),
    );
  });
}

const failed = (message: string, stderr: string): AppError =>
  new AppError('INTERNAL', message, {
    details: {
      reason: 'PRINT_FAILED',
      stderr,
      remedy: 'Make the report as HTML: every browser prints it, and can save it as PDF.',
    },
  });

const noFonts = (): AppError =>
  new AppError('NOT_FOUND', 'the printed pages are empty: this computer has no font at all', {
    details: {
      reason: 'NO_FONTS',
      remedy: 'Install one (on Debian: fonts-dejavu-core), or make the report as HTML.',
    },
  });
