import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { inFile } from '../../core/evaluation/scores/faults.ts';
import { readScoresCsv } from '../../core/evaluation/scoresCsv.ts';
import { exactAucOf } from '../../shared/metrics/exactAuc.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Environment } from '../environment.ts';
import { parseProbability } from '../parse.ts';
import { summaryText } from '../summaryText.ts';

const Options = z.object({
  threshold: z.number(),
  idColumn: z.string(),
  labelColumn: z.string(),
  scoreColumn: z.string(),
  percent: z.boolean().default(false),
  positive: z.string().optional(),
});

/** All figures of a scores CSV. Needs no data folder, no engine and no model. */
export function addMetrics(program: Command, environment: Environment): void {
  program
    .command('metrics')
    .description('figures of a CSV with the columns id,label,score (label 1 = malignant)')
    .argument('<scores.csv>', 'the file')
    .option('--threshold <t>', 'a score at or above it is called malignant', parseProbability, 0.5)
    .option('--id-column <name>', 'the column of ids, each different', 'id')
    .option('--label-column <name>', 'the column of labels', 'label')
    .option('--score-column <name>', 'the column of scores', 'score')
    .option('--percent', 'scores are per cent, 0 to 100; the threshold stays 0 to 1')
    .option('--positive <value>', 'the label that means malignant; every other one means benign')
    .action(async (file: string, options: unknown, command: Command) => {
      const { threshold, positive, ...columns } = Options.parse(options);
      const path = environment.path(file);
      const { labels, scores } = await inFile(path, async () =>
        readScoresCsv(await readFile(path), { ...columns, ...(positive === undefined ? {} : { positive }) }),
      );
      const summary = summarize({ labels, scores, threshold });
      environment
        .output(command)
        .result({ ...summary, aucExact: exactAucOf(summary.auc.value, summary), notice: NOTICE }, () =>
          summaryText(summary),
        );
    });
}
