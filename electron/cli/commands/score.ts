import type { Command } from 'commander';
import { z } from 'zod';
import { scoringModel } from '../../core/scoring/model.ts';
import { rulesOfRun } from '../../core/scoring/output/rules.ts';
import { formatOf } from '../../core/scoring/output/columns.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Run } from '../../shared/schemas/run.ts';
import type { Batch, BatchRequest, BatchSummary } from '../../shared/schemas/scoring.ts';
import { addBatchOptions, readBatchOptions, readLineRoot } from '../batchOptions.ts';
import { withBundleEngine, withBundleSession } from '../bundle.ts';
import { known, UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import type { Output } from '../output.ts';
import { parseProbability } from '../parse.ts';
import { batchEvaluation } from '../batchEvaluation.ts';
import type { BatchEvaluation } from '../batchEvaluation.ts';
import { foldersText, noteMatch, summaryPairs } from '../batchSummaryText.ts';
import { clusterFolder } from '../clusterFolder.ts';
import { answerLines } from '../scoreLines.ts';
import type { Session } from '../session.ts';
import { counted, keyValues } from '../table.ts';

const Options = z.object({
  run: z.string().optional(),
  bundle: z.string().optional(),
  out: z.string().optional(),
  threshold: z.number().optional(),
  resume: z.boolean(),
});
type Options = z.output<typeof Options>;

/** Scores folders and photos to a file, or with `-` the paths on stdin to stdout. */
export function addScore(program: Command, environment: Environment): void {
  const score = program
    .command('score')
    .description('score photos with a run; the same command again goes on with a stopped batch')
    .usage('[input...] (--run <run> | --bundle <dir>) --out <file> [options]   or   score - (--run | --bundle)')
    .argument('[input...]', 'folders and photos; or - for paths on stdin, one a line, answered by a JSON line each')
    .option('--run <run>', "the run's name or id")
    .option('--bundle <dir>', 'a run that `export` wrote, instead of --run; no data folder is used')
    .option('--out <file>', 'the file to write: .csv or .jsonl; it holds absolute paths')
    .option('--threshold <t>', "another threshold than the run's own", parseProbability)
    .option('--no-resume', 'score every photo anew, also those that the file has already')
    .addHelpText('after', clusterHint);
  addBatchOptions(score).action(async (inputs: string[], given: unknown, command: Command) => {
    const options = Options.parse(given);
    if (inputs.includes('-')) {
      if (inputs.length > 1) throw new UsageError('`-` stands alone: the paths come from stdin.');
      if (options.out !== undefined)
        throw new UsageError('`-` answers on stdout; --out belongs to folders and photos.');
      await answer(environment, command, options, readLineRoot(given, environment));
      return;
    }
    const batchOptions = readBatchOptions(given, environment);
    if (inputs.length + batchOptions.lists.length === 0) throw new UsageError('Name folders or photos, or a --list.');
    const { out } = options;
    if (out === undefined) throw new UsageError('Name the file to write with --out: a .csv or a .jsonl file.');
    if (formatOf(out, batchOptions) === null) throw new UsageError(`"${out}": the file's name ends in .csv or .jsonl.`);
    const source = sourceOf(options);
    const work = async (session: Session, run: Run, output: Output): Promise<void> => {
      const batch = await scoreBatch(session, {
        ...batchOptions,
        runId: run.id,
        inputs: inputs.map((input) => environment.path(input)),
        threshold: options.threshold ?? null,
        out: environment.path(out),
        resume: options.resume,
      });
      const summary = await session.call('batch.summary', { id: batch.id });
      const evaluation = await batchEvaluation(session, output, { run, batch });
      printBatch(output, batch, await modelHashOf(session, batch), { summary, evaluation });
      // A photo without a score must not pass unseen in a script.
      if (batch.failed > 0) environment.exitCode = 1;
    };
    if (source.kind === 'bundle') {
      const places = { dir: environment.path(source.dir), out: environment.path(out) };
      await withBundleSession(environment, command, places, work);
    } else {
      await environment.withSession(command, async (session, output) =>
        work(session, await resolveRun(session, source.run), output),
      );
    }
  });
}

const clusterHint = (): string => {
  const folder = clusterFolder();
  return folder === null ? '' : `\nOn many machines: the Spark job and what a node needs lie in ${folder}`;
};

/** Paths on stdin, from a run of the data folder or from a bundle without one. */
async function answer(
  environment: Environment,
  command: Command,
  options: Options,
  absolute: (path: string) => string,
): Promise<void> {
  const source = sourceOf(options);
  if (source.kind === 'bundle') {
    await withBundleEngine(environment, command, environment.path(source.dir), async (given, output) => {
      const { run, threshold, recalibration } = given.bundle.manifest;
      await answerLines({
        engine: given.engine,
        model: given.bundle.model,
        rules: () => Promise.resolve({ extras: given.bundle.extras, recalibration }),
        runId: run.id,
        threshold: options.threshold ?? threshold.value,
        interrupted: given.interrupted,
        output,
        environment,
        absolute,
      });
    });
    return;
  }
  await environment.withSession(command, async (session, output) => {
    const run = await resolveRun(session, source.run);
    const model = await scoringModel(session.context, run);
    await answerLines({
      engine: session.context.engines.compute,
      model,
      rules: () => rulesOfRun(session.context, run.id, model),
      runId: run.id,
      threshold: options.threshold ?? run.threshold.value,
      interrupted: session.interrupted,
      output,
      environment,
      absolute,
    });
  });
}

type Source = { kind: 'run'; run: string } | { kind: 'bundle'; dir: string };

function sourceOf({ run, bundle }: Options): Source {
  if (run !== undefined && bundle === undefined) return { kind: 'run', run };
  if (bundle !== undefined && run === undefined) return { kind: 'bundle', dir: bundle };
  throw new UsageError('Give either --run or --bundle.');
}

async function scoreBatch(session: Session, request: BatchRequest): Promise<Batch> {
  const { jobId, batchId } = await session.call('batch.start', request);
  await session.finishJob(jobId);
  return session.call('batch.get', { id: batchId });
}

async function modelHashOf(session: Session, batch: Batch): Promise<string> {
  const { run } = await session.call('run.get', { id: batch.runId });
  return known(run.modelHash, 'the hash of the model');
}

interface Outcome {
  summary: BatchSummary;
  /** Of a batch whose photos have labels. */
  evaluation: BatchEvaluation | null;
}

function printBatch(output: Output, batch: Batch, modelHash: string, { summary, evaluation }: Outcome): void {
  noteMatch(output, summary);
  const counts = { benign: batch.scored - batch.malignant, malignant: batch.malignant };
  if (batch.failed > 0) output.note(`${counted(batch.failed, 'photo')} without a score: the rows say why.`);
  output.result(
    {
      batchId: batch.id,
      runId: batch.runId,
      modelHash,
      threshold: batch.threshold,
      total: batch.total,
      scored: batch.scored,
      failed: batch.failed,
      counts,
      skippedJunk: batch.skippedJunk,
      skipped: batch.skipped,
      out: batch.out,
      summary: { ...summary, evaluation: evaluation?.json ?? null },
      notice: NOTICE,
    },
    () =>
      `${keyValues([
        ['photos', String(batch.total)],
        ['scored', `${batch.scored} (${counts.malignant} malignant, ${counts.benign} benign at ${batch.threshold})`],
        ['failed', String(batch.failed)],
        ['skipped files', skippedText(batch)],
        ...summaryPairs(summary),
        ['written to', batch.out ?? '-'],
      ])}${foldersText(summary)}\n${evaluation === null ? NOTICE : `\n${evaluation.text}`}`,
  );
}

function skippedText({ skippedJunk, skipped }: Batch): string {
  if (skipped === null || skippedJunk === 0) return String(skippedJunk);
  const { hidden, system, otherFiles, excluded } = skipped;
  return `${skippedJunk} (${hidden} hidden, ${system} of the system, ${otherFiles} no photos, ${excluded} excluded)`;
}
