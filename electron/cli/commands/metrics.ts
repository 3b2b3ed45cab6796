import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { inFile } from '../../core/evaluation/scores/faults.ts';
import { readScoresCsv } from '../../core/evaluation/scoresCsv.ts';
import { AppError } from '../../shared/errors.ts';
import { exactAucOf } from '../../shared/metrics/exactAuc.ts';
import { isicScores } from '../../shared/metrics/isicScorer.ts';
import type { IsicScores } from '../../shared/metrics/isicScorer.ts';
import type { ScoredLabels } from '../../shared/metrics/scoreTable.ts';
import { summarize } from '../../shared/metrics/summary.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Environment } from '../environment.ts';
import { parseProbability } from '../parse.ts';
import { summaryText } from '../summaryText.ts';
import { decimals, keyValues } from '../table.ts';

const Options = z.object({
  threshold: z.number(),
  idColumn: z.string(),
  labelColumn: z.string(),
  scoreColumn: z.string(),
  percent: z.boolean().default(false),
  positive: z.string().optional(),
  isic: z.boolean().default(false),
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
    .option('--isic', "the ISIC challenge scorer's figures too, by its own rules: .5 itself is benign, 0/0 is 1")
    .action(async (file: string, options: unknown, command: Command) => {
      const { threshold, positive, isic, ...columns } = Options.parse(options);
      const path = environment.path(file);
      const { ids, labels, scores } = await inFile(path, async () =>
        readScoresCsv(await readFile(path), { ...columns, ...(positive === undefined ? {} : { positive }) }),
      );
      const summary = summarize({ labels, scores, threshold });
      const byIsic = isic ? isicOf(ids, { labels, scores }) : null;
      environment
        .output(command)
        .result(
          { ...summary, aucExact: exactAucOf(summary.auc.value, summary), isic: byIsic, notice: NOTICE },
          () => (byIsic === null ? '' : `${isicText(byIsic)}\n\n`) + summaryText(summary),
        );
    });
}

/** The scorer takes a.jpg and a for one image. Throws BAD_INPUT where both stand in the file. */
function isicOf(ids: readonly string[], data: ScoredLabels): IsicScores {
  const seen = new Set<string>();
  for (const id of ids) {
    const image = id.replace(/\.jpg$/i, '');
    if (seen.has(image)) {
      throw new AppError('BAD_INPUT', `"${image}" stands twice, once as "${id}"; the ISIC scorer refuses that.`, {
        details: { id, remedy: 'Give each image one row.' },
      });
    }
    seen.add(image);
  }
  return isicScores(data);
}

function isicText(scores: IsicScores): string {
  const figures = Object.entries({ ...scores }).map(([name, value]): [string, string] => [name, decimals(value)]);
  const rules = 'above .5 is malignant, whatever the threshold; 0/0 is 1';
  return `By the ISIC challenge scorer's rules (${rules}), for comparison with its results only:\n${keyValues(figures)}`;
}
