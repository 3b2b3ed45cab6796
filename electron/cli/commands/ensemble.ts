import type { Command } from 'commander';
import { z } from 'zod';
import { optimismOf } from '../../core/evaluation/optimism.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Environment } from '../environment.ts';
import { collect, resolveRuns } from '../nameList.ts';
import { noteText } from '../noteText.ts';
import { optimismText } from '../optimismText.ts';
import { parseName } from '../parse.ts';
import { splitScores } from '../splitScores.ts';
import { summaryText } from '../summaryText.ts';

const Options = z.object({ runs: z.array(z.string()), name: z.string() });

/** One run of finished ones, whose log-odds are averaged; its figures on the validation split are told at once. */
export function addEnsemble(program: Command, environment: Environment): void {
  program
    .command('ensemble')
    .description('average finished runs of the same photos: one run with thresholds, reports and exports of its own')
    .usage('--runs <run,run,...> --name <name>')
    .requiredOption('--runs <run,run,...>', 'names or ids; may be repeated', collect)
    .requiredOption('--name <name>', 'name of the average', parseName)
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      await environment.withSession(command, async (session, output) => {
        const parts = await resolveRuns(session, options.runs);
        const runIds = parts.map(({ id }) => id);
        const { runId, jobId } = await session.call('run.ensemble', { runIds, name: options.name });
        const { notes = [] } = await session.call('run.get', { id: runId });
        const told = notes.map((note) => ({ ...note, text: noteText(note) }));
        for (const { text } of told) output.note(text);
        await session.finishJob(jobId);
        const { run } = await session.call('run.get', { id: runId });
        const { scores, evaluation } = await splitScores(session, run, 'valid');
        const optimism = optimismOf(evaluation, []);
        if (optimism !== null) output.note(`! ${optimismText(optimism)}`);
        const summary = summarize({
          labels: scores.labels,
          scores: scores.scores,
          threshold: run.threshold.value,
        });
        output.result(
          {
            runId,
            name: run.name,
            datasetId: run.datasetId,
            runs: run.config.ensemble,
            views: run.config.views,
            modelHash: run.modelHash,
            evaluationId: evaluation.id,
            notes: told,
            validation: summary,
            notice: NOTICE,
          },
          () => `Run "${run.name}" (${run.id}) on its validation photos\n\n${summaryText(summary)}`,
        );
      });
    });
}
