import type { Command } from 'commander';
import { z } from 'zod';
import { NOTICE } from '../../shared/notice.ts';
import { ExportFormat } from '../../shared/schemas/bundle.ts';
import { UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { resolveRun } from '../names.ts';
import { keyValues } from '../table.ts';

const Options = z.object({ run: z.string(), to: z.string(), format: z.string() });

/** Writes a run for another computer, or for another program. */
export function addExport(program: Command, environment: Environment): void {
  program
    .command('export')
    .description('write a run as a folder: to score with elsewhere, or for other programs')
    .usage('--run <run> --to <dir> [--format bundle|savedmodel]')
    .requiredOption('--run <run>', "the run's name or id")
    .requiredOption('--to <dir>', 'the folder to write, which must not be there yet')
    .option(
      '--format <format>',
      'bundle: all that `score --bundle` needs on another computer; savedmodel: one TensorFlow graph from pixels to score',
      'bundle',
    )
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      const format = formatOf(options.format);
      await environment.withSession(command, async (session, output) => {
        const run = await resolveRun(session, options.run);
        const to = { kind: 'exactly' as const, path: environment.path(options.to) };
        const { jobId, dir } = await session.call('run.export', { id: run.id, format, to });
        await session.finishJob(jobId);
        output.result({ runId: run.id, modelHash: run.modelHash, format, dir, notice: NOTICE }, () => {
          const facts: [string, string][] = [
            ['run', run.name],
            ['format', format],
            ['written to', dir],
          ];
          if (format === 'bundle')
            facts.push(['score with it', `lesionlab score FOLDER --bundle ${dir} --out FILE.csv`]);
          return `${keyValues(facts)}\n${NOTICE}`;
        });
      });
    });
}

function formatOf(text: string): ExportFormat {
  const known = ExportFormat.safeParse(text.toLowerCase());
  if (known.success) return known.data;
  const formats = ExportFormat.options.join(' or ');
  if (text.toLowerCase() === 'onnx') {
    throw new UsageError('ONNX is not written: there is no converter here that is proved to give the same scores.', {
      remedy:
        'Write --format savedmodel; tf2onnx (from PyPI) turns that into ONNX. Compare the scores before you rely on them.',
    });
  }
  throw new UsageError(`"${text}" is not a format: it is ${formats}.`);
}
