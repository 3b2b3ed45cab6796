import { existsSync } from 'node:fs';
import type { EngineClient } from '../core/context.ts';
import type { PhotoScore, ScoringModel } from '../core/scoring/scorePhotos.ts';
import { scoreChunk } from '../core/scoring/scorePhotos.ts';
import { formatRow, toScoredRow } from '../core/scoring/scoredRow.ts';
import { AppError } from '../shared/errors.ts';
import type { Environment } from './environment.ts';
import { createLineQueue } from './lineQueue.ts';
import type { Output } from './output.ts';

/** Photos taken at once when they come fast; when they come slowly each is answered at once. */
const MOST_AT_ONCE = 32;

interface LineWork {
  engine: EngineClient;
  model: ScoringModel;
  runId: string;
  threshold: number;
  /** Aborted by the first Ctrl+C. */
  interrupted: AbortSignal;
  output: Output;
  environment: Environment;
}

/**
 * `score -`: a path a line in, a JSON line a photo out, in order. The engine starts at the first line and stays. Every line has its
 * answer, an empty one too; a photo that cannot be scored has a row that says why.
 */
export async function answerLines(work: LineWork): Promise<void> {
  const { environment, output } = work;
  const { modelHash } = work.model;
  const queue = createLineQueue(environment.streams.stdin, work.interrupted);
  for (let lines = await queue.take(MOST_AT_ONCE); lines.length > 0; lines = await queue.take(MOST_AT_ONCE)) {
    const paths = lines.map((line) => pathOfLine(line, environment));
    const scores = await scoreLines(work, paths);
    for (const [index, path] of paths.entries()) {
      const score = scores[index];
      if (score === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
      const origin = { path, threshold: work.threshold, runId: work.runId, modelHash };
      await output.line(formatRow(toScoredRow(origin, score), 'jsonl'));
    }
  }
}

/** A line is the path as it is; or a JSON string, for names with line breaks. A line end of Windows is taken off. */
function pathOfLine(line: string, environment: Environment): string {
  if (line.startsWith('"')) {
    try {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === 'string') return parsed;
    } catch {
      // A name that begins with a quote.
    }
  }
  return line.endsWith('\r') && !exists(environment.path(line)) ? line.slice(0, -1) : line;
}

const exists = (path: string): boolean => !path.includes('\0') && existsSync(path);

async function scoreLines(
  { engine, model, interrupted, environment }: LineWork,
  paths: string[],
): Promise<PhotoScore[]> {
  const usable = paths.map((path) => path !== '' && !path.includes('\0'));
  const scored = await scoreChunk(
    engine,
    model,
    paths.filter((_, index) => usable[index]).map((path) => ({ path: environment.path(path), sha256: null })),
    { signal: interrupted },
  );
  let next = 0;
  return paths.map((path, index): PhotoScore => {
    if (usable[index] !== true) {
      return {
        status: 'error',
        code: 'NOT_FOUND',
        message: path === '' ? 'the line is empty' : 'no path has a zero byte',
      };
    }
    const score = scored[next++];
    if (score === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
    return score;
  });
}
