import type { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { decimals, textTable } from '../table.ts';

export function addRuns(program: Command, environment: Environment): void {
  program
    .command('runs')
    .description('trained classifiers')
    .action(async (_options: unknown, command: Command) => {
      await environment.withSession(command, async (session, output) => {
        const { runs } = await session.call('run.list', {});
        output.result({ runs }, () =>
          runs.length === 0
            ? 'There is no run yet: `lesionlab train` makes one.'
            : textTable(
                ['run', 'data set', 'state', 'preset', 'best epoch', 'threshold', 'made', 'id'],
                runs.map((run) => [
                  run.name,
                  run.datasetName,
                  run.state,
                  run.config.preset,
                  String(run.bestEpoch ?? '-'),
                  decimals(run.threshold.value),
                  run.createdAt.slice(0, 16).replace('T', ' '),
                  run.id,
                ]),
                [4, 5],
              ),
        );
      });
    });
}
