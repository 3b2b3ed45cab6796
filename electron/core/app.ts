import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { contract, isShellChannel } from '../shared/contract.ts';
import type { Channel, CoreChannel, EventName, Events, Input, Output, ParsedInput, Reply } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import type { CoreContext } from './context.ts';
import { openDatabase } from './database/open.ts';
import { readSettings } from './database/settings.ts';
import { createEngineClient } from './engine/client.ts';
import { toAppError } from './failure.ts';
import { createHandlers } from './handlers.ts';
import { createJobQueue } from './jobs/queue.ts';
import type { HolderKind } from './lock.ts';
import { lockDataFolder } from './lock.ts';
import type { Parser } from './parser.ts';
import { corePaths, databasePath, defaultEngineEntry, makeFolders } from './paths.ts';

export interface AppOptions {
  dataDir: string;
  runtimeDir: string;
  /** The engine's entry file; without it, the one beside this core. */
  engineEntry?: string;
  /** Who holds the data folder, as a second one is told. */
  holder: HolderKind;
  emit<E extends EventName>(event: E, payload: Events[E]): void;
  now?(): Date;
  newId?(): string;
}

export interface App {
  /** One call of the contract: input and output are parsed. Fails with AppError. */
  call<C extends CoreChannel>(channel: C, input: Input<C>): Promise<Output<C>>;
  /** The same for what came from another process: never rejects. */
  dispatch(channel: string, input: unknown): Promise<Reply>;
  readonly context: CoreContext;
  /** Stops work (jobs become `interrupted`), ends the engines, frees the data folder. */
  close(): Promise<void>;
}

/**
 * The core of one data folder. Throws LOCKED when another process has it, INTERNAL with details.reason DATABASE_NEWER or
 * DATABASE_DAMAGED when its database cannot be used.
 */
export async function createApp(options: AppOptions): Promise<App> {
  try {
    return await openApp(options);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

async function openApp(options: AppOptions): Promise<App> {
  const { emit, now = () => new Date(), newId = randomUUID } = options;
  const paths = corePaths({ dataDir: resolve(options.dataDir), runtimeDir: resolve(options.runtimeDir) });
  mkdirSync(paths.dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataFolder(paths.dataDir, {
    pid: process.pid,
    kind: options.holder,
    since: now().toISOString(),
  });
  let opened: DatabaseSync | null = null;
  try {
    makeFolders(paths);
    const database = (opened = openDatabase(databasePath(paths.dataDir)));
    const entry = options.engineEntry ?? defaultEngineEntry();
    const engines = {
      images: createEngineClient({ entry, name: 'images' }),
      compute: createEngineClient({ entry, name: 'compute' }),
    };
    const jobs = createJobQueue({ database, now, newId, emit: (snapshot) => emit('job.changed', snapshot) });
    const context: CoreContext = {
      holder: options.holder,
      paths,
      database,
      engines,
      jobs,
      emit,
      now,
      newId,
      settings: () => readSettings(database),
    };
    const handlers = createHandlers(context, jobs);
    jobs.recover();

    let closed = false;
    async function perform<C extends CoreChannel>(channel: C, input: unknown): Promise<Output<C>> {
      if (closed) throw new AppError('CANCELLED', 'LesionLab is closing');
      try {
        const handler = handlers[channel];
        const given = parseInput(parsers[channel].input, channel, input);
        return parsers[channel].output.parse(await handler(given));
      } catch (thrown) {
        throw toAppError(thrown);
      }
    }

    return {
      call: (channel, input) => perform(channel, input),
      async dispatch(channel, input) {
        try {
          if (!isCoreChannel(channel)) throw new AppError('BAD_INPUT', `no call is named ${channel}`);
          return { ok: true, value: await perform(channel, input) };
        } catch (thrown) {
          return { ok: false, error: toAppError(thrown).toBody() };
        }
      },
      context,
      async close() {
        if (closed) return;
        closed = true;
        const stopped = jobs.close();
        await Promise.all([engines.images.close(), engines.compute.close()]);
        await stopped;
        database.close();
        lock.release();
      },
    };
  } catch (thrown) {
    opened?.close();
    lock.release();
    throw thrown;
  }
}

const isCoreChannel = (name: string): name is CoreChannel => {
  const isChannel = (candidate: string): candidate is Channel => Object.hasOwn(contract, candidate);
  return isChannel(name) && !isShellChannel(name);
};

const parsers: { [C in CoreChannel]: { input: Parser<ParsedInput<C>>; output: Parser<Output<C>> } } = contract;

function parseInput<T>(schema: Parser<T>, channel: string, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AppError('BAD_INPUT', `${channel}: ${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`, {
    cause: parsed.error,
    details: { channel, issues },
  });
}
