import { VERSION } from '../core/version.ts';
import { runProgram } from './program.ts';
import { standardInput } from './standardInput.ts';

/** As of a program that SIGPIPE ends. */
const EXIT_NO_READER = 141;

/** A reader of words that has enough (`| head`) is no failure; where each line of a filter is owed an answer (`score -`) it is. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.argv.slice(2).includes('-') ? EXIT_NO_READER : 0);
  process.stderr.write(`lesionlab: the answer could not be written: ${error.message}\n`, () => process.exit(1));
});

// Nobody hears that nobody listens.
process.stderr.on('error', () => undefined);

let interrupts = 0;
const exitCode = await runProgram(process.argv.slice(2), VERSION, {
  streams: { stdin: standardInput(), stdout: process.stdout, stderr: process.stderr },
  variables: process.env,
  currentDir: process.cwd(),
  signals: {
    onInterrupt(listener) {
      const told = (): void => {
        interrupts += 1;
        if (interrupts > 1) process.exit(1);
        listener();
      };
      process.on('SIGINT', told).on('SIGTERM', told).on('SIGHUP', told);
      return () => process.off('SIGINT', told).off('SIGTERM', told).off('SIGHUP', told);
    },
  },
});

// A pipe takes what was written before the process ends, and stdin may still be open.
process.exitCode = exitCode;
process.stdout.write('', () => process.exit(exitCode));
