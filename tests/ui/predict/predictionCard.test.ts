import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { Explanation } from '../../../electron/shared/schemas/explanation.ts';
import type { Prediction } from '../../../electron/shared/schemas/scoring.ts';
import PredictionCard from '../../../renderer/src/features/predict/PredictionCard.svelte';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { overlay } from '../../../renderer/src/state/overlay.svelte.ts';
import { closeViewer, viewer } from '../../../renderer/src/state/viewer.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { referenceScores } from '../results/referenceVector.ts';
import { anExplanation, aPrediction, standInForImageData } from './explained.ts';

standInForLayout();
standInForImageData();
beforeEach(() => {
  overlay.shown = true;
  overlay.strength = 0.7;
});
afterEach(() => {
  closeViewer();
  cleanup();
  setLanguage('en');
});

const scores = referenceScores();
const reference = { scores, table: createScoreTable(scores) };

/** The card with this answer of the core; a function may wait or fail. */
function show(
  explanation: Explanation | (() => Explanation | Promise<Explanation>),
  {
    prediction = aPrediction(),
    known = reference,
    thresholdNow = prediction.row.threshold,
  }: {
    prediction?: Prediction;
    known?: typeof reference | null;
    thresholdNow?: number;
  } = {},
) {
  const core = scriptedCore({
    'explanation.get': () => (typeof explanation === 'function' ? explanation() : explanation),
  });
  const { container } = render(PredictionCard, { prediction, known, thresholdNow });
  return { core, container, prediction };
}
const textOf = (id: string): string => (screen.getByTestId(id).textContent ?? '').replaceAll(/\s+/g, ' ').trim();
const canvases = (): number => document.querySelectorAll('canvas').length;

test('a scored photo has its call in plain words, its place among known photos, run, model and the banner', async () => {
  const { core, container, prediction } = show(anExplanation());
  expect(textOf('call')).toBe('Called malignant: the score 0.612 is at or above the threshold 0.230.');
  const asHigh = (label: 0 | 1): number =>
    scores.scores.filter((score, i) => score >= 0.612 && scores.labels[i] === label).length;
  expect(container.textContent).toContain(
    `${asHigh(1)} of 117 malignant and ${asHigh(0)} of 483 benign validation photos score as high or higher`,
  );
  expect(screen.getByText('a'.repeat(64))).toBeTruthy();
  expect(screen.getByText(NOTICE)).toBeTruthy();
  expect(container.querySelector('img')?.getAttribute('src')).toContain(`app://prediction/${prediction.id}`);
  await screen.findByText('No warnings');
  expect(core.inputsOf('explanation.get')).toEqual([{ kind: 'prediction', id: prediction.id }]);
});

test('until the photo is looked at, that is said and the score is not vouched for', async () => {
  let answer: (explanation: Explanation) => void = () => undefined;
  show(() => new Promise<Explanation>((resolve) => (answer = resolve)));
  expect(screen.getAllByText('Looking at the photo').length).toBeGreaterThan(0);
  expect(screen.getByText(/Do not rely on the score before that is done/)).toBeTruthy();
  expect(textOf('probability')).toContain('Being computed');
  await waitFor(() => expect(screen.queryByText('No warnings')).toBeNull());
  answer(anExplanation());
  await screen.findByText('No warnings');
  expect(screen.queryByText('Looking at the photo')).toBeNull();
});

test('a calibrated probability names its method and on how many photos it was fitted', async () => {
  show(anExplanation());
  await waitFor(() => expect(textOf('probability')).toContain('34.2 %'));
  expect(textOf('probability')).toContain('Platt scaling on 150 validation photos, 30 of them malignant');
  cleanup();
  show(
    anExplanation({
      calibrated: {
        value: 0.0001,
        recalibration: { map: { method: 'temperature', temperature: 2 }, n: 90, positives: 9 },
      },
    }),
  );
  await waitFor(() => expect(textOf('probability')).toContain('below 0.1 %'));
  expect(textOf('probability')).toContain('temperature scaling on 90 validation photos');
  cleanup();
  show(anExplanation({ calibrated: null }), { known: null });
  await waitFor(() => expect(textOf('probability')).toContain('must be scored with this run first'));
  cleanup();
  show(anExplanation({ calibrated: null }));
  await waitFor(() => expect(textOf('probability')).toContain('allow no fit'));
});

test('a photo unlike the training photos is warned of first, by how far, and its score is not to be relied on', async () => {
  const { container } = show(
    anExplanation({
      unlike: {
        distance: 0.3,
        limit: 0.4,
        picture: { distance: 5, limit: 2 },
        isUnlike: true,
        trainCount: 2000,
      },
      quality: [{ code: 'TOO_SMALL', value: 120, limit: 168 }],
    }),
  );
  expect(await screen.findByTestId('warning-unlike')).toBeTruthy();
  // only the distance that is beyond its limit is named
  expect(textOf('warning-unlike')).toContain('In its colours and structure it is 2.50 times as far');
  expect(textOf('warning-unlike')).not.toContain('To the network it is');
  expect(textOf('warning-unlike')).toContain('2,000 training photos');
  expect(textOf('warning-TOO_SMALL')).toContain('Its shorter side has 120 pixels (warned of below 168)');
  expect(textOf('distrust')).toBe('Not to be relied on');
  expect(container.querySelector('.line.muted')).not.toBeNull();
  const order = [...container.querySelectorAll('[data-testid]')].map((element) => element.getAttribute('data-testid'));
  expect(order.slice(0, 4)).toEqual(['warning-unlike', 'warning-TOO_SMALL', 'distrust', 'call']);
});

test('each weakness of a photo has its words, figure and remedy', async () => {
  show(
    anExplanation({
      quality: [
        { code: 'BLURRED', value: 0.812, limit: 1.4 },
        { code: 'TOO_DARK', value: 0.12, limit: 0.31 },
        { code: 'TOO_BRIGHT', value: 0.55, limit: 0.4 },
        { code: 'LOW_CONTRAST', value: 0.02, limit: 0.055 },
      ],
    }),
  );
  await screen.findByTestId('warning-BLURRED');
  expect(textOf('warning-BLURRED')).toMatch(/sharpness 0\.81; warned of below 1\.40.*hold still/);
  expect(textOf('warning-TOO_DARK')).toMatch(/12\.0 %.*below 31\.0 %.*more light/);
  expect(textOf('warning-TOO_BRIGHT')).toMatch(/55\.0 %.*above 40\.0 %.*less exposure/);
  expect(textOf('warning-LOW_CONTRAST')).toMatch(/2\.0 %.*below 5\.5 %.*lens/);
  expect(screen.queryByTestId('distrust')).toBeNull();
});

test('when likeness cannot be told, nothing reads as an all-clear, and it can be asked again', async () => {
  const answers = [anExplanation({ unlike: null, similar: [] }), anExplanation()];
  const { core } = show(() => answers.shift() ?? anExplanation());
  await screen.findByTestId('warning-unknown');
  expect(screen.queryByText('No warnings')).toBeNull();
  expect(screen.getByText(/Not at hand/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No warnings');
  expect(core.inputsOf('explanation.get')).toHaveLength(2);
});

test('a failed look keeps the stored score, says why and what to do, and can be repeated', async () => {
  let isThere = false;
  show(() => {
    if (isThere) return anExplanation();
    throw new AppError('NOT_FOUND', 'gone', { details: { path: '/photos/lesion.jpg', reason: 'PHOTO_MISSING' } });
  });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('whether its score can be relied on is not known');
  expect(alert.textContent).toContain('/photos/lesion.jpg · No file of this name');
  expect(textOf('call')).toContain('0.612');
  expect(textOf('probability')).toContain('Not known');
  expect(canvases()).toBe(0);
  expect(screen.queryByText('No warnings')).toBeNull();
  isThere = true;
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No warnings');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a score near the threshold says how few validation photos lie between', async () => {
  const called = (at: number): number => scores.scores.filter((score) => score >= at).length;
  const near = aPrediction({ score: 0.235 });
  const between = called(0.23) - called(0.235);
  expect(between).toBeLessThan(30);
  show(anExplanation(), { prediction: near });
  expect(textOf('near')).toContain(`Near the threshold ${between} of 600 validation photos`);
  cleanup();
  show(anExplanation(), { prediction: aPrediction({ score: 0.95 }) });
  expect(screen.queryByTestId('near')).toBeNull();
  await screen.findByText('No warnings');
});

test('Space lifts the colouring and puts it back; a button keeps its own Space', async () => {
  show(anExplanation());
  await waitFor(() => expect(canvases()).toBe(1));
  await fireEvent.keyDown(screen.getByRole('button', { name: 'Enlarge the photo' }), { key: ' ' });
  expect(canvases()).toBe(0);
  expect(viewer.open).toBe(false);
  await fireEvent.keyDown(document.body, { key: ' ' });
  expect(canvases()).toBe(1);
  await fireEvent.keyDown(screen.getByRole('button', { name: /train1\.jpg/ }), { key: ' ' });
  expect(canvases()).toBe(1);
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Colour what raised the score' }));
  expect(canvases()).toBe(0);
});

test('the strength of the colouring is set by keys and remembered', async () => {
  show(anExplanation());
  await waitFor(() => expect(canvases()).toBe(1));
  await fireEvent.keyDown(screen.getByRole('slider'), { key: 'ArrowLeft' });
  expect(document.querySelector('canvas')?.style.opacity).toBe('0.6');
  expect(JSON.parse(localStorage.getItem('lesionlab.overlay') ?? '')).toEqual({ shown: true, strength: 0.6 });
});

test('the parts of a map are said to add up to the score, and its limits stand beside it', async () => {
  show(anExplanation());
  const limits = await screen.findByText(/^It is exact/);
  const text = limits.closest('details')?.textContent ?? '';
  // (2 + 1) / 4 - 1 / 4 - 0.05
  expect(text).toContain('raise +0.75, places that lower −0.25, a constant −0.05; together log-odds of +0.45');
  expect(text).toContain('the score 0.611');
  expect(text).toContain('2 × 2 places');
  expect(text).toContain('does not show disease');
  cleanup();
  show(anExplanation({ map: { columns: 1, rows: 1, values: [-1], bias: 0 } }));
  expect(await screen.findByText(/No place of this photo raises the score/)).toBeTruthy();
  cleanup();
  show(anExplanation({ map: null }));
  expect(await screen.findByText(/cannot be split by place/)).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('checkbox').disabled).toBe(true);
  cleanup();
  show(anExplanation({ map: { columns: 2, rows: 1, values: [0.2, -1], bias: 0 } }));
  expect(await screen.findByText(/The colour is faint here/)).toBeTruthy();
});

test('the most similar training photos stand nearest first with their labels, and enlarge', async () => {
  const { container } = show(anExplanation());
  await screen.findByText(/Labelled malignant: 1 of these 5\./);
  const sources = [...container.querySelectorAll('ol img')].map((image) => image.getAttribute('src'));
  expect(sources).toEqual([1, 2, 3, 4, 5].map((place) => `app://runPhoto/run1%2F${place}?size=256`));
  await fireEvent.click(
    screen.getByRole('button', { name: 'train2.jpg: labelled Malignant, class melanoma, distance 0.020' }),
  );
  expect(viewer.index).toBe(1);
  const item = await viewer.source?.itemAt(1);
  expect(item).toMatchObject({ kind: 'runPhoto', id: 'run1/2', label: 'malignant', score: null, call: null });
});

test('a benign call does not read as an all-clear', () => {
  show(anExplanation(), {
    prediction: aPrediction({ score: 0.1, label: 'benign' }),
    known: null,
    thresholdNow: 0.4,
  });
  expect(textOf('call')).toContain('does not rule melanoma out');
  // the run's threshold has been moved since: the card says with which one it was made
  expect(screen.getByText(/has since been moved to 0\.400/)).toBeTruthy();
});

test('all of it is Chinese in Chinese', async () => {
  setLanguage('zh-CN');
  show(
    anExplanation({
      unlike: { distance: 9.2, limit: 0.4, picture: null, isUnlike: true, trainCount: 2000 },
      quality: [{ code: 'BLURRED', value: 0.8, limit: 1.4 }],
    }),
  );
  await screen.findByTestId('warning-unlike');
  expect(textOf('warning-unlike')).toContain('23');
  for (const id of ['warning-unlike', 'warning-BLURRED', 'distrust', 'call', 'probability']) {
    expect(textOf(id).replaceAll(/Platt/g, ''), id).not.toMatch(/[a-z]{3,}/i);
  }
});

test('a bad photo gets reason and remedy in words, and never a score', () => {
  const { container, core } = show(anExplanation(), {
    prediction: aPrediction(
      { score: null, label: null, status: 'error', error: 'TRUNCATED: premature end of JPEG image' },
      { errorCode: 'TRUNCATED', widthPx: null, heightPx: null },
    ),
    known: null,
  });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('No score for this photo');
  expect(alert.textContent).toContain('lesion.jpg');
  expect(alert.textContent).not.toContain('TRUNCATED');
  expect(screen.queryByTestId('call')).toBeNull();
  expect(container.querySelector('img')).toBeNull();
  expect(screen.getByText(NOTICE)).toBeTruthy();
  expect(core.inputsOf('explanation.get')).toEqual([]);
});
