import type { Command } from 'commander';
import { Option } from 'commander';
import { csvTable } from '../../core/datasets/writeCsv.ts';
import { writeFileAtomic } from '../../core/files.ts';
import { scoresTable } from '../../core/evaluation/scoresTable.ts';
import { optimismOf } from '../../core/evaluation/optimism.ts';
import { z } from 'zod';
import { exactAucOf } from '../../shared/metrics/exactAuc.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import { Split } from '../../shared/schemas/common.ts';
import { ClassMapping } from '../../shared/schemas/dataset.ts';
import type { EvaluationDetail } from '../../shared/schemas/evaluation.ts';
import { ReportLanguage } from '../../shared/schemas/report.ts';
import type { Run, TestOpening } from '../../shared/schemas/run.ts';
import { decideMapping, noteMapping } from '../classMapping.ts';
import { evaluateCompared, resolveCompared } from '../compareWith.ts';
import { UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import type { Output } from '../output.ts';
import { optimismText } from '../optimismText.ts';
import { parseMapping, parseProbability } from '../parse.ts';
import { reportFormatOf } from '../reportFormat.ts';
import type { Session } from '../session.ts';
import { splitScores } from '../splitScores.ts';
import { counted } from '../table.ts';
import { summaryText } from '../summaryText.ts';
import { noteOpenings, noteOverlap, testOpenings } from '../testSplit.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = z.object({
  run: z.string(),
  split: Split.optional(),
  data: z.string().optional(),
  map: ClassMapping.optional(),
  report: z.string().optional(),
  compare: z.array(z.string()).default([]),
  language: ReportLanguage,
  prevalence: z.number().optional(),
  author: z.string(),
  save: z.string().optional(),
  scores: z.string().optional(),
});

/** All figures of a run on a split of its data set, or on a folder of labelled photos. */
export function addEvaluate(program: Command, environment: Environment): void {
  program
    .command('evaluate')
    .description('how well a run does on a split or on a folder of labelled photos')
    .usage(
      '--run <run> (--split <split> | --data <folder> [--map <...>]) [--scores <file>] [--save <file>] [--report <file> [--compare <run...>]]',
    )
    .requiredOption('--run <run>', "the run's name or id")
    .addOption(new Option('--split <split>', "a split of the run's data set").choices(Split.options))
    .option('--data <folder>', 'a folder with one folder a class')
    .option('--map <class=label,...>', 'what each class of --data is: benign, malignant or exclude', parseMapping)
    .option('--scores <file.csv>', 'every photo with its label and score, and of a run that tells classes apart those')
    .option('--save <file.lesionlab>', 'keep it as one file that opens on another computer, without photos or model')
    .option(
      '--report <file>',
      'a report: .html, .pdf, .md (model card), .card.json (the same for programs), .json (metrics)',
    )
    .option(
      '--compare <run or evaluation...>',
      'runs, evaluated on the same photos, or evaluations that the report compares with, up to 5',
    )
    .addOption(new Option('--language <l>', "the report's language").choices(ReportLanguage.options).default('en'))
    .option(
      '--prevalence <p>',
      'share of malignant lesions at which the report gives PPV and NPV too',
      parseProbability,
    )
    .option('--author <name>', 'who makes the report', '')
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      const { split, data, save, compare } = options;
      if ((split === undefined) === (data === undefined)) throw new UsageError('Give either --split or --data.');
      if (save !== undefined && !save.toLowerCase().endsWith('.lesionlab')) {
        throw new UsageError(`"${save}": the file's name ends in .lesionlab.`);
      }
      const { report, prevalence = null } = options;
      if (compare.length > 0 && report === undefined) {
        throw new UsageError('--compare is for a report: give --report as well.');
      }
      const format = report === undefined ? null : reportFormatOf(report);
      if (prevalence !== null && !(prevalence > 0 && prevalence < 1)) {
        throw new UsageError('--prevalence lies between 0 and 1, neither of them.');
      }
      await environment.withSession(command, async (session, output) => {
        const run = await resolveRun(session, options.run);
        const compared = await resolveCompared(session, compare, run, split ?? null);
        const evaluate = (one: Run): Promise<EvaluationDetail> =>
          split === undefined
            ? evaluateFolder(session, output, one, environment.path(data ?? ''), options.map ?? {})
            : splitScores(session, one, split);
        const detail = await evaluate(run);
        const compareWith = await evaluateCompared(compared, detail, evaluate);
        const openings = await testOpenings(session, run);
        const { overlap } = detail.evaluation;
        if (overlap !== undefined) noteOverlap(output, run, overlap);
        if (split === 'test' || (overlap?.test ?? 0) > 0) noteOpenings(output, run, openings);
        const savedTo = save === undefined ? null : environment.path(save);
        if (savedTo !== null) {
          await session.call('evaluation.savePackage', { id: detail.evaluation.id, path: savedTo });
          output.note(`Saved as ${savedTo}`);
        }
        const scoresTo = options.scores === undefined ? null : environment.path(options.scores);
        if (scoresTo !== null) {
          const { header, rows } = scoresTable(session.context.database, detail.evaluation.id);
          await writeFileAtomic(scoresTo, csvTable(header, rows));
          output.note(`Scores written to ${scoresTo}`);
        }
        const reportedTo = report === undefined ? null : environment.path(report);
        if (reportedTo !== null && format !== null) {
          const { language, author } = options;
          const request = {
            evaluationId: detail.evaluation.id,
            path: reportedTo,
            format,
            language,
            prevalence,
            author,
          };
          const { jobId } = await session.call('report.start', { ...request, compareWith });
          await session.finishJob(jobId);
          output.note(`Report written to ${reportedTo}`);
        }
        printEvaluation(output, run, detail, { openings, savedTo, reportedTo });
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

function printEvaluation(
  output: Output,
  run: Run,
  { evaluation, scores, fine }: EvaluationDetail,
  { openings, savedTo, reportedTo }: { openings: TestOpening[]; savedTo: string | null; reportedTo: string | null },
): void {
  // The evaluation's, not the run's as it was read before: opening a test split has locked it since.
  const { source, unreadable, threshold } = evaluation;
  const summary = summarize({ labels: scores.labels, scores: scores.scores, threshold: threshold.value });
  const optimism = optimismOf(evaluation, openings);
  if (optimism !== null) output.note(`! ${optimismText(optimism)}`);
  noteUnreadable(output, unreadable);
  output.result(
    {
      ...summary,
      aucExact: exactAucOf(summary.auc.value, summary),
      runId: run.id,
      evaluationId: evaluation.id,
      split: source.kind === 'split' ? source.split : null,
      source: source.kind === 'folder' ? source.path : null,
      mapping: source.kind === 'folder' ? source.mapping : null,
      overlap: evaluation.overlap ?? null,
      modelHash: evaluation.modelHash,
      thresholdChoice: {
        source: threshold.source,
        target: threshold.target,
        setAt: threshold.setAt,
        lockedAt: threshold.lockedAt,
      },
      optimistic: optimism !== null,
      optimisticReason: optimism === null ? null : { code: optimism, message: optimismText(optimism) },
      testOpenings: openings,
      savedTo,
      reportedTo,
      /** Of a run that tells the data set's own classes apart: [true class][named class]. */
      fine: fine ?? null,
      unreadable,
      notice: NOTICE,
    },
    () =>
      `Run "${run.name}" on ${source.kind === 'split' ? source.split : source.kind === 'outOfFold' ? 'held-out folds' : source.path}\n\n${summaryText(summary, fine ?? null)}`,
  );
}
