import { Command, CommanderError } from 'commander';
import { toErrorBody } from '../shared/errors.ts';
import { NOTICE } from '../shared/notice.ts';
import { addBackbones } from './commands/backbones.ts';
import { addCompareRecipes } from './commands/compareRecipes.ts';
import { addCrossValidate } from './commands/crossValidate.ts';
import { addDatasets } from './commands/datasets.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEnsemble } from './commands/ensemble.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addMetrics } from './commands/metrics.ts';
import { addRuns } from './commands/runs.ts';
import { addScore } from './commands/score.ts';
import { addSweep } from './commands/sweep.ts';
import { addThreshold } from './commands/threshold.ts';
import { addTrain } from './commands/train.ts';
import { createEnvironment, UsageError } from './environment.ts';
import type { Environment, EnvironmentOptions } from './environment.ts';
import { createOutput } from './output.ts';

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** Runs one command line and says with which code the process ends. Nothing is thrown. */
export async function runProgram(argv: string[], version: string, options: EnvironmentOptions): Promise<number> {
  const environment = createEnvironment(options);
  const program = buildProgram(environment, version);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return environment.exitCode;
  } catch (error) {
    return explain(error, argv, environment, program);
  }
}

function buildProgram(environment: Environment, version: string): Command {
  const program = new Command('lesionlab')
    .description(`Trains and uses a benign/malignant classifier for photos of skin lesions.\n${NOTICE}`)
    .version(version, '--version')
    .option('--data-dir <dir>', 'folder that holds data sets and runs (or LESIONLAB_DATA_DIR)')
    .option('--json', 'print one JSON document on stdout')
    .configureOutput({
      writeOut: (text) => environment.streams.stdout.write(text),
      writeErr: (text) => environment.streams.stderr.write(text),
      // Said once, in explain(), together with the usage line.
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  const adders = [
    addImport,
    addTrain,
    addEnsemble,
    addCrossValidate,
    addCompareRecipes,
    addSweep,
    addThreshold,
    addEvaluate,
    addMetrics,
    addScore,
    addExport,
    addBackbones,
    addRuns,
    addDatasets,
    addDemo,
    addDoctor,
  ];
  for (const add of adders) add(program, environment);
  return program;
}

function explain(error: unknown, argv: string[], environment: Environment, program: Command): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT_DONE;
  const output = createOutput(environment.streams, argv.includes('--json'));
  if (error instanceof CommanderError || error instanceof UsageError) {
    // Without a command commander has printed the help already.
    const message =
      error instanceof CommanderError && error.code === 'commander.help'
        ? 'Name a command.'
        : error.message.replace(/^error: /, '');
    const details = error instanceof UsageError ? error.details : {};
    const remedy = error instanceof UsageError && error.remedy !== '' ? error.remedy : usageLine(program, argv);
    output.failure({ code: 'BAD_INPUT', message, details: { ...details, remedy } });
    if (remedy !== usageLine(program, argv)) output.note(`  ${usageLine(program, argv)}`);
    return EXIT_USAGE;
  }
  output.failure(toErrorBody(error));
  return EXIT_FAILED;
}

/** Of the command that was called: the first word that names one, for later ones may be values (`--split train`). */
function usageLine(program: Command, argv: string[]): string {
  const words = argv.filter((_, index) => argv[index - 1] !== '--data-dir');
  const called = words.map((word) => program.commands.find((candidate) => candidate.name() === word));
  const command = called.find((found) => found !== undefined) ?? program;
  return `Usage: ${command.createHelp().commandUsage(command)}`;
}
