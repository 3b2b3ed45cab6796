import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../shared/errors.ts';
import { createOutput } from './output.ts';
import type { Output, Streams } from './output.ts';
import { openSession } from './session.ts';
import type { Session, SessionOptions, SignalSource } from './session.ts';

/** A command was called in a way that it does not know: exit 2 with the usage line. */
export class UsageError extends Error {
  readonly details: Record<string, unknown>;
  readonly remedy: string;

  constructor(message: string, options: { details?: Record<string, unknown>; remedy?: string } = {}) {
    super(message);
    this.name = 'UsageError';
    this.details = options.details ?? {};
    this.remedy = options.remedy ?? '';
  }
}

/** What every command is given; one a call of the program. */
export interface Environment {
  readonly streams: Streams & { stdin: NodeJS.ReadableStream };
  output(command: Command): Output;
  sessionOptions(command: Command): SessionOptions;
  /** Opens the data folder, does the work, closes it again whatever happens. */
  withSession(command: Command, work: (session: Session, output: Output) => Promise<void>): Promise<void>;
  /** A path as the user means it, made absolute. */
  path(text: string): string;
  /** The program's exit code: 0 until a command says otherwise. */
  exitCode: number;
}

export interface EnvironmentOptions {
  streams: Environment['streams'];
  variables: NodeJS.ProcessEnv;
  currentDir: string;
  signals: SignalSource;
}

export function createEnvironment({ streams, variables, currentDir, signals }: EnvironmentOptions): Environment {
  const path = (text: string): string => resolve(currentDir, text);
  const globals = (command: Command): { json: boolean; dataDir: string | null } => {
    const options = command.optsWithGlobals();
    const dataDir: unknown = options['dataDir'];
    return { json: options['json'] === true, dataDir: typeof dataDir === 'string' ? path(dataDir) : null };
  };
  const output = (command: Command): Output => createOutput(streams, globals(command).json);

  const sessionOptions = (command: Command): SessionOptions => ({
    dataDir: globals(command).dataDir,
    variables,
    output: output(command),
    signals,
  });

  return {
    streams,
    output,
    sessionOptions,
    path,
    exitCode: 0,
    async withSession(command, work) {
      const options = sessionOptions(command);
      const session = await openSession(options);
      try {
        await work(session, options.output);
      } finally {
        await session.close();
      }
    },
  };
}

/** For what a later version will bring: the command is known, and nothing is done. */
export function notYet(what: string): never {
  throw new UsageError(`${what} is not available in this version; it comes with a later one.`);
}

/** A value that is certain to be there. */
export function known<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new AppError('INTERNAL', `${what} is missing`);
  return value;
}
