import { VERSION } from '../core/version.ts';
import { runProgram } from './program.ts';

/** A reader that has enough (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Nobody hears that nobody listens.
process.stderr.on('error', () => undefined);

let interrupts = 0;
const exitCode = await runProgram(process.argv.slice(2), VERSION, {
  streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
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
