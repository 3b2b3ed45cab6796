import { z } from 'zod';
import { AppError, PhotoErrorCode } from '../../shared/errors.ts';
import type { ScoredPhoto } from '../database/explainRows.ts';

/** The run that gave the score. Throws BAD_INPUT for what has no score to explain, or was not scored here. */
export function refuseUnexplained({ path, score, runId }: ScoredPhoto): string {
  if (score === null) {
    throw new AppError('BAD_INPUT', `${path} has no score to explain`, {
      details: { path, reason: 'NO_SCORE', remedy: 'Replace the photo by one that can be read, and score it again.' },
    });
  }
  if (runId === null) {
    throw new AppError('BAD_INPUT', `the score of ${path} was not made by a run of this data folder`, {
      details: {
        path,
        reason: 'NO_RUN',
        remedy: 'Score the photo with a run of your own: only those can be explained.',
      },
    });
  }
  return runId;
}

const PhotoDetails = z.object({ photoCode: PhotoErrorCode });

/** A photo's own failure, as the engine tells it, in words that say where and what to do; anything else as it is. */
export function photoFailure(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const details = PhotoDetails.safeParse(thrown.details);
  if (!details.success) return thrown;
  const { photoCode } = details.data;
  switch (photoCode) {
    case 'NOT_FOUND':
      return new AppError('NOT_FOUND', `${path} is not there any more`, {
        cause: thrown,
        details: { path, reason: 'PHOTO_MISSING', remedy: 'Put the photo back to its place; its score is kept.' },
      });
    case 'CHANGED':
      return new AppError('NOT_FOUND', `${path} has changed since it was scored`, {
        cause: thrown,
        details: { path, reason: 'CHANGED', remedy: 'Put the photo back as it was, or score the new one.' },
      });
    case 'NO_PERMISSION':
      return new AppError('NO_PERMISSION', `${path} may not be read`, {
        cause: thrown,
        details: { path, remedy: 'Give this user the right to read the photo.' },
      });
    default:
      return new AppError('BAD_INPUT', `${path}: ${thrown.message}`, {
        cause: thrown,
        details: { path, reason: photoCode, remedy: 'Replace the photo by one that can be read.' },
      });
  }
}
