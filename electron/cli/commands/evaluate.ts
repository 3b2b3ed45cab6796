import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import { Split } from '../../shared/schemas/common.ts';
import { ClassMapping } from '../../shared/schemas/dataset.ts';
import type { EvaluationDetail } from '../../shared/schemas/evaluation.ts';
import type { Run } from '../../shared/schemas/run.ts';
import { decideMapping, noteMapping } from '../classMapping.ts';
import { notYet, UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import type { Output } from '../output.ts';
import { parseMapping } from '../parse.ts';
import type { Session } from '../session.ts';
import { splitScores } from '../splitScores.ts';
import { counted } from '../table.ts';
import { summaryText } from '../summaryText.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = z.object({
  run: z.string(),
  split: Split.optional(),
  data: z.string().optional(),
  map: ClassMapping.optional(),
  report: z.string().optional(),
});

/** All figures of a run on a split of its data set, or on a folder of labelled photos. */
export function addEvaluate(program: Command, environment: Environment): void {
  program
    .command('evaluate')
    .description('how well a run does on a split or on a folder of labelled photos')
    .usage('--run <run> (--split <split> | --data <folder> [--map <...>])')
    .requiredOption('--run <run>', "the run's name or id")
    .addOption(new Option('--split <split>', "a split of the run's data set").choices(Split.options))
    .option('--data <folder>', 'a folder with one folder a class')
    .option('--map <class=label,...>', 'what each class of --data is: benign, malignant or exclude', parseMapping)
    .option('--report <file>', 'a report as HTML or PDF (comes with a later version)')
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      if (options.report !== undefined) notYet('--report');
      const { split, data } = options;
      if ((split === undefined) === (data === undefined)) throw new UsageError('Give either --split or --data.');
      await environment.withSession(command, async (session, output) => {
        const run = await resolveRun(session, options.run);
        const detail =
          split === undefined
            ? await evaluateFolder(session, output, run, environment.path(data ?? ''), options.map ?? {})
            : await splitScores(session, run, split);
        printEvaluation(output, run, detail);
      });
    });
}

async function evaluateFolder(
  session: Session,
  output: Output,
  run: Run,
  path: string,
  given: ClassMapping,
): Promise<EvaluationDetail> {
  const scan = await session.call('dataset.scan', { source: path, labelsCsv: null });
  const decided = decideMapping(scan.classes, given);
  noteMapping(output, decided);
  if (scan.unlabelledPhotos.count > 0) {
    output.note(`Left out, for no class folder holds them: ${counted(scan.unlabelledPhotos.count, 'photo')}.`);
  }
  const { jobId, evaluationId } = await session.call('evaluation.start', {
    runId: run.id,
    source: { kind: 'folder', path, mapping: decided.mapping },
  });
  await session.finishJob(jobId);
  return session.call('evaluation.get', { id: evaluationId });
}

function printEvaluation(output: Output, run: Run, { evaluation, scores }: EvaluationDetail): void {
  const summary = summarize({ labels: scores.labels, scores: scores.scores, threshold: run.threshold.value });
  const { source, unreadable } = evaluation;
  noteUnreadable(output, unreadable);
  output.result(
    {
      ...summary,
      runId: run.id,
      evaluationId: evaluation.id,
      split: source.kind === 'split' ? source.split : null,
      source: source.kind === 'folder' ? source.path : null,
      mapping: source.kind === 'folder' ? source.mapping : null,
      modelHash: evaluation.modelHash,
      unreadable,
      notice: NOTICE,
    },
    () => `Run "${run.name}" on ${source.kind === 'split' ? source.split : source.path}\n\n${summaryText(summary)}`,
  );
}
