import { spawn } from 'node:child_process';

/**
 * Runs a command and resolves to `{code, output, timedOut}`; of the output the last `keep` characters.
 * `timeoutMs` ends it; a command that cannot be started has code 127.
 */
export function run(command, args, { cwd, env, timeoutMs, keep = 64_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: env === undefined ? process.env : { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    const take = (chunk) => {
      output = (output + chunk).slice(-keep);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message, timedOut });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/** Runs a command on our own terminal, passes signals on, and resolves to its exit code. */
export function runAttached(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
    // At a terminal Ctrl+C reaches the child by itself: passed on as well, one keystroke would look like two.
    const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      // The shell's habit: 128 + the signal's number.
      resolve(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGHUP: 1, SIGABRT: 6, SIGSEGV: 11 }[signal] ?? 0));
    });
  });
}

/** The last lines of a command's output, for a message. */
export const tail = (output, lines = 12) => output.trimEnd().split('\n').slice(-lines).join('\n');
