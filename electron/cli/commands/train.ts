import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { NOTICE } from '../../shared/notice.ts';
import { presets } from '../../shared/presets.ts';
import { Views, ClassWeights, OptimizerName } from '../../shared/schemas/run.ts';
import type { RunDetail, TrainConfig } from '../../shared/schemas/run.ts';
import { notYet } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveDataset } from '../names.ts';
import { parseInteger, parseName, parseNotNegative, parsePositive, parseSeed } from '../parse.ts';
import type { Session } from '../session.ts';
import { formatSeconds } from '../summaryText.ts';
import { decimals, keyValues } from '../table.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = z.object({
  dataset: z.string(),
  name: z.string(),
  preset: z.enum(['tutorial', 'recommended', 'best']),
  backbone: z.string().optional(),
  views: Views.optional(),
  epochs: z.number().optional(),
  batchSize: z.number().optional(),
  optimizer: OptimizerName.optional(),
  learningRate: z.number().optional(),
  l2: z.number().optional(),
  classWeight: ClassWeights.optional(),
  earlyStopping: z.number().optional(),
  seed: z.number().optional(),
  tensorboard: z.boolean().optional(),
});

/** Trains a classifier on a data set. The same command again goes on with a run that was stopped. */
export function addTrain(program: Command, environment: Environment): void {
  program
    .command('train')
    .description('train a classifier on a data set; the same command again goes on with a stopped run')
    .usage('--dataset <dataset> --name <name> [options]')
    .requiredOption('--dataset <dataset>', "the data set's name or id")
    .requiredOption('--name <name>', 'name of the run', parseName)
    .addOption(
      new Option('--preset <preset>', 'a whole set of choices; the options below change single ones')
        .choices(['tutorial', 'recommended', 'best'])
        .default('recommended'),
    )
    .option('--backbone <id>', 'the pretrained network (`lesionlab backbones` lists them)')
    .addOption(
      new Option('--views <views>', 'features of the photo alone or averaged with its mirror images').choices(
        Views.options,
      ),
    )
    .option('--epochs <n>', 'times that every photo is learnt from', parseInteger(1, 10_000))
    .option('--batch-size <n>', 'photos a step', parseInteger(1, 4096))
    .addOption(new Option('--optimizer <name>', 'how steps are taken').choices(OptimizerName.options))
    .option('--learning-rate <x>', 'size of the steps', parsePositive(10))
    .option('--l2 <x>', 'penalty on large weights', parseNotNegative(10))
    .addOption(new Option('--class-weight <how>', 'whether the rarer class counts more').choices(ClassWeights.options))
    .option(
      '--early-stopping <n>',
      'stop after so many epochs without a better validation loss',
      parseInteger(1, 10_000),
    )
    .option('--seed <n>', 'seed of everything random', parseSeed)
    .option('--tensorboard', 'write TensorBoard event files')
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      const config = configOf(options);
      await environment.withSession(command, async (session, output) => {
        const dataset = await resolveDataset(session, options.dataset);
        const { runId, jobId, resumed } = await startOrResume(session, dataset.id, options.name, config);
        if (resumed) output.note(`Going on with the run "${options.name}", which was stopped.`);
        await session.finishJob(jobId);
        const detail = await session.call('run.get', { id: runId });
        noteUnreadable(output, detail.unreadable);
        output.result(trainDocument(detail), () => trainText(detail));
      });
    });
}

/** The preset with the choices that were made; it keeps its name while it is the same recipe. */
function configOf(options: z.output<typeof Options>): TrainConfig {
  if (options.preset === 'best') notYet('--preset best');
  const preset = presets[options.preset];
  const config: TrainConfig = {
    ...preset,
    backboneId: options.backbone ?? preset.backboneId,
    views: options.views ?? preset.views,
    epochs: options.epochs ?? preset.epochs,
    batchSize: options.batchSize ?? preset.batchSize,
    optimizer: options.optimizer ?? preset.optimizer,
    learningRate: options.learningRate ?? preset.learningRate,
    l2: options.l2 ?? preset.l2,
    classWeights: options.classWeight ?? preset.classWeights,
    earlyStoppingPatience: options.earlyStopping ?? preset.earlyStoppingPatience,
  };
  const sameRecipe = sameConfig(config, preset);
  return {
    ...config,
    preset: sameRecipe ? preset.preset : 'custom',
    seed: options.seed ?? preset.seed,
    tensorBoard: options.tensorboard ?? preset.tensorBoard,
  };
}

const sameConfig = (a: TrainConfig, b: TrainConfig): boolean => {
  const entries = (config: TrainConfig): string => JSON.stringify(Object.entries(config).sort());
  return entries(a) === entries(b);
};

async function startOrResume(
  session: Session,
  datasetId: string,
  name: string,
  config: TrainConfig,
): Promise<{ runId: string; jobId: string; resumed: boolean }> {
  const { runs } = await session.call('run.list', {});
  const stopped = runs.find(
    (run) =>
      run.name === name.trim() && (run.state === 'interrupted' || run.state === 'cancelled' || run.state === 'failed'),
  );
  // Only the very same job goes on; anything else under a taken name is refused by run.start.
  if (stopped?.jobId && stopped.datasetId === datasetId && sameConfig(stopped.config, config)) {
    const { jobId } = await session.call('job.resume', { id: stopped.jobId });
    return { runId: stopped.id, jobId, resumed: true };
  }
  const { runId, jobId } = await session.call('run.start', { datasetId, name, config });
  return { runId, jobId, resumed: false };
}

function trainDocument({ run, epochs, unreadable, tensorBoardDir }: RunDetail): Record<string, unknown> {
  return {
    runId: run.id,
    name: run.name,
    datasetId: run.datasetId,
    config: run.config,
    epochs,
    bestEpoch: run.bestEpoch,
    threshold: run.threshold.value,
    modelHash: run.modelHash,
    trainCount: run.trainCount,
    validCount: run.validCount,
    trainableParameters: run.trainableParameters,
    frozenParameters: run.frozenParameters,
    seconds: run.seconds,
    unreadable,
    tensorBoardDir,
    notice: NOTICE,
  };
}

function trainText({ run, epochs, tensorBoardDir }: RunDetail): string {
  const best = epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const pairs: [string, string][] = [
    ['photos', `${run.trainCount} to learn from, ${run.validCount} to check with`],
    ['parameters', `${run.trainableParameters} trained, ${run.frozenParameters} frozen`],
    ['best epoch', `${run.bestEpoch ?? '-'} of ${epochs.length} (lowest validation loss)`],
  ];
  if (best !== undefined) {
    pairs.push(['validation loss', decimals(best.valLoss, 4)]);
    pairs.push(['validation accuracy', decimals(best.valAccuracy)]);
    pairs.push(['validation AUC', decimals(best.valAuc)]);
  }
  if (run.seconds !== null) pairs.push(['time', formatSeconds(run.seconds)]);
  if (tensorBoardDir !== null) pairs.push(['TensorBoard', tensorBoardDir]);
  return `Run "${run.name}" (${run.id})\n${keyValues(pairs)}\n${NOTICE}`;
}
