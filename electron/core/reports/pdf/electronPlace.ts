import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { CorePaths } from '../../context.ts';

/** What prints: Electron's executable, and the folder of the app that it opens; null when it is the packed app itself. */
export interface ElectronPlace {
  binary: string;
  appFolder: string | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The window's own Electron, which the shell names to its core; on the command line the one that set-up put in place.
 * Throws NOT_FOUND with a remedy when there is none.
 */
export function findElectron(paths: Pick<CorePaths, 'shippedBackbonesDir'>, variables: Variables): ElectronPlace {
  const named = variables['LESIONLAB_ELECTRON'] ?? '';
  const namedApp = variables['LESIONLAB_ELECTRON_APP'] ?? '';
  if (named !== '' && existsSync(named)) return { binary: named, appFolder: namedApp === '' ? null : namedApp };
  const runtimeDir = dirname(paths.shippedBackbonesDir);
  const checkout = dirname(dirname(runtimeDir));
  const binary = join(runtimeDir, 'electron', ...executable());
  if (!existsSync(binary)) throw missing(binary, 'Electron, which prints PDF files, is not set up here');
  const bundle = join(checkout, 'dist', 'main', 'index.cjs');
  if (!existsSync(bundle)) throw missing(bundle, 'the part of LesionLab that prints PDF files is not built');
  return { binary, appFolder: checkout };
}

const executable = (): string[] =>
  process.platform === 'darwin'
    ? ['Electron.app', 'Contents', 'MacOS', 'Electron']
    : [process.platform === 'win32' ? 'electron.exe' : 'electron'];

const missing = (path: string, message: string): AppError =>
  new AppError('NOT_FOUND', message, {
    details: {
      path,
      reason: 'ELECTRON_MISSING',
      remedy: 'Set it up once with `npm run setup`, or make the report as HTML: every browser prints it.',
    },
  });
