import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { graphFileName } from '../../../electron/engine/backbones/writeBackbone.ts';
import { engineEnvironment } from '../../../electron/engine/environment.ts';
import { cutPoints } from '../../../electron/engine/graph/cut.ts';
import { foldBatchNorm } from '../../../electron/engine/graph/fold.ts';
import { inferenceModel } from '../../../electron/engine/graph/inferenceModel.ts';
import { readNetwork } from '../../../electron/engine/graph/readNetwork.ts';
import { countParameters } from '../../../electron/engine/graph/summary.ts';
import { trainableModel } from '../../../electron/engine/graph/trainableModel.ts';
import { createGraphTrainer, firstState } from '../../../electron/engine/training/graphTrainer.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import { backboneDir } from '../backbones/places.ts';

const graphOf = (id: string): string => join(backboneDir(id), graphFileName);
const adam = { name: 'adam', beta1: 0.9, beta2: 0.999 } as const;
const plainRule = { optimizer: adam, l2: 0, weightDecay: 0, clipNorm: null };

const Trained = z.object({ losses: z.array(z.number()), sha256: z.string(), trained: z.int() });
async function trainInItsOwnProcess(id: string, cut: string): Promise<z.infer<typeof Trained>> {
  const script = fileURLToPath(new URL('fixtures/trainSteps.ts', import.meta.url));
  const env = { ...process.env, ...engineEnvironment() };
  const { stdout } = await promisify(execFile)(process.execPath, [script, graphOf(id), cut], { env });
  return Trained.parse(JSON.parse(stdout));
}

describe('an installed backbone', () => {
  it.each(['efficientNetLite0', 'inceptionV3'])('%s is read back whole, and can be cut between its stages', (id) => {
    const bytes = readFileSync(graphOf(id));
    const network = readNetwork(bytes);
    const points = cutPoints(network);
    expect(points[0]?.name).toBe('input');
    expect(points.at(-1)?.layersAfter).toBe(0);
    if (id === 'efficientNetLite0') {
      expect(Buffer.from(inferenceModel(network)).equals(bytes)).toBe(true);
      expect(points.find(({ name }) => name === 'block7/add')?.shape).toEqual([14, 14, 80]);
    } else {
      expect(points.map(({ name }) => name)).toEqual(expect.arrayContaining(['mixed5', 'mixed6', 'mixed10']));
      expect(countParameters(network)).toBe(countParameters(foldBatchNorm(network)));
    }
  });
});

describe('EfficientNet-Lite0', () => {
  it('trained from its 14 x 14 x 80 maps gives equal bytes in three processes', async () => {
    const first = await trainInItsOwnProcess('efficientNetLite0', 'block7/add');
    expect(first.losses.every((loss) => loss > 0 && loss < 5)).toBe(true);
    expect(first.trained).toBeGreaterThan(3_000_000);
    for (let i = 0; i < 2; i += 1) {
      expect(await trainInItsOwnProcess('efficientNetLite0', 'block7/add')).toEqual(first);
    }
  });

  it('learns to tell a handful of photos apart, all its stages trained, and predicts the same in any batch', () => {
    const network = readNetwork(readFileSync(graphOf('efficientNetLite0')));
    const model = trainableModel({
      network,
      cut: 'input',
      classes: 2,
      loss: 'softmax',
      labelSmoothing: 0,
      dropout: 0,
      rule: plainRule,
    });
    const trainer = createGraphTrainer(model, { seed: 1, initial: firstState(model, 1) });
    onTestFinished(() => trainer.dispose());
    // Two textures that differ in the size of their squares.
    const [count, size] = [8, network.imageSizePx];
    const random = createRandom(1, 'textures');
    const photos = Uint8Array.from({ length: count * size * size * 3 }, (_, i) => {
      const [photo, cell] = [Math.floor(i / (size * size * 3)), i % (size * size * 3)];
      const [y, x] = [Math.floor(cell / (size * 3)), Math.floor((cell % (size * 3)) / 3)];
      const square = photo % 2 === 0 ? 8 : 16;
      const light = (Math.floor(y / square) + Math.floor(x / square)) % 2 === 0 ? 170 : 110;
      return light + random.below(40);
    });
    const input = { photos };
    const labels = Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 === Math.floor(i / 2) % 2 ? 1 : 0));
    const photoWeights = new Float32Array(count).fill(1);
    const losses = Array.from({ length: 8 }, () => trainer.step({ input, labels, photoWeights }, 3e-4).loss);
    expect(losses[0]).toBeGreaterThan(0.4);
    expect(losses.at(-1)).toBeLessThan(0.05);
    const logits = trainer.predict(input);
    for (let photo = 0; photo < count; photo += 1) {
      const alone = trainer.predict({ photos: photos.slice(photo * size * size * 3, (photo + 1) * size * size * 3) });
      for (const i of [0, 1]) expect(Math.abs((alone[i] ?? NaN) - (logits[photo * 2 + i] ?? NaN))).toBeLessThan(1e-4);
      expect((alone[0] ?? 0) > (alone[1] ?? 0)).toBe(photo % 2 === 0);
    }
  });
});

it('every block of InceptionV3 takes part in a step', () => {
  const network = readNetwork(readFileSync(graphOf('inceptionV3')));
  const model = trainableModel({
    network,
    cut: 'mixed5',
    classes: 1,
    loss: 'sigmoid',
    labelSmoothing: 0,
    dropout: 0,
    rule: plainRule,
  });
  const initial = firstState(model, 1);
  const trainer = createGraphTrainer(model, { seed: 1, initial });
  onTestFinished(() => trainer.dispose());
  const cells = model.cutShape.reduce((a, b) => a * b, 1);
  const random = createRandom(2, 'maps');
  const maps = Float32Array.from({ length: 2 * cells }, () => random.between(0, 1));
  const batch = { input: { maps }, labels: Float32Array.of(0, 1), photoWeights: Float32Array.of(1, 1) };
  const losses = [trainer.step(batch, 1e-4).loss, trainer.step(batch, 1e-4).loss];
  expect(losses.every(Number.isFinite)).toBe(true);
  const { weights } = trainer.state();
  const unmoved = model.variables.filter(({ offset, length }) =>
    weights.subarray(offset, offset + length).every((value, i) => value === initial.weights[offset + i]),
  );
  expect(unmoved.map(({ name }) => name)).toEqual([]);
});
