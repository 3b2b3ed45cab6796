import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSpeaker } from '../../electron/core/reports/words/speaker.ts';
import { decimals, percent } from '../../electron/cli/table.ts';
import { figureNumbers } from '../../electron/shared/figures/figureWords.ts';
import { fixed } from '../../electron/shared/rounding.ts';
import { formatNumber, formatPercent } from '../../renderer/src/i18n/format.svelte.ts';

test('halves go up as they are read, not as they lie in memory; nothing has no sign', () => {
  expect((0.0045).toFixed(3)).toBe('0.004');
  expect(fixed(0.0045, 3)).toBe('0.005');
  expect([fixed(-0.0004, 3), fixed(-0.0005, 3), fixed(1e-14, 3), fixed(0, 1), fixed(12345.65, 1)]).toEqual([
    '0.000',
    '-0.001',
    '0.000',
    '0.0',
    '12345.7',
  ]);
});

test('window, reports, figures and command line round the same AUC to the same digits, ties of every kind', () => {
  const speaker = createSpeaker('en');
  const figures = figureNumbers('en');
  const pairs = fc.tuple(
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 500 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(pairs, ([positives, negatives, share]) => {
      const halves = Math.round(share * 2 * positives * negatives);
      const auc = halves / (2 * positives * negatives);
      const window = formatNumber(auc, 3);
      expect([speaker.decimals(auc), figures.score(auc), decimals(auc)]).toEqual([window, window, window]);
      const rate = formatPercent(auc);
      expect([speaker.rate(auc), figures.rate(auc), percent(auc)]).toEqual([rate, rate, rate]);
    }),
    { numRuns: 3000, examples: [[[1, 1000, 0.0045]], [[30, 120, 0.8325]], [[10, 100, 0.8125]]] },
  );
});
