import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { readScoresCsv } from '../../core/evaluation/scoresCsv.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Environment } from '../environment.ts';
import { parseProbability } from '../parse.ts';
import { summaryText } from '../summaryText.ts';

const Options = z.object({ threshold: z.number() });

/** All figures of a scores CSV. Needs no data folder, no engine and no model. */
export function addMetrics(program: Command, environment: Environment): void {
  program
    .command('metrics')
    .description('figures of a CSV with the columns id,label,score (label 1 = malignant)')
    .argument('<scores.csv>', 'the file')
    .option('--threshold <t>', 'a score at or above it is called malignant', parseProbability, 0.5)
    .action(async (file: string, options: unknown, command: Command) => {
      const { threshold } = Options.parse(options);
      const { labels, scores } = readScoresCsv(await readFile(environment.path(file)));
      const summary = summarize({ labels, scores, threshold });
      environment.output(command).result({ ...summary, notice: NOTICE }, () => summaryText(summary));
    });
}
