import type { Command } from 'commander';
import { z } from 'zod';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { thresholdForSensitivity } from '../../shared/metrics/thresholds.ts';
import { AppError } from '../../shared/errors.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { EvaluationSummary } from '../../shared/schemas/evaluationSummary.ts';
import type { Run } from '../../shared/schemas/run.ts';
import { UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import { parseProbability, parseShare } from '../parse.ts';
import type { Session } from '../session.ts';
import { splitScores } from '../splitScores.ts';
import { rateText } from '../summaryText.ts';
import { keyValues } from '../table.ts';

const Options = z.object({
  run: z.string(),
  value: z.number().optional(),
  targetSensitivity: z.number().optional(),
});

/** Sets a run's threshold by hand, or the highest one on the validation split whose sensitivity is at least S. */
export function addThreshold(program: Command, environment: Environment): void {
  program
    .command('threshold')
    .description("set a run's threshold")
    .usage('--run <run> (--value <t> | --target-sensitivity <s>)')
    .requiredOption('--run <run>', "the run's name or id")
    .option('--value <t>', 'the threshold itself', parseProbability)
    .option(
      '--target-sensitivity <s>',
      'the highest threshold on the validation split that finds this share of the malignant photos',
      parseShare,
    )
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      if ((options.value === undefined) === (options.targetSensitivity === undefined)) {
        throw new UsageError('Give either --value or --target-sensitivity.');
      }
      await environment.withSession(command, async (session, output) => {
        const run = await resolveRun(session, options.run);
        const chosen = await choose(session, run, options);
        const { threshold } = await session.call('run.setThreshold', { id: run.id, ...chosen });
        const summary = await validSummary(session, run, threshold.value);
        output.result(
          {
            runId: run.id,
            threshold: threshold.value,
            source: threshold.source,
            target: threshold.target,
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

type Choice = { value: number; source: 'manual' | 'targetSensitivity'; target: number | null };

async function choose(session: Session, run: Run, options: z.output<typeof Options>): Promise<Choice> {
  if (options.value !== undefined) return { value: options.value, source: 'manual', target: null };
  const target = options.targetSensitivity ?? 1;
  const { scores } = await splitScores(session, run, 'valid');
  const point = thresholdForSensitivity(createScoreTable(scores), target);
  if (point === null) {
    throw new AppError('ONE_CLASS', 'The validation split has no malignant photo to choose a threshold by.', {
      details: { remedy: 'Set the threshold with --value.' },
    });
  }
  return { value: point.threshold, source: 'targetSensitivity', target };
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
