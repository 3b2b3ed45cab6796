import type { Command } from 'commander';
import { BackboneId } from '../../shared/schemas/backbone.ts';
import { notYet, UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { textTable } from '../table.ts';

/** A layer's name may hold slashes, a backbone's id neither those nor an @. */
function parsePart(text: string): { id: string; layer: string | null } {
  const place = text.indexOf('@');
  const [id, layer] = place < 0 ? [text, null] : [text.slice(0, place), text.slice(place + 1)];
  if (layer === '') throw new UsageError(`"${text}" names no layer after the @.`);
  return { id: parseId(id), layer };
}

function parseId(text: string): string {
  if (BackboneId.safeParse(text).success) return text;
  throw new UsageError(`"${text}" is no name of a network: letters, digits and hyphens, at most 40.`);
}

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
    .command('join')
    .description('make one network of several, whose features stand side by side; a head trains on it as on any other')
    .argument('<backbone[@layer]...>', 'ids, each optionally with the layer that it is taken at, as inceptionV3@mixed5')
    .option('--id <name>', 'what it is called; else by its parts')
    .action(async (parts: string[], { id }: { id?: string }, command: Command) => {
      const request = { parts: parts.map(parsePart), ...(id !== undefined && { id: parseId(id) }) };
      await environment.withSession(command, async (session, output) => {
        const joined = await session.call('backbone.join', request);
        output.result(joined, () =>
          [
            `${joined.id}: ${joined.featureCount} features of ${joined.name}; photos of ${joined.imageSizePx} px.`,
            ...(joined.caveat === '' ? [] : [`! ${joined.caveat}`]),
            `Train on it with --backbone ${joined.id}.`,
          ].join('\n'),
        );
      });
    });
  backbones
    .command('install')
    .description('install a network from a file of yours (comes with a later version)')
    .argument('[path]')
    .action(() => notYet('backbones install'));
}
