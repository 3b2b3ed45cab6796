import { rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { createEngineClient } from '../core/engine/client.ts';
import { adoptBundle } from '../core/export/bundleRun.ts';
import { openBundle } from '../core/export/openBundle.ts';
import type { OpenBundle } from '../core/export/openBundle.ts';
import { defaultEngineEntry } from '../core/paths.ts';
import type { EngineClient } from '../core/context.ts';
import { AppError } from '../shared/errors.ts';
import type { Run } from '../shared/schemas/run.ts';
import { forgetOldLedgers, keepFinishedLedger, LEDGER_DAYS, openLedger } from './bundleLedger.ts';
import type { Environment } from './environment.ts';
import type { Output } from './output.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';

/** Scoring without a data folder: what `score --bundle` works with. */

interface BundleEngine {
  bundle: OpenBundle;
  engine: EngineClient;
  /** Aborted by the first Ctrl+C. */
  interrupted: AbortSignal;
}

/** Works with a bundle and an engine alone: nothing is written anywhere. The engine starts when it is first asked. */
export async function withBundleEngine(
  environment: Environment,
  command: Command,
  dir: string,
  work: (engine: BundleEngine, output: Output) => Promise<void>,
): Promise<void> {
  const { output, signals } = environment.sessionOptions(command);
  const bundle = await openBundle(dir);
  const interrupt = new AbortController();
  const forget = signals.onInterrupt(() => interrupt.abort());
  const engine = createEngineClient({ entry: defaultEngineEntry(), name: 'compute' });
  try {
    await work({ bundle, engine, interrupted: interrupt.signal }, output);
  } finally {
    forget();
    await engine.close();
  }
}

/**
 * Works in a data folder of its own among the system's temporary files, which holds the ledger of one output file: the same command goes on
 * where it stood after a kill, and has nothing to do when all is done, as with a run.
 */
export async function withBundleSession(
  environment: Environment,
  command: Command,
  { dir, out }: { dir: string; out: string },
  work: (session: Session, run: Run, output: Output) => Promise<void>,
): Promise<void> {
  const bundle = await openBundle(dir);
  await forgetOldLedgers(Date.now());
  const { folder, isNew } = await openLedger(bundle.manifest.modelHash, out);
  const options = { ...environment.sessionOptions(command), dataDir: folder };
  try {
    const session = await openSession(options);
    try {
      await work(session, await adoptBundle(session.context, bundle), options.output);
    } finally {
      await session.close();
    }
  } catch (thrown) {
    // A ledger is kept, also from a call that asks for something else now; a mere mistake leaves nothing.
    const isStopped = isWorthResuming(thrown);
    if (isNew && !isStopped) await rm(folder, { recursive: true, force: true });
    else if (isStopped)
      options.output.note(`What is done so far is kept in ${folder}: the same command goes on from there.`);
    throw thrown;
  }
  await keepFinishedLedger(folder);
  options.output.note(
    `What was scored is noted in ${folder} for ${LEDGER_DAYS} days: the same command then scores only what is new or changed.`,
  );
}

const resumable = new Set<string>(['CANCELLED', 'NO_SPACE', 'ENGINE_CRASHED', 'INTERNAL']);
const isWorthResuming = (thrown: unknown): boolean =>
  !(thrown instanceof AppError) || resumable.has(thrown.code) || thrown.details['reason'] === 'FOLDER_VANISHED';
