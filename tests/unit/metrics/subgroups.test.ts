import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupingOf, groupOf, isUnknown } from '../../../electron/shared/metrics/groupingOf.ts';
import { subgroupTable } from '../../../electron/shared/metrics/subgroups.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { anyonesVector } from './vectors.ts';

const vector = anyonesVector();

describe('a column', () => {
  test('of texts is grouped as it is, case and spaces aside, the most frequent first', () => {
    const grouping = groupingOf(['male', 'female ', 'Male', 'female', 'FEMALE', '', 'unknown', 'male']);
    expect(grouping).toEqual({ kind: 'values', names: ['female', 'male'] });
    expect(['FEMALE', ' male', '?', 'other'].map(groupOf(grouping))).toEqual([0, 1, null, null]);
  });

  test('of few numbers stays numbers, rising', () => {
    expect(groupingOf(['10', '9', '1', '10'])).toEqual({ kind: 'values', names: ['1', '9', '10'] });
  });

  test('of ages is cut into decades, as far as there are any', () => {
    const ages = ['25', '30', '35', '40', '45', '50', '55', '60', '65', '70', 'unknown', 'NA'];
    const grouping = groupingOf(ages);
    expect(grouping).toMatchObject({ kind: 'bands', names: ['<30', '30–39', '40–49', '50–59', '60–69', '70+'] });
    expect(['29.9', '30', '39.5', '80', '', 'x'].map(groupOf(grouping))).toEqual([0, 1, 1, 5, null, null]);
    // no age under 40, so no border there
    const older = ages.slice(0, 10).map((age) => String(Number(age) + 15));
    expect(groupingOf(older)).toMatchObject({ names: ['<50', '50–59', '60–69', '70–79', '80+'] });
  });

  test('of other numbers is cut into fifths with their borders', () => {
    const millimetres = Array.from({ length: 100 }, (_, i) => String(1 + i / 10));
    const grouping = groupingOf(millimetres);
    expect(grouping).toMatchObject({
      kind: 'bands',
      names: ['<2.98', '2.98–<4.96', '4.96–<6.94', '6.94–<8.92', '≥8.92'],
    });
    const counts = [0, 0, 0, 0, 0];
    for (const place of millimetres.map(groupOf(grouping))) counts[place ?? 9] = (counts[place ?? 9] ?? 0) + 1;
    expect(counts).toEqual([20, 20, 20, 20, 20]);
  });

  test('of nearly equal numbers is cut in two', () => {
    const mostlyNone = [...Array<string>(96).fill('0'), '1', '2', '3', '4', '5', '6', '7', '8'];
    expect(groupingOf(mostlyNone)).toMatchObject({ kind: 'bands', names: ['<1', '1+'] });
  });

  test('of more than 30 texts is none of subgroups', () => {
    const names = Array.from({ length: 31 }, (_, i) => `patient ${i}`);
    expect(groupingOf(names)).toEqual({ kind: 'tooMany', distinct: 31 });
    expect(groupingOf(names.slice(1))).toMatchObject({ kind: 'values' });
    expect(
      subgroupTable({ labels: names.map(() => 1), scores: names.map(() => 0.5), values: names, threshold: 0.5 }),
    ).toEqual([]);
  });

  test('of nothing known has no groups', () => {
    expect(groupingOf(['', '未知', 'NaN', 'null', 'None', '?', '不详', 'N/A', ' '])).toEqual({
      kind: 'values',
      names: [],
    });
    expect(isUnknown('0')).toBe(false);
  });

  test('puts every known value into exactly one group, in any order of rows', () => {
    const value = fc.oneof(fc.constantFrom('', 'NA', 'a', 'A', 'b '), fc.integer({ min: -5, max: 130 }).map(String));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        const grouping = groupingOf(values);
        expect(groupingOf(values.toReversed())).toEqual(grouping);
        if (grouping.kind === 'tooMany') return;
        expect(new Set(grouping.names).size).toBe(grouping.names.length);
        for (const each of values) expect(groupOf(grouping)(each) === null).toBe(isUnknown(each));
      }),
    );
  });
});

describe('the table of subgroups', () => {
  const values = vector.labels.map((_, i) => (i % 3 === 0 ? 'trunk' : i % 3 === 1 ? 'face' : 'unknown'));
  const table = subgroupTable({ ...vector, values, threshold: 0.23 });

  test('has the figures of each group by itself, unknown last', () => {
    expect(table.map(({ name, kind, n }) => [name, kind, n])).toEqual([
      ['face', 'value', 200],
      ['trunk', 'value', 200],
      ['', 'unknown', 200],
    ]);
    const trunk = vector.labels.flatMap((_, i) => (i % 3 === 0 ? [i] : []));
    const alone = summarize({
      labels: trunk.map((i) => vector.labels[i] ?? NaN),
      scores: trunk.map((i) => vector.scores[i] ?? NaN),
      threshold: 0.23,
    });
    expect(table[1]).toMatchObject({ sensitivity: alone.sensitivity, specificity: alone.specificity, auc: alone.auc });
  });

  test('is blank under 10 photos of the class that a figure needs, and only there', () => {
    const small = {
      labels: [...Array<number>(9).fill(1), ...Array<number>(10).fill(0)],
      scores: Array.from({ length: 19 }, (_, i) => ((i * 7) % 19) / 19),
      values: Array<string>(19).fill('sole'),
    };
    expect(subgroupTable({ ...small, threshold: 0.5 })).toMatchObject([
      { name: 'sole', n: 19, positives: 9, negatives: 10, sensitivity: null, specificity: { total: 10 }, auc: null },
    ]);
    expect(subgroupTable({ ...small, threshold: 0.5, minimum: 9 })).toMatchObject([
      { sensitivity: { total: 9 }, auc: { method: 'DeLong' } },
    ]);
  });

  test('refuses values of another length and scores that are no numbers', () => {
    expect(() => subgroupTable({ ...vector, values: [], threshold: 0.5 })).toThrow('0 values, 600 labels');
    expect(() => subgroupTable({ labels: [1], scores: [NaN], values: ['a'], threshold: 0.5 })).toThrow('NaN at 0');
  });
});
