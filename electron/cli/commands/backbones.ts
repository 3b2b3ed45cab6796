import type { Command } from 'commander';
import { notYet } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { textTable } from '../table.ts';

export function addBackbones(program: Command, environment: Environment): void {
  const backbones = program
    .command('backbones')
    .description('pretrained networks that are installed')
    .action(async (_options: unknown, command: Command) => {
      await environment.withSession(command, async (session, output) => {
        const list = await session.call('backbone.list', {});
        for (const { dir, reason } of list.damaged) output.note(`! ${dir}: ${reason}`);
        output.result(list, () =>
          list.backbones.length === 0
            ? 'No pretrained network is installed: run `npm run setup`.'
            : list.backbones
                .map((backbone) =>
                  [
                    textTable(
                      ['id', 'input', 'features', 'parameters', 'license'],
                      [
                        [
                          backbone.id,
                          `${backbone.imageSizePx} px`,
                          String(backbone.featureCount),
                          String(backbone.parameterCount),
                          backbone.license,
                        ],
                      ],
                      [2, 3],
                    ),
                    `  ${backbone.name}: ${backbone.source}`,
                    ...(backbone.caveat === '' ? [] : [`  ! ${backbone.caveat}`]),
                  ].join('\n'),
                )
                .join('\n\n'),
        );
      });
    });
  backbones
    .command('install')
    .description('install a network from a file of yours (comes with a later version)')
    .argument('[path]')
    .action(() => notYet('backbones install'));
}
