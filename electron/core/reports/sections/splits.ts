import type { Label, Split } from '../../../shared/schemas/common.ts';
import type { DatasetFacts } from '../../../shared/schemas/provenance.ts';
import type { WordKey } from '../words/speaker.ts';

export const SPLITS: readonly Split[] = ['train', 'valid', 'test'];
export const splitNames: Record<Split, WordKey> = { train: 'flowTrain', valid: 'flowValid', test: 'flowTest' };

export const countIn = (dataset: DatasetFacts, split: Split, label?: Label): number => {
  const counts = dataset.counts[split] ?? {};
  return label === undefined ? (counts.malignant ?? 0) + (counts.benign ?? 0) : (counts[label] ?? 0);
};

/** Photos in all splits. */
export const photosIn = (dataset: DatasetFacts): number =>
  SPLITS.reduce((sum, split) => sum + countIn(dataset, split), 0);
