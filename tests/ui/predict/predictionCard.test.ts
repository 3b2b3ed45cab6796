import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { Prediction } from '../../../electron/shared/schemas/scoring.ts';
import PredictionCard from '../../../renderer/src/features/predict/PredictionCard.svelte';
import { standInForLayout } from '../charts/standIns.ts';
import { referenceScores } from '../results/referenceVector.ts';

standInForLayout();
afterEach(cleanup);

const prediction = (row: Partial<Prediction['row']>, over: Partial<Prediction> = {}): Prediction => ({
  id: 'prediction1',
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
});

test('a scored photo has its call in plain words, its place among known photos, run, model and the banner', () => {
  const scores = referenceScores();
  const { container } = render(PredictionCard, {
    prediction: prediction({}),
    known: { scores, table: createScoreTable(scores) },
    thresholdNow: 0.23,
  });
  expect(screen.getByTestId('call').textContent?.trim()).toBe(
    'Called malignant: the score 0.612 is at or above the threshold 0.230.',
  );
  const asHigh = (label: 0 | 1): number =>
    scores.scores.filter((score, i) => score >= 0.612 && scores.labels[i] === label).length;
  expect(container.textContent).toContain(
    `${asHigh(1)} of 117 malignant and ${asHigh(0)} of 483 benign validation photos score as high or higher`,
  );
  expect(screen.getByText('a'.repeat(64))).toBeTruthy();
  expect(screen.getByText(NOTICE)).toBeTruthy();
  expect(container.querySelector('img')?.getAttribute('src')).toContain('app://prediction/prediction1');
});

test('a benign call does not read as an all-clear', () => {
  render(PredictionCard, {
    prediction: prediction({ score: 0.1, label: 'benign' }),
    known: null,
    thresholdNow: 0.4,
  });
  expect(screen.getByTestId('call').textContent).toContain('does not rule melanoma out');
  // the run's threshold has been moved since: the card says with which one it was made
  expect(screen.getByText(/has since been moved to 0\.400/)).toBeTruthy();
});

test('a bad photo gets reason and remedy in words, and never a score', () => {
  const { container } = render(PredictionCard, {
    prediction: prediction(
      { score: null, label: null, status: 'error', error: 'TRUNCATED: premature end of JPEG image' },
      { errorCode: 'TRUNCATED', widthPx: null, heightPx: null },
    ),
    known: null,
    thresholdNow: 0.23,
  });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('No score for this photo');
  expect(alert.textContent).toContain('lesion.jpg');
  expect(alert.textContent).not.toContain('TRUNCATED');
  expect(screen.queryByTestId('call')).toBeNull();
  expect(container.querySelector('img')).toBeNull();
  expect(screen.getByText(NOTICE)).toBeTruthy();
});
