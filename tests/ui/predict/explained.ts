import { beforeAll, vi } from 'vitest';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { Explanation } from '../../../electron/shared/schemas/explanation.ts';
import type { Prediction } from '../../../electron/shared/schemas/scoring.ts';

let made = 0;

/** A scored photo, another one each time: explanations are kept by id. */
export function aPrediction(row: Partial<Prediction['row']> = {}, over: Partial<Prediction> = {}): Prediction {
  made += 1;
  return {
    id: `prediction${made}`,
    runId: 'run1',
    runName: 'ISIC 2017 – Recommended',
    row: {
      path: '/photos/lesion.jpg',
      score: 0.612,
      threshold: 0.23,
      label: 'malignant',
      runId: 'run1',
      modelHash: 'a'.repeat(64),
      status: 'ok',
      error: '',
      notice: NOTICE,
      ...row,
    },
    errorCode: null,
    widthPx: 1022,
    heightPx: 767,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  };
}

export const anExplanation = (over: Partial<Explanation> = {}): Explanation => ({
  path: '/photos/lesion.jpg',
  sha256: 'b'.repeat(64),
  score: 0.612,
  logit: Math.log(0.612 / 0.388),
  calibrated: {
    value: 0.342,
    recalibration: { map: { method: 'platt', intercept: -0.4, slope: 0.9 }, n: 150, positives: 30 },
  },
  map: { columns: 2, rows: 2, values: [2, -1, 0, 1], bias: -0.05 },
  similar: [1, 2, 3, 4, 5].map((place) => ({
    pictureId: `run1/${place}`,
    path: `/photos/train${place}.jpg`,
    label: place === 2 ? 1 : 0,
    className: place === 2 ? 'melanoma' : 'nevus',
    distance: place / 100,
  })),
  unlike: {
    distance: 0.2,
    limit: 0.4,
    picture: { distance: 1, limit: 2 },
    isUnlike: false,
    trainCount: 2000,
  },
  quality: [],
  ...over,
});

/** jsdom has no pixels of its own; what would be drawn is tested where it is computed. */
export function standInForImageData(): void {
  beforeAll(() => {
    vi.stubGlobal(
      'ImageData',
      function ImageData(this: object, data: Uint8ClampedArray, width: number, height: number) {
        Object.assign(this, { data, width, height });
      },
    );
  });
}
