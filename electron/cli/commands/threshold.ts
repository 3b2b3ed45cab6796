import type { Command } from 'commander';
import { z } from 'zod';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { EvaluationSummary } from '../../shared/schemas/evaluationSummary.ts';
import type { Run } from '../../shared/schemas/run.ts';
import { UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import type { Output } from '../output.ts';
import { parsePositive, parseProbability, parseShare } from '../parse.ts';
import type { Session } from '../session.ts';
import { splitScores } from '../splitScores.ts';
import { rateText } from '../summaryText.ts';
import { counted, keyValues } from '../table.ts';
import { testOpenings } from '../testSplit.ts';
import type { ThresholdChoice, ThresholdWish } from '../thresholdChoice.ts';
import { chooseThreshold } from '../thresholdChoice.ts';

const Options = z.object({
  run: z.string(),
  value: z.number().optional(),
  targetSensitivity: z.number().optional(),
  targetSpecificity: z.number().optional(),
  youden: z.literal(true).optional(),
  costRatio: z.number().optional(),
});

const HIGHEST_RATIO = 1e6;

/** Sets a run's threshold by hand, or by a rule on the validation split. */
export function addThreshold(program: Command, environment: Environment): void {
  program
    .command('threshold')
    .description("set a run's threshold")
    .usage(
      '--run <run> (--value <t> | --target-sensitivity <s> | --target-specificity <s> | --youden | --cost-ratio <n>)',
    )
    .requiredOption('--run <run>', "the run's name or id")
    .option('--value <t>', 'the threshold itself', parseProbability)
    .option(
      '--target-sensitivity <s>',
      'the highest threshold on the validation split that finds this share of the malignant photos',
      parseShare,
    )
    .option(
      '--target-specificity <s>',
      'the lowest threshold on the validation split that clears this share of the benign photos',
      parseShare,
    )
    .option('--youden', 'the greatest sensitivity + specificity on the validation split')
    .option(
      '--cost-ratio <n>',
      'the least cost on the validation split, where one missed malignant photo costs as much as n false alarms',
      parsePositive(HIGHEST_RATIO),
    )
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      const wish = wishOf(options);
      await environment.withSession(command, async (session, output) => {
        const run = await resolveRun(session, options.run);
        const chosen = await chooseThreshold(session, run, wish);
        const { threshold } = await setThreshold(session, output, run, chosen);
        const summary = await validSummary(session, run, threshold.value);
        output.result(
          {
            runId: run.id,
            threshold: threshold.value,
            source: threshold.source,
            target: threshold.target,
            lockedAt: threshold.lockedAt,
            split: 'valid',
            n: summary?.n ?? 0,
            confusion: summary?.confusion ?? null,
            sensitivity: summary?.sensitivity ?? null,
            specificity: summary?.specificity ?? null,
            notice: NOTICE,
          },
          () => thresholdText(run, threshold.value, summary),
        );
      });
    });
}

function wishOf(options: z.output<typeof Options>): ThresholdWish {
  const { value, targetSensitivity, targetSpecificity, youden, costRatio } = options;
  const wishes: ThresholdWish[] = [
    ...(value === undefined ? [] : [{ source: 'manual' as const, value }]),
    ...(targetSensitivity === undefined ? [] : [{ source: 'targetSensitivity' as const, target: targetSensitivity }]),
    ...(targetSpecificity === undefined ? [] : [{ source: 'targetSpecificity' as const, target: targetSpecificity }]),
    ...(youden === undefined ? [] : [{ source: 'youden' as const }]),
    ...(costRatio === undefined ? [] : [{ source: 'cost' as const, target: costRatio }]),
  ];
  const [wish] = wishes;
  if (wish === undefined || wishes.length > 1) {
    throw new UsageError('Give one of --value, --target-sensitivity, --target-specificity, --youden and --cost-ratio.');
  }
  return wish;
}

/** A locked threshold that is asked for again stays locked; another one unlocks it, said aloud, for scripts must go on. */
async function setThreshold(session: Session, output: Output, run: Run, chosen: ThresholdChoice): Promise<Run> {
  const { lockedAt, value, source, target } = run.threshold;
  if (lockedAt === null) return session.call('run.setThreshold', { id: run.id, ...chosen });
  if (value === chosen.value && source === chosen.source && target === chosen.target) {
    output.note(`The threshold is locked at ${value} already, and stays so.`);
    return run;
  }
  const openings = (await testOpenings(session, run)).filter(({ runId }) => runId === run.id);
  output.note(
    `The threshold was locked; it is unlocked now. This run's test split was opened ${counted(openings.length, 'time')}; ` +
      'the next `evaluate --split test` is counted.',
  );
  return session.call('run.setThreshold', { id: run.id, ...chosen, unlock: true });
}

/** What the threshold means on the validation split; null when the run has no scores of it. */
async function validSummary(session: Session, run: Run, threshold: number): Promise<EvaluationSummary | null> {
  if (run.state !== 'finished') return null;
  const { scores } = await splitScores(session, run, 'valid');
  return summarize({ labels: scores.labels, scores: scores.scores, threshold });
}

function thresholdText(run: Run, value: number, summary: EvaluationSummary | null): string {
  const pairs: [string, string][] = [['threshold', `${value} (a score at or above it is called malignant)`]];
  if (summary !== null) {
    pairs.push(['found malignant on valid (sensitivity)', rateText(summary.sensitivity)]);
    pairs.push(['cleared benign on valid (specificity)', rateText(summary.specificity)]);
  }
  return `Run "${run.name}"\n${keyValues(pairs)}\n${NOTICE}`;
}
