import { assertNever } from '../shared/errors.ts';
import type { Optimism } from '../shared/schemas/report.ts';

/** Why figures may flatter, in one sentence. */
export function optimismText(optimism: Optimism): string {
  switch (optimism) {
    case 'FITTED':
      return 'Optimistic: the model learned from these very photos.';
    case 'CHOSEN_HERE':
      return 'Optimistic: the threshold was chosen on these very photos by a rule.';
    case 'BY_HAND':
      return 'Possibly optimistic: the threshold may have been chosen with the figures of these photos seen.';
    case 'EPOCH':
      return 'Slightly optimistic: the epoch that was kept was chosen on these photos.';
    default:
      return assertNever(optimism);
  }
}
