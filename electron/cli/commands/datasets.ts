import type { Command } from 'commander';
import { Split } from '../../shared/schemas/common.ts';
import type { Environment } from '../environment.ts';
import { oneLine, textTable } from '../table.ts';

export function addDatasets(program: Command, environment: Environment): void {
  program
    .command('datasets')
    .description('data sets that were imported')
    .action(async (_options: unknown, command: Command) => {
      await environment.withSession(command, async (session, output) => {
        const { datasets } = await session.call('dataset.list', {});
        output.result({ datasets }, () =>
          datasets.length === 0
            ? 'There is no data set yet: `lesionlab import` makes one.'
            : textTable(
                ['data set', 'photos', ...Split.options, 'unreadable', 'source', 'id'],
                datasets.map(({ name, photoCount, counts, unreadableCount, source, id }) => [
                  name,
                  String(photoCount),
                  ...Split.options.map((split) => {
                    const { benign = 0, malignant = 0 } = counts[split] ?? {};
                    return `${benign}+${malignant}`;
                  }),
                  String(unreadableCount),
                  oneLine(source),
                  id,
                ]),
                [1, 2, 3, 4, 5],
              ) + '\n(benign+malignant)',
        );
      });
    });
}
