import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';

export interface Display {
  /** What the printing process needs in its environment. */
  variables: Record<string, string>;
  close(): Promise<void>;
}

type Variables = Readonly<Record<string, string | undefined>>;

const START_MS = 10_000;

/**
 * Somewhere for Electron to open its hidden window: the display there is, else Xvfb, started for this print alone. (Chromium's
 * headless platform would need neither, but Electron 33 crashes on it.) Throws NOT_FOUND with a remedy when there is neither.
 */
export async function openDisplay(variables: Variables): Promise<Display> {
  const xvfb = findXvfb(variables);
  if (xvfb === null) return { variables: {}, close: () => Promise.resolve() };
  // It chooses a free number itself and tells it on the third channel once it listens.
  const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<'ended'>((resolve) => {
    server.once('error', () => resolve('ended'));
    server.once('exit', () => resolve('ended'));
  });
  const number = await Promise.race([
    firstLine(server.stdio[3]),
    ended,
    wait(START_MS, 'ended' as const, { ref: false }),
  ]);
  if (number === 'ended') {
    server.kill('SIGKILL');
    throw noDisplay('there is no display here, and Xvfb did not start');
  }
  return {
    variables: { DISPLAY: `:${number}` },
    async close() {
      server.kill('SIGTERM');
      await Promise.race([ended, wait(2_000, null, { ref: false })]);
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL');
    },
  };
}

/** Where Xvfb is; null where there is a display, so that none is needed. Throws NOT_FOUND with a remedy when there is neither. */
export function findXvfb(variables: Variables): string | null {
  const has = (name: string): boolean => (variables[name] ?? '') !== '';
  if (process.platform !== 'linux' || has('DISPLAY') || has('WAYLAND_DISPLAY')) return null;
  const xvfb = programNamed('Xvfb', variables['PATH'] ?? '');
  if (xvfb === null) throw noDisplay('there is no display here, and Xvfb is not installed');
  return xvfb;
}

async function firstLine(channel: unknown): Promise<string> {
  if (!isReadable(channel)) throw new AppError('INTERNAL', 'Xvfb has no channel to tell its number on');
  let heard = '';
  while (!heard.includes('\n')) {
    const pieces: unknown = await once(channel, 'data');
    heard += String(pieces);
  }
  return heard.trim();
}

const isReadable = (channel: unknown): channel is Readable =>
  typeof channel === 'object' && channel !== null && 'on' in channel;

function programNamed(name: string, path: string): string | null {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

const noDisplay = (message: string): AppError =>
  new AppError('NOT_FOUND', message, {
    details: {
      reason: 'NO_DISPLAY',
      remedy:
        'Install Xvfb (package xvfb), or run the command in a desktop session, or make the report as HTML: every browser prints it.',
    },
  });
