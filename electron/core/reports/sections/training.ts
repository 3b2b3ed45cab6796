import type { BackboneManifest } from '../../../shared/schemas/backbone.ts';
import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { TrainConfig } from '../../../shared/schemas/run.ts';
import { learningModel } from '../../../shared/figures/plainModels.ts';
import type { Block, Section } from '../document/blocks.ts';
import { facts as factsTable } from '../document/blocks.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';

const weightKeys: Record<TrainConfig['classWeights'], WordKey> = {
  none: 'weightsNone',
  sqrt: 'weightsSqrt',
  balanced: 'weightsBalanced',
};
const optimizerNames: Record<TrainConfig['optimizer'], string> = { rmsprop: 'RMSprop', adam: 'Adam', sgd: 'SGD' };
const viewWords: Record<TrainConfig['views'], WordKey> = { one: 'viewsOne', flips: 'viewsFlips', turns: 'viewsTurns' };

export function trainingSection(facts: ReportFacts, speaker: Speaker): Section {
  const { run, epochs } = facts;
  const blocks = trainingTables(facts, speaker);
  if (run !== null && epochs.length > 0) {
    const figure = learningModel({ epochs, bestEpoch: run.bestEpoch }, speaker.language);
    blocks.push({ kind: 'figure', figure });
  }
  return { id: 'training', title: speaker.say('trainingTitle'), blocks };
}

/** All but the figure: also the model card's. */
export function trainingTables({ run, backbone, epochs, runUnreadable }: ReportFacts, speaker: Speaker): Block[] {
  const { say, count, date } = speaker;
  if (run === null) return [{ kind: 'text', text: say('trainingUnknown') }];
  const { config } = run;
  return [
    factsTable(
      say('settingsTable'),
      [say('setting'), say('value')],
      [
        config.ensemble === undefined
          ? null
          : [say('averageOf'), say('averageOfValue', { names: config.ensemble.map(({ name }) => name).join(', ') })],
        [
          say('backbone'),
          backbone === null
            ? config.backboneId
            : say('backboneValue', { name: backbone.name, size: String(backbone.inputSizePx) }),
        ],
        backbone === null ? null : [say('backboneSource'), backbone.source],
        backbone === null || backbone.preprocessing === null
          ? null
          : [say('preprocessing'), preprocessingWords(backbone.preprocessing, speaker)],
        [say('views'), say(viewWords[config.views])],
        ...trainedRows(run, epochs.length, speaker),
        [say('trainedOn'), say('trainedOnValue', { train: count(run.trainCount), valid: count(run.validCount) })],
        [say('leftOut'), count(runUnreadable)],
        [
          say('trainedAt'),
          run.finishedAt === null || run.seconds === null
            ? date(run.createdAt)
            : say('trainedAtValue', { date: date(run.finishedAt), seconds: run.seconds.toFixed(1) }),
        ],
      ],
    ),
  ];
}

/** How its weights were learnt; nothing for an average, whose runs were each trained in their own way. */
function trainedRows(
  run: NonNullable<ReportFacts['run']>,
  epochCount: number,
  { say, count, plain }: Speaker,
): [string, string][] {
  const { config } = run;
  if (config.ensemble !== undefined) return [];
  return [
    [say('head'), say('headValue', { trainable: count(run.trainableParameters), frozen: count(run.frozenParameters) })],
    [say('scaling'), say(config.featureScaling === 'standard' ? 'scalingStandard' : 'scalingNone')],
    [say('loss'), say('lossValue')],
    [
      say('optimizer'),
      say('optimizerValue', {
        name: optimizerNames[config.optimizer],
        rate: plain(config.learningRate),
        batch: count(config.batchSize),
      }),
    ],
    [say('penalty'), plain(config.l2)],
    [say('classWeights'), say(weightKeys[config.classWeights])],
    [say('epochs'), say('epochsValue', { done: count(epochCount), most: count(config.epochs) })],
    [
      say('earlyStopping'),
      config.earlyStoppingPatience === null
        ? say('none')
        : say('earlyStoppingValue', { patience: count(config.earlyStoppingPatience) }),
    ],
    [
      say('checkpoint'),
      run.bestEpoch === null ? say('notRecorded') : say('checkpointValue', { epoch: count(run.bestEpoch) }),
    ],
    [say('seed'), String(config.seed)],
  ];
}

const preprocessingWords = (
  { mean, scale, resize }: BackboneManifest['preprocessing'],
  { say, plain }: Speaker,
): string =>
  mean === 0 && scale === 1
    ? say(resize === 'squash' ? 'preprocessingSquashOwn' : 'preprocessingCropOwn')
    : say(resize === 'squash' ? 'preprocessingSquash' : 'preprocessingCrop', {
        mean: plain(mean),
        scale: plain(scale),
      });

/** What another needs to come to the same figures. */
export function reproduceSection(facts: ReportFacts, { say, date }: Speaker): Section {
  const { environment, backbone, run, dataset } = facts;
  return {
    id: 'reproduce',
    title: say('reproduceTitle'),
    blocks: [
      factsTable(
        say('reproduceTable'),
        [say('setting'), say('value')],
        [
          [say('modelHash'), facts.modelHash ?? say('notRecorded')],
          [say('graphHash'), backbone?.graphSha256 ?? say('notRecorded')],
          [say('evaluationId'), facts.evaluationId],
          run === null ? null : [say('runId'), run.id],
          dataset === null ? null : [say('datasetId'), dataset.id],
          [say('reportVersion'), `LesionLab ${facts.lesionlab}, ${date(facts.generatedAt)}`],
          [
            say('trainedWith'),
            environment === null
              ? say('notRecorded')
              : say('trainedWithValue', {
                  lesionlab: environment.lesionlab,
                  node: environment.node,
                  tensorflow: environment.tensorflow ?? say('notRecorded'),
                  sharp: environment.sharp,
                  vips: environment.vips,
                  oneDnn: say(environment.oneDnn ? 'on' : 'off'),
                }),
          ],
          [
            say('machine'),
            environment === null
              ? say('notRecorded')
              : say('machineValue', {
                  platform: environment.platform,
                  cpu: environment.cpu,
                  cores: String(environment.cores),
                  memory: environment.memoryGiB.toFixed(1),
                }),
          ],
        ],
      ),
    ],
  };
}
