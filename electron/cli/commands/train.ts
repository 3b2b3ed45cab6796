import type { Command } from 'commander';
import { z } from 'zod';
import { readRunManifest } from '../../core/training/runManifest.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import type { Run, RunPlan, TrainConfig } from '../../shared/schemas/run.ts';
import { UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveDataset } from '../names.ts';
import { noteText } from '../noteText.ts';
import type { Output } from '../output.ts';
import { parseName, parsePositive } from '../parse.ts';
import type { Session } from '../session.ts';
import { splitScores } from '../splitScores.ts';
import { addTrainOptions, configOf, sameConfig, TrainOptions } from '../trainOptions.ts';
import { epochsText, trainDocument, trainText } from '../trainText.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = TrainOptions.extend({
  dataset: z.string().optional(),
  name: z.string(),
  fromManifest: z.string().optional(),
  anyVersion: z.boolean().optional(),
});
type Options = z.output<typeof Options>;

/** Trains a classifier on a data set. The same command again goes on with a run that was stopped. */
export function addTrain(program: Command, environment: Environment): void {
  const command = program
    .command('train')
    .description('train a classifier on a data set; the same command again goes on with a stopped run')
    .usage('(--dataset <dataset> | --from-manifest <file>) --name <name> [options]')
    .option('--dataset <dataset>', "the data set's name or id")
    .requiredOption('--name <name>', 'name of the run', parseName);
  addTrainOptions(command)
    .option(
      '--minutes <n>',
      'with --preset best: as many networks, epochs and views as fit into this time on this computer',
      parsePositive(100_000),
    )
    .option('--tensorboard', 'write TensorBoard event files')
    .option('--from-manifest <file>', "train again what a finished run's manifest.json says, to the same model")
    .option('--any-version', 'with --from-manifest: also with other versions of TensorFlow or the image libraries')
    .action(async (given: unknown, called: Command) => {
      const options = Options.parse(given);
      if (options.fromManifest === undefined && options.dataset === undefined) {
        throw new UsageError("error: required option '--dataset <dataset>' not specified");
      }
      await environment.withSession(called, async (session, output) => {
        const started =
          options.fromManifest === undefined
            ? await trainOn(session, output, options)
            : await trainAgain(session, output, { ...options, path: environment.path(options.fromManifest) });
        for (const { text } of await notesOf(session, started.runId)) output.note(text);
        await session.finishJob(started.jobId);
        const detail = await session.call('run.get', { id: started.runId });
        noteUnreadable(output, detail.unreadable);
        const { expectedModelHash } = started;
        if (expectedModelHash !== null && expectedModelHash !== detail.run.modelHash) {
          output.note('! The model is not, byte for byte, the one of the manifest.');
        }
        const { scores } = await splitScores(session, detail.run, 'valid');
        const validation = summarize({
          labels: scores.labels,
          scores: scores.scores,
          threshold: detail.run.threshold.value,
        });
        const ofEpochs = epochsText(detail.run.config);
        if (ofEpochs !== null) output.note(ofEpochs);
        output.result(trainDocument(detail, validation, expectedModelHash), () => trainText(detail, validation));
      });
    });
}

interface Started {
  runId: string;
  jobId: string;
  /** Of the run that is trained again; null: there is none. */
  expectedModelHash: string | null;
}

async function notesOf(session: Session, runId: string) {
  const { notes = [] } = await session.call('run.get', { id: runId });
  return notes.map((note) => ({ ...note, text: noteText(note) })).filter(({ text }) => text !== '');
}

async function trainOn(session: Session, output: Output, options: Options): Promise<Started> {
  const dataset = await resolveDataset(session, options.dataset ?? '');
  const config = configOf(options);
  const stopped = await stoppedRun(session, options.name, dataset.id);
  if (stopped !== null && (await isSameTraining(session, stopped, config, options.minutes))) {
    output.note(`Going on with the run "${options.name}", which was stopped.`);
    const { jobId } = await session.call('job.resume', { id: stopped.jobId });
    return { runId: stopped.id, jobId, expectedModelHash: null };
  }
  const planned = await fittedToTime(session, dataset.id, config, options);
  const request = { datasetId: dataset.id, name: options.name, ...planned };
  const { runId, jobId } = await session.call('run.start', request);
  return { runId, jobId, expectedModelHash: null };
}

async function fittedToTime(
  session: Session,
  datasetId: string,
  config: TrainConfig,
  { minutes, epochs, members, keptViews }: Options,
): Promise<{ config: TrainConfig; plan: RunPlan | null }> {
  if (minutes === undefined) return { config, plan: null };
  const fixed = [
    ...(epochs === undefined ? [] : ['epochs' as const]),
    ...(members === undefined ? [] : ['members' as const]),
    ...(keptViews === undefined ? [] : ['cachedViews' as const]),
  ];
  const { config: fitted, plan } = await session.call('run.plan', { datasetId, config, minutes, fixed });
  return { config: fitted, plan };
}

async function stoppedRun(
  session: Session,
  name: string,
  datasetId: string,
): Promise<(Run & { jobId: string }) | null> {
  const { runs } = await session.call('run.list', {});
  const found = runs.find((run) => run.name === name.trim() && run.datasetId === datasetId);
  const isStopped = found !== undefined && ['interrupted', 'cancelled', 'failed'].includes(found.state);
  return isStopped && found.jobId !== null ? { ...found, jobId: found.jobId } : null;
}

/**
 * Only the very same training goes on; anything else under a taken name is refused by run.start. One that was fitted to a time keeps what was chosen
 * then, although the computer's speeds are known better by now.
 */
async function isSameTraining(
  session: Session,
  stopped: Run,
  config: TrainConfig,
  minutes: number | undefined,
): Promise<boolean> {
  if (minutes === undefined) return sameConfig(stopped.config, config);
  const { notes = [] } = await session.call('run.get', { id: stopped.id });
  const plan = notes.find(({ code }) => ['PLANNED', 'OVER_TIME', 'TOO_LITTLE_TIME'].includes(code));
  if (plan?.values['minutes'] !== minutes) return false;
  const { epochs, tuning } = stopped.config;
  if (tuning === null || config.tuning === null) return plan.code === 'TOO_LITTLE_TIME';
  const { members, cachedViews } = tuning;
  return sameConfig(stopped.config, { ...config, epochs, tuning: { ...config.tuning, members, cachedViews } });
}

async function trainAgain(
  session: Session,
  output: Output,
  { path, name, dataset, anyVersion = false }: Options & { path: string },
): Promise<Started> {
  const datasetId = dataset === undefined ? null : (await resolveDataset(session, dataset)).id;
  const { runs } = await session.call('run.list', {});
  const manifest = await readRunManifest(path);
  const stopped = runs.find((run) => run.name === name && ['interrupted', 'cancelled', 'failed'].includes(run.state));
  if (stopped !== undefined && stopped.jobId !== null && sameConfig(stopped.config, manifest.config)) {
    output.note(`Going on with the run "${name}", which was stopped.`);
    const { jobId } = await session.call('job.resume', { id: stopped.jobId });
    return { runId: stopped.id, jobId, expectedModelHash: manifest.result.modelHash };
  }
  const started = await session.call('run.reproduce', { path, name, datasetId, anyVersion });
  if (started.differs.length > 0) output.note(`Not as it was then: ${started.differs.join(', ')}.`);
  return started;
}
