import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { efficientNetLite0 } from '../../../electron/engine/backbones/efficientNetLite0.ts';
import { readNsfwjsModel } from '../../../electron/engine/backbones/nsfwjsModules.ts';
import { type Backbone, loadBackbone } from '../../../electron/engine/backbones/registry.ts';
import { loadNativeBackend, loadTensorFlow } from '../../../electron/engine/tensorflow.ts';
import { computeOpByOp } from '../../unit/engine/graph/reference.ts';
import { relativeDifference } from '../../unit/engine/graph/support.ts';
import { patternBatch } from './patterns.ts';
import { backboneDir, hasSources, sources } from './places.ts';

const tf = loadTensorFlow();
const backbones = {
  inceptionV3: await loadBackbone(backboneDir('inceptionV3')),
  efficientNetLite0: await loadBackbone(backboneDir('efficientNetLite0')),
};
afterAll(() => Object.values(backbones).forEach((backbone) => backbone.dispose()));

const featuresOf = (backbone: Backbone, ks: readonly number[]): Float32Array =>
  backbone.features(patternBatch(backbone.manifest.imageSizePx, ks), ks.length);

describe('EfficientNet-Lite0', () => {
  test('gives the features that PyTorch gives, from the same file and the published model code, in float64', () => {
    // Written once by PyTorch 2.2.2 with PyPI's efficientnet-lite-pytorch 0.1.0: every 8th feature of photos 0 and 1.
    const Golden = z.object({ every: z.int(), features: z.array(z.array(z.number())) });
    const golden = Golden.parse(JSON.parse(readFileSync(new URL('liteFeatures.json', import.meta.url), 'utf8')));
    const features = featuresOf(backbones.efficientNetLite0, [0, 1]);
    golden.features.forEach((expected, photo) => {
      const row = features.subarray(photo * 1280, (photo + 1) * 1280);
      const actual = row.filter((_, i) => i % golden.every === 0);
      expect(actual.length).toBe(160);
      actual.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(2e-5));
    });
  });

  test.skipIf(!hasSources)('equals the unfolded network computed op by op', () => {
    const photos = patternBatch(224, [3, 4]);
    const expected = computeOpByOp(efficientNetLite0.read(sources.efficientNetLite0).network, photos).get('features');
    expect(relativeDifference(backbones.efficientNetLite0.features(photos, 2), expected?.data ?? [])).toBeLessThan(
      1e-5,
    );
  });
});

describe('InceptionV3', () => {
  test.skipIf(!hasSources)(
    "equals tfjs's own layers model of the same topology and weights, cut at mixed10",
    async () => {
      const { topology, weights, bytes } = readNsfwjsModel(sources.inceptionV3);
      const model = await tf.models.modelFromJSON({ modelTopology: { model_config: topology } } as never);
      const specs = [...weights].map(([name, { shape, scale, offset }]) => {
        const quantization = { scale: scale[0] ?? NaN, min: offset[0] ?? NaN, dtype: 'uint8' as const };
        return { name, shape: [...shape], dtype: 'float32' as const, quantization };
      });
      const tensors = new Map(Object.entries(tf.io.decodeWeights(bytes.slice().buffer, specs)));
      model.setWeights(model.weights.map(({ originalName }) => tensors.get(originalName) ?? tf.scalar(NaN)));
      const pooled = tf.layers.globalAveragePooling2d({}).apply(model.getLayer('mixed10').output);
      const cut = tf.model({ inputs: model.inputs, outputs: pooled as never });
      expect(cut.countParams()).toBe(21_802_784);

      const photos = patternBatch(299, [0, 1]);
      const expected = tf.tidy(() => {
        const x = tf.tensor4d(Float32Array.from(photos), [2, 299, 299, 3]);
        const predicted = cut.predict(tf.div(tf.sub(x, 127.5), 127.5));
        return (Array.isArray(predicted) ? predicted[0] : predicted)?.dataSync();
      });
      const actual = backbones.inceptionV3.features(photos, 2);
      expect(relativeDifference(actual, Array.from(expected ?? []))).toBeLessThan(5e-6);
      tf.disposeVariables();
      tf.dispose([...tensors.values()]);
    },
  );
});

describe.each(Object.entries(backbones))('%s', (id, backbone) => {
  test("gives a photo's features whatever batch it comes in", () => {
    const ks = Array.from({ length: 16 }, (_, k) => k);
    const count = backbone.manifest.featureCount;
    const together = featuresOf(backbone, ks);
    expect(together.length).toBe(16 * count);
    const inThrees = ks
      .slice(0, 15)
      .filter((k) => k % 3 === 0)
      .map((k) => featuresOf(backbone, [k, k + 1, k + 2]));
    expect(
      relativeDifference(Float32Array.from(inThrees.flatMap((part) => [...part])), together.subarray(0, 15 * count)),
    ).toBeLessThan(1e-6);
    for (const k of [0, 7, 15]) {
      expect(relativeDifference(featuresOf(backbone, [k]), together.subarray(k * count, (k + 1) * count))).toBeLessThan(
        1e-6,
      );
    }
    // They are features, not a constant: photos differ.
    expect(relativeDifference(together.subarray(0, count), together.subarray(count, 2 * count))).toBeGreaterThan(0.01);
  });

  test('explains with the same features and the map that they are the mean of', () => {
    const batch = patternBatch(backbone.manifest.imageSizePx, [0, 1]);
    const { features, map, mapShape } = backbone.explain(batch, 2);
    const [n, height, width, channels] = mapShape as [number, number, number, number];
    expect(mapShape).toEqual(id === 'inceptionV3' ? [2, 8, 8, 2048] : [2, 7, 7, 1280]);
    expect(map.length).toBe(n * height * width * channels);
    expect(relativeDifference(features, backbone.features(batch, 2))).toBeLessThan(1e-6);
    const means = new Float64Array(n * channels);
    map.forEach((value, i) => {
      const index = Math.floor(i / (height * width * channels)) * channels + (i % channels);
      means[index] = (means[index] ?? 0) + value / (height * width);
    });
    expect(relativeDifference(means, features)).toBeLessThan(1e-6);
  });

  test('repeats itself bit for bit and leaves no tensor behind', () => {
    const before = [tf.memory().numTensors, loadNativeBackend().binding.getNumOfTensors()];
    expect(featuresOf(backbone, [5, 6])).toEqual(featuresOf(backbone, [5, 6]));
    backbone.explain(patternBatch(backbone.manifest.imageSizePx, [1]), 1);
    expect([tf.memory().numTensors, loadNativeBackend().binding.getNumOfTensors()]).toEqual(before);
  });

  test('refuses a batch that is not of its size', () => {
    const photo = patternBatch(backbone.manifest.imageSizePx, [0]);
    expect(() => backbone.features(photo, 2)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => backbone.features(photo.subarray(1), 1)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => backbone.features(new Uint8Array(), 0)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
