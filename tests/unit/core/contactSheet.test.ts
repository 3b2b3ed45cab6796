import { expect, test } from 'vitest';
import { sheetHtml } from '../../../electron/core/scoring/triage/sheetHtml.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { BatchRow } from '../../../electron/shared/schemas/scoring.ts';

const facts = {
  runName: 'A & B',
  threshold: 0.5,
  total: 1234,
  scoredAt: '2026-05-06T07:08:09Z',
  madeAt: '2026-05-07T07:08:09Z',
  version: '0.1.0',
};

const row = (over: Partial<BatchRow>, scored: Partial<BatchRow['row']> = {}): BatchRow => ({
  id: '1',
  position: 0,
  row: {
    path: '/clinic/<b>mole.jpg',
    score: 0.75,
    threshold: 0.5,
    label: 'malignant',
    runId: 'r',
    modelHash: 'a'.repeat(64),
    status: 'ok',
    error: '',
    notice: NOTICE,
    ...scored,
  },
  calibrated: 0.25,
  quality: ['BLURRED', 'TOO_DARK'],
  unlike: true,
  takenAt: '2026-03-04T05:06:07',
  metadata: {},
  mark: 'check',
  note: '<script>alert(1)</script>',
  ...over,
});

const textOf = (html: string): string => html.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ').replaceAll(/\s+/g, ' ');

test('a sheet says of each photo score, call, flags, mark and note, and the banner first; nothing in it is code', async () => {
  const html = await sheetHtml({ ...facts, language: 'en' }, [{ row: row({}), jpeg: new Uint8Array([255, 216, 255]) }]);
  const text = textOf(html);
  expect(text.indexOf(NOTICE)).toBeGreaterThan(0);
  for (const part of [
    '1 of 1,234 photos, scored by run &quot;A &amp; B&quot; at threshold 0.5',
    '&lt;b&gt;mole.jpg',
    'called malignant , Score 0.7500',
    'Calibrated 25.0',
    'Unlike the training photos · Blurred · Too dark',
    'Taken 2026-03-04 05:06:07',
    'To check',
    'Note: &lt;script&gt;alert(1)&lt;/script&gt;',
  ])
    expect(text).toContain(part);
  expect(html).toContain('data:image/jpeg;base64,/9j/');
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
  expect(html).toContain("default-src 'none'");
});

test('a photo that is gone says so, one without a score says why, in both languages', async () => {
  const broken = row(
    { calibrated: null, quality: [], unlike: null, takenAt: null, mark: null, note: '' },
    { score: null, label: null, status: 'error', error: 'TRUNCATED: it ends early' },
  );
  const english = textOf(await sheetHtml({ ...facts, language: 'en' }, [{ row: broken, jpeg: null }]));
  expect(english).toContain('The photo is not there any more, or has changed');
  expect(english).toContain('No score TRUNCATED: it ends early');
  expect(english).not.toMatch(/Calibrated|▲|Taken|Note/);
  const chinese = textOf(await sheetHtml({ ...facts, language: 'zh-CN' }, [{ row: broken, jpeg: null }]));
  expect(chinese).toContain('照片索引表');
  expect(chinese).toContain(NOTICE);
});
