import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  classProbabilities,
  type HeadMember,
  type HeadMembers,
  linearAt,
  logOdds,
  sigmoidHead,
} from '../../../../electron/engine/training/head.ts';
import { readContainer } from '../../../../electron/engine/training/container.ts';
import { headPath, modelHash, readHead, writeHead } from '../../../../electron/engine/training/headFile.ts';
import { preparationVersion } from '../../../../electron/engine/images/prepare.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { failureOf, withFolder } from '../../../support/engine.ts';
import { writeTinyBackbone } from '../../../support/tinyBackbone.ts';

const random = createRandom(4, 'heads');
const numbers = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const member = (featureFrom: number, featureCount: number, malignant: boolean[]): HeadMember => ({
  featureFrom,
  featureCount,
  kernel: numbers(featureCount * malignant.length),
  bias: numbers(malignant.length),
  malignant,
});
const sole = sigmoidHead({ weights: numbers(6), bias: 0.3 });
const softmax: HeadMembers = { members: [member(0, 6, [false, true, false, true])] };
const ensemble: HeadMembers = { members: [member(0, 2, [false, true, false]), member(2, 4, [false, true, false])] };
const sigmoids: HeadMembers = { members: [member(0, 3, [true]), member(3, 3, [true])] };
const features = Float32Array.from({ length: 6 }, () => random.normal());

/** By the definitions, without regard to overflow. */
function naive({ members }: HeadMembers): { odds: number; softmaxes: number[][] } {
  const softmaxes = members.map(({ featureFrom, featureCount, kernel, bias }) => {
    const logits = [...bias].map((start, c) => {
      const own = features.subarray(featureFrom, featureFrom + featureCount);
      return own.reduce((sum, value, i) => sum + value * (kernel[i * bias.length + c] ?? NaN), start);
    });
    const powers = logits.length === 1 ? [Math.exp(logits[0] ?? NaN), 1] : logits.map(Math.exp);
    return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
  });
  const odds = members.map(({ malignant }, m) => {
    const p = (softmaxes[m] ?? []).reduce((sum, value, c) => sum + (malignant[c] === true ? value : 0), 0);
    return Math.log(p / (1 - p));
  });
  return { odds: odds.reduce((a, b) => a + b, 0) / odds.length, softmaxes };
}

describe('a head', () => {
  it.each([
    ['a sigmoid', sole],
    ['classes', softmax],
    ['members', ensemble],
    ['sigmoids', sigmoids],
  ])('yields the mean log-odds of malignant (%s)', (_name, head) => {
    expect(logOdds(head, features)).toBeCloseTo(naive(head).odds, 12);
  });

  it('yields the probability of each class, which agree with the score', () => {
    const [probabilities = []] = naive(softmax).softmaxes;
    classProbabilities(softmax, features)?.forEach((p, c) => expect(p).toBeCloseTo(probabilities[c] ?? NaN, 12));
    expect(classProbabilities(sole, features)).toBeNull();
    expect(classProbabilities(sigmoids, features)).toBeNull();
    const ofEnsemble = classProbabilities(ensemble, features) ?? [];
    expect(ofEnsemble.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(ofEnsemble[1]).toBeCloseTo(1 / (1 + Math.exp(-logOdds(ensemble, features))), 12);
  });

  it('stays a number where e^z would not', () => {
    const { members } = softmax;
    const steep = { members: members.map((own) => ({ ...own, kernel: own.kernel.map((weight) => weight * 1e4) })) };
    expect(Number.isFinite(logOdds(steep, features))).toBe(true);
    const probabilities = classProbabilities(steep, features) ?? [];
    expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('is linear near a photo', () => {
    expect(linearAt(sole, features)).toEqual({ weights: sole.members[0]?.kernel, bias: 0.3 });
    for (const head of [softmax, ensemble, sigmoids]) {
      const { weights, bias } = linearAt(head, features);
      const sum = weights.reduce((total, weight, i) => total + weight * (features[i] ?? NaN), bias);
      expect(sum).toBeCloseTo(logOdds(head, features), 12);
      weights.forEach((weight, i) => {
        const moved = (by: number) =>
          logOdds(
            head,
            features.map((value, j) => (i === j ? value + by : value)),
          );
        expect((moved(2 ** -8) - moved(-(2 ** -8))) / 2 ** -7).toBeCloseTo(weight, 3);
      });
    }
    const bias = linearAt(sigmoids, features).bias;
    expect(bias).toBeCloseTo(
      sigmoids.members.reduce((sum, own) => sum + (own.bias[0] ?? NaN) / 2, 0),
      12,
    );
  });
});

describe('a head file', () => {
  it('of a sigmoid is as it always was', async () => {
    await withFolder(async (dir) => {
      const manifest = writeTinyBackbone(`${dir}/backbone`);
      const weights = numbers(manifest.featureCount);
      const hashed = await writeHead(dir, manifest, 'flips', sigmoidHead({ weights, bias: 0.25 }));
      const { graphSha256, imageSizePx, preprocessing } = manifest;
      const { mean, scale, resize } = preprocessing;
      const facts = { graphSha256, imageSizePx, mean, scale, resize, preparationVersion, views: 'flips' };
      const bytes = new Uint8Array(Float64Array.of(...weights, 0.25).buffer);
      const before = Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), bytes]);
      expect(hashed).toBe(hash('sha256', before, 'hex'));
      const container = await readContainer(headPath(dir), 'LLHEAD01');
      expect(container?.facts).toMatchObject({ formatVersion: 1, modelHash: hashed });
      expect(container?.sections).toEqual({ weights, bias: Float64Array.of(0.25) });
    });
  });

  it('of classes and members is read as it was written', async () => {
    await withFolder(async (dir) => {
      const manifest = writeTinyBackbone(`${dir}/backbone`);
      const malignant = [false, true, true];
      const head = { members: [member(0, 10, malignant), member(10, 14, malignant)] };
      const hashed = await writeHead(dir, manifest, 'turns', head);
      expect(await readHead(dir, manifest, 'turns')).toMatchObject({ ...head, views: 'turns', modelHash: hashed });
      expect((await failureOf(readHead(dir, manifest, 'one'))).code).toBe('BAD_INPUT');
      // Which classes are malignant decides scores, so it is part of what the hash is of.
      const other = { members: head.members.map((own) => ({ ...own, malignant: [true, false, true] })) };
      expect(modelHash(manifest, 'turns', other)).not.toBe(hashed);
      await writeHead(dir, manifest, 'turns', { members: [member(0, 10, malignant)] });
      expect((await failureOf(readHead(dir, manifest, 'turns'))).code).toBe('BACKBONE_MISSING');
    });
  });
});
