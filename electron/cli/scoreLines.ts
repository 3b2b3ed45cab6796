import type { EngineClient } from '../core/context.ts';
import type { PhotoScore, ScoringModel } from '../core/scoring/scorePhotos.ts';
import { CALL_SIZE, scoreStream } from '../core/scoring/scorePhotos.ts';
import { formatRow } from '../core/scoring/output/columns.ts';
import type { OutputRules } from '../core/scoring/output/rules.ts';
import { toExtras, toScoredRow } from '../core/scoring/scoredRow.ts';
import { readPathLine } from '../core/scoring/sources/pathLine.ts';
import type { PathLine } from '../core/scoring/sources/pathLine.ts';
import { AppError } from '../shared/errors.ts';
import type { Environment } from './environment.ts';
import { createLineQueue } from './lineQueue.ts';
import type { Output } from './output.ts';

type Rules = Pick<OutputRules, 'extras' | 'recalibration'>;

interface LineWork {
  engine: EngineClient;
  model: ScoringModel;
  /** Asked for at the first line, for it takes the engine. */
  rules: () => Promise<Rules>;
  runId: string;
  threshold: number;
  /** Aborted by the first Ctrl+C. */
  interrupted: AbortSignal;
  output: Output;
  environment: Environment;
  /** Makes a path absolute. */
  absolute(path: string): string;
}

/**
 * `score -`: a path a line in, a JSON line a photo out, in order. The engine starts at the first line and stays. Every line has its
 * answer, an empty one too; a photo that cannot be scored has a row that says why. Lines are taken as they come: many at once from a list, each by
 * itself from a writer that waits for its answer.
 */
export async function answerLines(work: LineWork): Promise<void> {
  const { environment, output, absolute } = work;
  const { modelHash } = work.model;
  const queue = createLineQueue(environment.streams.stdin, work.interrupted);
  let rules: Rules | null = null;
  for (let lines = await queue.take(CALL_SIZE); lines.length > 0; lines = await queue.take(CALL_SIZE)) {
    rules ??= await work.rules();
    const asked = lines.map((line) => readPathLine(line, absolute));
    let next = 0;
    for await (const score of scoreLines(work, rules, asked)) {
      const path = asked[next++]?.path ?? '';
      const origin = { path, threshold: work.threshold, runId: work.runId, modelHash };
      const extras = toExtras(score, { recalibration: rules.recalibration, metadata: {} });
      await output.line(formatRow({ row: toScoredRow(origin, score), extras }, LINES));
    }
    if (next !== asked.length) throw new AppError('INTERNAL', `${next} answers for ${asked.length} lines`);
  }
}

const LINES = { format: 'jsonl', metadataColumns: [] } as const;

/** One a line, in order. */
async function* scoreLines(
  { engine, model, interrupted, absolute }: LineWork,
  { extras }: Rules,
  asked: readonly PathLine[],
): AsyncGenerator<PhotoScore> {
  let next = 0;
  function* faults(): Generator<PhotoScore> {
    for (let fault = asked[next]?.fault; fault; fault = asked[next]?.fault) {
      next += 1;
      yield { status: 'error', code: 'NOT_FOUND', message: fault };
    }
  }
  yield* faults();
  const photos = asked.filter(({ fault }) => fault === null);
  const refs = photos.map(({ path }) => ({ path: absolute(path), sha256: null }));
  for await (const scores of scoreStream(engine, { ...model, extras }, refs, {
    signal: interrupted,
    usesCache: false,
  })) {
    for (const score of scores) {
      next += 1;
      yield score;
      yield* faults();
    }
  }
}
