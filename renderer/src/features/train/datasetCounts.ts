import type { Dataset } from '../../../../electron/shared/schemas/dataset.ts';

export function countsOf({ counts }: Dataset): { train: number; malignant: number; valid: number } {
  const { train = {}, valid = {} } = counts;
  return {
    train: (train.benign ?? 0) + (train.malignant ?? 0),
    malignant: train.malignant ?? 0,
    valid: (valid.benign ?? 0) + (valid.malignant ?? 0),
  };
}

/** Why nothing can be trained on it, as the key of the words; null when something can. */
export function datasetProblem(dataset: Dataset): 'train.noTrainPhotos' | 'train.noValidPhotos' | null {
  const { train, malignant, valid } = countsOf(dataset);
  if (malignant === 0 || train === malignant) return 'train.noTrainPhotos';
  return valid === 0 ? 'train.noValidPhotos' : null;
}
