import { expect, it } from 'vitest';
import { sampleOf } from '../../../../electron/engine/explain/limit.ts';
import { nearest } from '../../../../electron/engine/explain/nearest.ts';
import { releaseNativeRows } from '../../../../electron/engine/explain/nativeRows.ts';
import type { Reference } from '../../../../electron/engine/explain/reference.ts';
import { toUnit } from '../../../../electron/engine/explain/reference.ts';
import { usualDistance } from '../../../../electron/engine/explain/usual.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { createRandom } from '../../../../electron/shared/random.ts';

const tf = loadTensorFlow();
const breathe = () => Promise.resolve();
const featureCount = 6;

/** Random rows; more than are multiplied at once. */
function randomRows(count: number, seed: number): Float32Array[] {
  const random = createRandom(seed, 'rows');
  return Array.from({ length: count }, () =>
    toUnit(Float32Array.from({ length: featureCount }, () => random.normal() + 1)),
  );
}
function referenceOf(rows: Float32Array[]): Reference {
  return {
    hashes: rows.map((_, i) => String(i)),
    featureCount,
    isKept: false,
    rows: (numbers) => Float32Array.from(Array.from(numbers).flatMap((number) => [...(rows[number] ?? [])])),
  };
}
const cosineDistance = (a: Float32Array, b: Float32Array) =>
  1 - a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const byHand = (from: Float32Array, rows: Float32Array[], own: number) =>
  rows
    .map((row, i) => ({ row: i, distance: cosineDistance(from, row) }))
    .filter(({ row }) => row !== own)
    .sort((a, b) => a.distance - b.distance);

const rows = randomRows(9001, 1);
const reference = referenceOf(rows);

it('finds over several blocks what a comparison with each row finds, without the query itself', async () => {
  const own = [0, 4095, 4096, 9000, -1];
  const stranger = randomRows(1, 2)[0] ?? new Float32Array();
  const queries = own.map((row) => rows[row] ?? stranger);
  const matrix = Float32Array.from(queries.flatMap((query) => [...query]));
  const before = tf.memory().numTensors;
  const found = await nearest(tf, { matrix, count: own.length, own }, reference, 10, breathe);
  expect(tf.memory().numTensors).toBe(before);
  found.forEach((list, i) => {
    const expected = byHand(queries[i] ?? stranger, rows, own[i] ?? -1).slice(0, 10);
    expect(list.map(({ row }) => row)).toEqual(expected.map(({ row }) => row));
    list.forEach(({ distance }, n) => expect(distance).toBeCloseTo(expected[n]?.distance ?? NaN, 5));
  });
});

it('copies the rows of a kept reference once, and frees them for the next one', async () => {
  const matrix = Float32Array.from(rows.slice(0, 20).flatMap((row) => [...row]));
  const queries = { matrix, count: 20, own: Array.from({ length: 20 }, (_, row) => row) };
  const expected = await nearest(tf, queries, reference, 10, breathe);
  const before = tf.memory().numTensors;
  let copied = 0;
  const counted = (isKept: boolean, of = rows): Reference => {
    const plain = referenceOf(of);
    return { ...plain, isKept, rows: (numbers) => ((copied += numbers.length), plain.rows(numbers)) };
  };
  const [first, second] = [counted(true), counted(true, rows.slice(0, 5000))];
  expect(await nearest(tf, queries, first, 10, breathe)).toEqual(expected);
  expect(await nearest(tf, queries, first, 10, breathe)).toEqual(expected);
  expect([copied, tf.memory().numTensors]).toEqual([9001, before + 3]);
  await nearest(tf, queries, second, 10, breathe);
  expect([copied, tf.memory().numTensors]).toEqual([14_001, before + 2]);
  // A batch whose reference another request has displaced goes on with its own.
  expect(await nearest(tf, queries, first, 10, breathe)).toEqual(expected);
  releaseNativeRows();
  expect(tf.memory().numTensors).toBe(before);
});

it('gives all there are when fewer are asked for than there are', async () => {
  const few = referenceOf(rows.slice(0, 4));
  const [found] = await nearest(tf, { matrix: rows[0] ?? new Float32Array(), count: 1, own: [0] }, few, 10, breathe);
  expect(found?.map(({ row }) => row).toSorted()).toEqual([1, 2, 3]);
});

it('sets the limit at the 99th percentile of the mean distance to the ten nearest, each left out of its own', async () => {
  const few = rows.slice(0, 201);
  const means = few.map(
    (row, i) =>
      byHand(row, few, i)
        .slice(0, 10)
        .reduce((sum, { distance }) => sum + distance, 0) / 10,
  );
  // Of 201 values the 99th percentile is the 199th.
  const expected = means.toSorted((a, b) => a - b)[198] ?? NaN;
  expect(await usualDistance(tf, referenceOf(few), breathe)).toBeCloseTo(expected, 5);
});

it('samples queries of a large set, the same each time, near the limit of all of them', async () => {
  const sample = sampleOf(9001, 2000, 'usual distance');
  expect(new Set(sample).size).toBe(2000);
  expect([...sample]).toEqual([...sample].toSorted((a, b) => a - b));
  expect(sampleOf(9001, 2000, 'usual distance')).toEqual(sample);
  expect([...sampleOf(3, 2000, 'x')]).toEqual([0, 1, 2]);
  const limit = await usualDistance(tf, reference, breathe);
  expect(await usualDistance(tf, reference, breathe)).toBe(limit);
  const matrix = reference.rows(rows.map((_, i) => i));
  const all = await nearest(tf, { matrix, count: 9001, own: rows.map((_, i) => i) }, reference, 10, breathe);
  const means = all.map((list) => list.reduce((sum, { distance }) => sum + distance, 0) / 10);
  const share = means.filter((mean) => mean > limit).length / means.length;
  expect(share).toBeGreaterThan(0.004);
  expect(share).toBeLessThan(0.017);
});
