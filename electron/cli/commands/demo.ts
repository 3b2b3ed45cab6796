import type { Command } from 'commander';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import { known } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { summaryText } from '../summaryText.ts';

/** The whole app on drawn photos: a data set, a run and an evaluation. */
export function addDemo(program: Command, environment: Environment): void {
  program
    .command('demo')
    .description('draw sample photos, import them, train and evaluate')
    .action(async (_options: unknown, command: Command) => {
      await environment.withSession(command, async (session, output) => {
        const started = performance.now();
        const { jobId } = await session.call('demo.start', { train: true });
        const job = await session.finishJob(jobId);
        const datasetId = known(job.datasetId, 'the id of the data set');
        const { run } = await session.call('run.get', { id: known(job.runId, 'the id of the run') });
        const { evaluation, scores } = await session.call('evaluation.get', {
          id: known(job.evaluationId, 'the id of the evaluation'),
        });
        const summary = summarize({ labels: scores.labels, scores: scores.scores, threshold: run.threshold.value });
        const seconds = (performance.now() - started) / 1000;
        output.result(
          { datasetId, runId: run.id, evaluationId: evaluation.id, seconds, evaluation: summary, notice: NOTICE },
          () =>
            `Sample data set, run "${run.name}" (${run.id}), validation split of drawn photos: these figures say nothing of real ones.\n\n${summaryText(summary)}`,
        );
      });
    });
}
