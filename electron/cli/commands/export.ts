import type { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { notYet } from '../environment.ts';

export function addExport(program: Command, _environment: Environment): void {
  program
    .command('export')
    .description('write a run as a model for other programs (comes with a later version)')
    .option('--run <run>', "the run's name or id")
    .option('--to <dir>', 'the folder to write')
    .option('--format <format>', 'the format')
    .action(() => notYet('export'));
}
