import type { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { diagnose } from '../session.ts';
import { textTable } from '../table.ts';

/** Whether this installation can do its work. Exit 1 when a check failed. */
export function addDoctor(program: Command, environment: Environment): void {
  program
    .command('doctor')
    .description('check this installation')
    .action(async (_options: unknown, command: Command) => {
      const output = environment.output(command);
      const { checks, dataDir } = await diagnose(environment.sessionOptions(command));
      const failed = checks.filter(({ status }) => status === 'failed').length;
      output.result({ ok: failed === 0, dataDir, checks }, () =>
        [
          textTable(
            ['check', 'status', 'value'],
            checks.map(({ name, status, value }) => [name, status, value]),
          ),
          ...checks.filter(({ remedy }) => remedy !== '').map(({ name, remedy }) => `${name}: ${remedy}`),
        ].join('\n'),
      );
      if (failed > 0) environment.exitCode = 1;
    });
}
