import type { Command } from 'commander';
import { z } from 'zod';
import { exactAucOf } from '../../shared/metrics/exactAuc.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { CrossValidationDetail } from '../../shared/schemas/crossValidation.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from '../environment.ts';
import { collect, resolveRecipes } from '../nameList.ts';
import { resolveDataset } from '../names.ts';
import type { Output } from '../output.ts';
import { parseInteger, parseName, parseSeed } from '../parse.ts';
import type { Session } from '../session.ts';
import { formatSeconds } from '../summaryText.ts';
import { decimals, keyValues } from '../table.ts';
import { addTrainOptions, configOf, sameConfig, TrainOptions } from '../trainOptions.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = TrainOptions.extend({
  dataset: z.string().optional(),
  ensemble: z.array(z.string()).optional(),
  name: z.string(),
  folds: z.number(),
  foldSeed: z.number(),
});

/** Scores every photo of a data set's train and valid splits by a model that did not see it. The same command again goes on. */
export function addCrossValidate(program: Command, environment: Environment): void {
  const command = program
    .command('cross-validate')
    .description('how good a recipe is: each photo scored by a model that saw neither it nor its group')
    .usage('(--dataset <dataset> | --ensemble <recipe,recipe,...>) --name <name> [--folds <n>] [the options of train]')
    .option('--dataset <dataset>', "the data set's name or id; its test split is not touched")
    .requiredOption('--name <name>', 'name of the recipe', parseName)
    .option(
      '--ensemble <recipe,recipe,...>',
      'average recipes that were cross-validated on the same folds, without training; may be repeated',
      collect,
    )
    .option('--folds <n>', 'parts that are held out in turn', parseInteger(2, 20), 5)
    .option('--fold-seed <n>', 'seed of the division into folds', parseSeed, 7);
  addTrainOptions(command).action(async (given: unknown, called: Command) => {
    const options = Options.parse(given);
    const { dataset: named, ensemble } = options;
    if (ensemble !== undefined) return average(environment, called, { ensemble, name: options.name });
    if (named === undefined) throw new UsageError("error: required option '--dataset <dataset>' not specified");
    const config = configOf(options);
    await environment.withSession(called, async (session, output) => {
      const dataset = await resolveDataset(session, named);
      const { folds, foldSeed: seed, name } = options;
      const request = { datasetId: dataset.id, name, config, folds, seed };
      const { id, jobId, resumed } = await startOrResume(session, request);
      if (resumed) output.note(`Going on with "${name}", which was stopped.`);
      if (jobId !== null) await session.finishJob(jobId);
      await tell(session, output, id);
    });
  });
}

async function average(
  environment: Environment,
  called: Command,
  { ensemble, name }: { ensemble: string[]; name: string },
): Promise<void> {
  const needless = called.options.find((option) => {
    const key = option.attributeName();
    return key !== 'ensemble' && key !== 'name' && called.getOptionValueSource(key) === 'cli';
  });
  if (needless !== undefined) {
    throw new UsageError(`--ensemble takes recipes as they were cross-validated: leave out ${needless.long ?? ''}.`);
  }
  await environment.withSession(called, async (session, output) => {
    const parts = await resolveRecipes(session, ensemble);
    const request = { ids: parts.map(({ id }) => id), name };
    const { crossValidationId } = await session.call('crossValidation.ensemble', request);
    await tell(session, output, crossValidationId);
  });
}

async function tell(session: Session, output: Output, id: string): Promise<void> {
  const detail = await session.call('crossValidation.get', { id });
  noteUnreadable(output, unreadableOf(detail));
  output.result(documentOf(detail), () => textOf(detail));
}

interface Request {
  datasetId: string;
  name: string;
  config: TrainConfig;
  folds: number;
  seed: number;
}

/** One that is finished is shown again; jobId is null then. */
async function startOrResume(
  session: Session,
  request: Request,
): Promise<{ id: string; jobId: string | null; resumed: boolean }> {
  const { crossValidations } = await session.call('crossValidation.list', {});
  const known = crossValidations.find(({ name }) => name === request.name);
  const isSame =
    known !== undefined &&
    known.datasetId === request.datasetId &&
    known.folds === request.folds &&
    known.seed === request.seed &&
    known.state !== 'training' &&
    sameConfig(known.config, request.config);
  if (isSame && known.state === 'finished') return { id: known.id, jobId: null, resumed: false };
  if (isSame && known.jobId !== null) {
    const { jobId } = await session.call('job.resume', { id: known.jobId });
    return { id: known.id, jobId, resumed: true };
  }
  const { jobId, crossValidationId } = await session.call('crossValidation.start', request);
  return { id: crossValidationId, jobId, resumed: false };
}

function unreadableOf({ folds }: CrossValidationDetail) {
  const byPath = new Map(folds.flatMap(({ unreadable }) => unreadable.map((photo) => [photo.path, photo])));
  return [...byPath.values()];
}

function documentOf(detail: CrossValidationDetail): Record<string, unknown> {
  const { crossValidation, auc, meanFoldAuc, folds, environment } = detail;
  return {
    crossValidationId: crossValidation.id,
    evaluationId: crossValidation.evaluationId,
    name: crossValidation.name,
    datasetId: crossValidation.datasetId,
    config: crossValidation.config,
    folds: crossValidation.folds,
    foldSeed: crossValidation.seed,
    groupColumn: crossValidation.groupColumn,
    division: crossValidation.division,
    n: crossValidation.photoCount,
    positives: crossValidation.malignantCount,
    auc,
    /** Of an AUC of exactly 0 or 1, where DeLong has none. */
    aucExact: exactOf(detail),
    meanFoldAuc,
    foldAucs: folds.map((fold) => fold.auc),
    minutes: crossValidation.seconds / 60,
    modelHashes: folds.map(({ modelHash }) => modelHash),
    unreadable: unreadableOf(detail),
    environment,
    notice: NOTICE,
  };
}

/** From the photos that there are; nearly all of them have a score. */
const exactOf = ({ auc, crossValidation: { photoCount, malignantCount } }: CrossValidationDetail) =>
  exactAucOf(auc.value, { positives: malignantCount, negatives: photoCount - malignantCount });

function textOf(detail: CrossValidationDetail): string {
  const { crossValidation, auc, meanFoldAuc, folds } = detail;
  const { name, id, photoCount, malignantCount, groupColumn, seconds, evaluationId } = crossValidation;
  const parts = crossValidation.config.ensemble;
  const { low, high, method } = auc.low === null ? (exactOf(detail) ?? auc) : auc;
  const interval = low === null ? 'interval not estimable' : `${decimals(low)}-${decimals(high)}, ${method}`;
  const kept = groupColumn === null ? 'copies of a photo' : `photos of one ${groupColumn}, and copies,`;
  return [
    `Recipe "${name}" (${id})`,
    keyValues([
      ...(parts === undefined
        ? []
        : [['average of', parts.map((part) => part.name).join(', ')] satisfies [string, string]]),
      ['photos', `${photoCount} (${malignantCount} malignant), each scored by the model that did not see it`],
      ['folds', `${crossValidation.folds}; ${kept} are never divided`],
      ['AUC', `${decimals(auc.value)} (${interval})`],
      ['AUC of each fold', `${folds.map((fold) => decimals(fold.auc)).join(', ')}; mean ${decimals(meanFoldAuc)}`],
      ['time', `${formatSeconds(seconds)}${parts === undefined ? '' : ', that of its parts'}`],
      ['evaluation', evaluationId ?? '-'],
    ]),
    NOTICE,
  ].join('\n');
}
