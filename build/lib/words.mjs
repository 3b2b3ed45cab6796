/** What set-up tells people goes to stderr: stdout belongs to the command that was asked for. */
const started = Date.now();

export function say(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`[${seconds} s] ${text}\n`);
}

/** Says every ten seconds that `work` still goes on: a long silence looks like a hang. */
export async function withHeartbeat(words, work) {
  const start = Date.now();
  const timer = setInterval(() => say(`${words} … ${Math.round((Date.now() - start) / 1000)} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A failure that a person can act on: what happened, and what to do about it. */
export class SetupError extends Error {
  constructor(message, remedy, options) {
    super(message, options);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/** Prints a failure in words and ends the process. */
export function fail(error) {
  if (error instanceof SetupError) {
    process.stderr.write(`\nLesionLab: ${error.message}\nWhat to do: ${error.remedy}\n`);
  } else {
    process.stderr.write(`\nLesionLab: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  process.exit(1);
}
