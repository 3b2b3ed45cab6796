import type { ExtrasRequest } from '../../../engine/protocol.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Recalibration } from '../../../shared/schemas/recalibration.ts';
import type { Batch } from '../../../shared/schemas/scoring.ts';
import type { CoreContext } from '../../context.ts';
import type { BatchOutput } from '../../database/batchOutput.ts';
import { batchOutput, setBatchOutput } from '../../database/batchOutput.ts';
import { recalibrationOfRun } from '../../evaluation/recalibration.ts';
import type { ScoringModel } from '../scorePhotos.ts';
import { likenessOfRun } from './likeness.ts';
import type { JoinedMetadata, MetadataTable } from './metadataTable.ts';
import { joinMetadata, readMetadata } from './metadataTable.ts';
import { refuseUnmapped } from './truth.ts';

/** By what the rest of a row comes about. */
export interface OutputRules {
  /** Asked of the engine with the scores; null: scores alone. */
  extras: ExtrasRequest | null;
  recalibration: Recalibration | null;
  metadataOf(path: string): Record<string, string>;
  /** null: a batch that an older version began, whose file has scores alone to its end. */
  output: BatchOutput | null;
}

/** For photos that come one by one, without a batch. */
export async function rulesOfRun(
  context: CoreContext,
  runId: string,
  model: ScoringModel,
): Promise<Pick<OutputRules, 'extras' | 'recalibration'>> {
  const likeness = await likenessOfRun(context, runId, model);
  return { extras: { likeness }, recalibration: await recalibrationOfRun(context, runId) };
}

/**
 * Fixes what a batch's rows hold when it is begun; it stays so when it goes on. Fails with NOT_RESUMABLE when the user's table is another one by now, or when
 * photos can no longer be compared with the training photos as its first ones were.
 */
export async function fixRules(
  context: CoreContext,
  batch: Batch,
  model: ScoringModel,
  { paths, signal }: { paths: readonly string[]; signal: AbortSignal },
): Promise<OutputRules> {
  const { database } = context;
  const fixed = batchOutput(database, batch.id);
  if (fixed === null && batch.scored + batch.failed > 0) return scoresAlone;
  const metadata = batch.request.metadata === null ? null : await readMetadata(batch.request.metadata);
  if (fixed !== null) refuseOtherTable(batch, fixed, metadata);
  if (metadata !== null) refuseUnmapped(batch.request, metadata);
  const likeness =
    fixed !== null && fixed.likeness === null ? null : await likenessOfRun(context, batch.runId, model, signal);
  if (fixed !== null && fixed.likeness !== null && likeness === null) throw notComparable(batch);
  const joined = metadata === null ? null : joinMetadata(metadata, paths);
  const output: BatchOutput = {
    metadata: metadata === null ? null : factsOf(metadata),
    recalibration: fixed === null ? await recalibrationOfRun(context, batch.runId) : fixed.recalibration,
    likeness: fixed === null ? (likeness?.limits ?? null) : fixed.likeness,
    match: joined?.match ?? null,
  };
  setBatchOutput(database, batch.id, output);
  return {
    extras: {
      likeness: likeness === null || output.likeness === null ? null : { ...likeness, limits: output.likeness },
    },
    recalibration: output.recalibration,
    metadataOf: metadataReader(joined),
    output,
  };
}

const metadataReader = (joined: JoinedMetadata | null) => (path: string) => joined?.of(path) ?? {};

const scoresAlone: OutputRules = { extras: null, recalibration: null, metadataOf: () => ({}), output: null };

const factsOf = ({ sha256, nameColumn, labelColumn, groupColumn, columns }: MetadataTable) => ({
  sha256,
  nameColumn,
  labelColumn,
  groupColumn,
  columns,
});

function refuseOtherTable(batch: Batch, fixed: BatchOutput, metadata: MetadataTable | null): void {
  if (fixed.metadata === null || metadata === null || fixed.metadata.sha256 === metadata.sha256) return;
  throw new AppError('NOT_RESUMABLE', `The table ${metadata.path} has changed since this batch was begun.`, {
    details: {
      batchId: batch.id,
      path: metadata.path,
      remedy: 'Put the former table back, or score again from the start with --no-resume.',
    },
  });
}

const notComparable = (batch: Batch): AppError =>
  new AppError('NOT_RESUMABLE', 'The photos that this run was trained on are gone, and what was kept of them.', {
    details: { batchId: batch.id, remedy: 'Bring them back, or score again from the start with --no-resume.' },
  });
