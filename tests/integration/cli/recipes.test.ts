import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cliJson, runCli } from '../../support/runCli.ts';
import { openStudy, writeStudy } from '../../support/smallStudy.ts';
import { errorOf } from './answers.ts';

let root: string;
let dataDir: string;
const inData = (...args: string[]): string[] => [...args, '--data-dir', dataDir];
const onStudy = (command: string, name: string, ...args: string[]): string[] =>
  inData(command, '--dataset', 'study', '--name', name, '--backbone', 'tiny', ...args);
const quick = ['--test-views', 'one', '--epochs', '20'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-recipes-'));
  dataDir = join(root, 'data');
  const { app } = await openStudy(dataDir, await writeStudy(join(root, 'photos')));
  await app.close();
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const Validated = z.looseObject({
  crossValidationId: z.string(),
  evaluationId: z.string(),
  auc: z.looseObject({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }),
  foldAucs: z.array(z.number().nullable()),
  minutes: z.number(),
  n: z.int(),
  modelHashes: z.array(z.string()),
});

describe('cross-validate', () => {
  const command = (): string[] => onStudy('cross-validate', 'one view', '--folds', '3', ...quick);

  it('prints AUC, folds and time, and shows a finished one again without training', async () => {
    const first = Validated.parse(await cliJson(command()));
    expect(first.foldAucs).toHaveLength(3);
    expect(first.auc.low ?? 1).toBeLessThan(first.auc.value);
    expect(Validated.parse(await cliJson(command()))).toEqual(first);
    const { code, stdout } = await runCli(command());
    expect(code).toBe(0);
    expect(stdout).toContain('each scored by the model that did not see it');
    expect(stdout).toContain('photos of one lesion, and copies, are never divided');
    expect(stdout).toContain('Research use only. Not a medical device. Not for diagnosis.');
  });

  it('goes on after a kill, to the models of a run that was not stopped', async () => {
    const long = [...quick.slice(0, 2), '--epochs', '120', '--folds', '3'];
    const whole = Validated.parse(await cliJson(onStudy('cross-validate', 'whole', ...long)));
    const args = onStudy('cross-validate', 'killed', ...long);
    const { code } = await runCli(args, {
      onStart(child) {
        let said = '';
        child.stderr?.on('data', (text: string) => {
          said += text;
          if (said.includes('fold 2 of 3')) child.kill('SIGKILL');
        });
      },
    });
    expect(code).toBeNull();
    const { code: second, stdout, stderr } = await runCli([...args, '--json']);
    expect(second, stderr).toBe(0);
    expect(stderr).toContain('Going on with "killed"');
    expect(stderr).not.toContain('fold 1 of 3');
    expect(Validated.parse(JSON.parse(stdout)).modelHashes).toEqual(whole.modelHashes);
  }, 300_000);

  it('refuses another recipe under the name, and options of fine-tuning without it', async () => {
    const other = await runCli([...command(), '--l2', '0.1', '--json']);
    expect([other.code, errorOf(other.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    const lost = await runCli(onStudy('cross-validate', 'lost', '--kept-views', '4'));
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('--kept-views is for fine-tuning: add --stages upper, or --preset best.');
  });
});

const Compared = z.looseObject({
  recipesTried: z.int(),
  testOpenings: z.int(),
  divisions: z.array(
    z.looseObject({
      bestId: z.string(),
      chosenId: z.string(),
      recipes: z.array(z.looseObject({ crossValidationId: z.string(), name: z.string(), complexity: z.number() })),
    }),
  ),
});

it('compares recipes of one division, counts those tried, and chooses a simple one', async () => {
  await cliJson(onStudy('cross-validate', 'four views', '--folds', '3', '--test-views', 'flips', '--epochs', '20'));
  const compared = Compared.parse(await cliJson(inData('compare-recipes', '--dataset', 'study')));
  const [division] = compared.divisions;
  expect(division?.recipes.map(({ name }) => name).sort()).toEqual(['four views', 'killed', 'one view', 'whole']);
  // Two of them are the same recipe.
  expect(compared).toMatchObject({ recipesTried: 3, testOpenings: 0 });
  const { stdout } = await runCli(inData('compare-recipes', '--dataset', 'study'));
  expect(stdout).toContain('3 recipes tried on this data set; p values are adjusted by Holm for all of them.');
  expect(stdout).toContain('the simplest within one standard error (DeLong) of the highest AUC');
});

describe('sweep', () => {
  const sweep = (minutes: string): string[] =>
    onStudy('sweep', 'rates', '--folds', '3', ...quick, '--vary', 'learningRate=0.01,0.1', '--minutes', minutes);
  const Swept = z.looseObject({
    outOfTime: z.boolean(),
    recipes: z.array(z.looseObject({ name: z.string(), crossValidationId: z.string().nullable() })),
  });

  it('keeps to its time, and goes on with more of it', async () => {
    const none = await runCli([...sweep('0.001'), '--json']);
    expect([none.code, errorOf(none.stdout).code]).toEqual([1, 'BAD_INPUT']);
    expect(none.stderr).toContain('No recipe of "rates" could be tried in 0.001 minutes.');
    const { code, stdout, stderr } = await runCli([...sweep('20'), '--json']);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Going on with 2 recipes');
    const { recipes, outOfTime } = Swept.parse(JSON.parse(stdout));
    expect(outOfTime).toBe(false);
    expect(recipes.map(({ name }) => name)).toEqual(['rates, learningRate 0.01', 'rates, learningRate 0.1']);
    expect(recipes.every(({ crossValidationId }) => crossValidationId !== null)).toBe(true);
  });

  it('refuses a choice that no recipe has', async () => {
    const { code, stderr } = await runCli(onStudy('sweep', 'typo', '--minutes', '1', '--vary', 'learningrate=1'));
    expect(code).toBe(2);
    expect(stderr).toContain('the recipe has no choice "learningrate"');
  });
});

describe('train', () => {
  const Trained = z.looseObject({
    runId: z.string(),
    modelHash: z.string(),
    reproduced: z.boolean().nullable(),
    config: z.looseObject({ preset: z.string(), epochs: z.int(), tuning: z.looseObject({ members: z.int() }) }),
    notes: z.array(z.looseObject({ code: z.string(), text: z.string() })),
    validation: z.looseObject({ auc: z.looseObject({ value: z.number() }), logLoss: z.number(), accuracy: z.number() }),
  });

  it('fits the best recipe to the minutes, says why, and is trained again from its manifest to the same bytes', async () => {
    const args = onStudy('train', 'best', '--preset', 'best', '--minutes', '600', '--epochs', '2', '--members', '2');
    const { code, stdout, stderr } = await runCli([...args, '--json']);
    expect(code, stderr).toBe(0);
    const trained = Trained.parse(JSON.parse(stdout));
    expect(trained.config).toMatchObject({ preset: 'custom', epochs: 2, tuning: { members: 2 } });
    expect(stderr).toContain('Fine-tunes the last stages');
    expect(stderr).toMatch(/2 epochs, 2 networks and 16 views of each photo, because 600 minutes allow that/);
    expect(trained.notes.every(({ text }) => text !== '')).toBe(true);
    const manifest = join(dataDir, 'runs', trained.runId, 'manifest.json');
    const again = Trained.parse(await cliJson(inData('train', '--from-manifest', manifest, '--name', 'best again')));
    expect(again).toMatchObject({ reproduced: true, modelHash: trained.modelHash });
    const evaluated = z
      .looseObject({
        ...Trained.shape.validation.shape,
        fine: z.looseObject({ counts: z.array(z.array(z.int())) }),
      })
      .parse(await cliJson(inData('evaluate', '--run', 'best', '--split', 'valid')));
    expect(evaluated.fine.counts).toHaveLength(3);
    // Of all networks and views, and so not those of an epoch of the first.
    const { auc, logLoss, accuracy } = evaluated;
    expect(trained.validation).toMatchObject({ auc, logLoss, accuracy });
    expect(stderr).toContain('epochs are of the first of 2 networks and of one view of each photo');
  });

  it('needs a data set or a manifest', async () => {
    const { code, stderr } = await runCli(inData('train', '--name', 'x'));
    expect(code).toBe(2);
    expect(stderr).toContain("equired option '--dataset <dataset>' not specified");
  });
});
