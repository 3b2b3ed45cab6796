import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node';
import { cutNetwork } from '../../../electron/engine/graph/cut.ts';
import { inputName } from '../../../electron/engine/graph/layers.ts';
import { readNetwork } from '../../../electron/engine/graph/readNetwork.ts';
import { trainableModel, type TrainableModel } from '../../../electron/engine/graph/trainableModel.ts';
import { loadTensorFlow } from '../../../electron/engine/tensorflow.ts';
import { createGraphTrainer, firstState, type TrainingBatch } from '../../../electron/engine/training/graphTrainer.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import { applyLayers } from '../../unit/engine/graph/reference.ts';
import { costOf } from '../cost.ts';
import { backboneDir } from '../options.ts';
import { answer } from './worker.ts';

/** Training steps of EfficientNet-Lite0 by our graphs or by tfjs's own `optimizer.minimize`: stepOurs.ts graph|opByOp BATCH; tasks `all` and `upper`. */

/** The stage of 14 x 14 x 80 maps ends here. */
const cuts = { all: inputName, upper: 'block7/add' } as const;
type Stages = keyof typeof cuts;

const batchSize = Number(process.argv[3]);
const network = readNetwork(readFileSync(join(backboneDir('efficientNetLite0'), 'saved_model.pb')));

const modelOf = (stages: Stages): TrainableModel =>
  trainableModel({
    network,
    cut: cuts[stages],
    classes: 3,
    loss: 'softmax',
    labelSmoothing: 0.05,
    dropout: 0.2,
    rule: { optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999 }, l2: 0, weightDecay: 0, clipNorm: null },
  });

function batchOf(model: TrainableModel): TrainingBatch {
  const random = createRandom(1, 'bench');
  const cells = batchSize * model.cutShape.reduce((a, b) => a * b, 1);
  const input =
    model.cutNode === inputName
      ? { photos: Uint8Array.from({ length: cells }, () => random.below(256)) }
      : { maps: Float32Array.from({ length: cells }, () => random.between(-2, 2)) };
  const labels = Float32Array.from({ length: batchSize * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
  return { input, labels, photoWeights: new Float32Array(batchSize).fill(1) };
}

function graph(stages: Stages): () => void {
  const model = modelOf(stages);
  const trainer = createGraphTrainer(model, { seed: 1, initial: firstState(model, 1) });
  const batch = batchOf(model);
  return () => void trainer.step(batch, 3e-4);
}

function opByOp(stages: Stages): () => void {
  const tf = loadTensorFlow();
  const model = modelOf(stages);
  const { input, labels } = batchOf(model);
  const flat = model.initialWeights(1);
  const variables = new Map<string, Variable>(
    model.variables.map(({ name, shape, offset, length }) => [
      name,
      tf.variable(tf.tensor(flat.slice(offset, offset + length), [...shape]), true, `${stages}/${name}`),
    ]),
  );
  const weight = (name: string): Tensor => variables.get(name) ?? tf.scalar(NaN);
  const { trained } = cutNetwork(network, cuts[stages]);
  const shape = [batchSize, ...model.cutShape];
  const given =
    'photos' in input
      ? tf.tidy(() => tf.div(tf.sub(tf.tensor(Float32Array.from(input.photos), shape), network.mean), network.scale))
      : tf.tensor('maps' in input ? input.maps : input.scaled, shape);
  const truth = tf.tensor2d(labels, [batchSize, 3]);
  const optimizer = tf.train.adam(3e-4);
  return () => {
    const loss = optimizer.minimize((): Scalar => {
      const pooled = tf.dropout(applyLayers(trained, cuts[stages], given, weight), 0.2);
      const logits = tf.add(
        tf.matMul(pooled.as2D(batchSize, 1280), weight('logits/kernel').as2D(1280, 3)),
        weight('logits/bias'),
      );
      return tf.losses.softmaxCrossEntropy(truth, logits, undefined, 0.05).asScalar();
    }, true);
    loss?.dataSync();
    loss?.dispose();
  };
}

const prepare = process.argv[2] === 'graph' ? graph : opByOp;
const steps = new Map<string, () => void>();

await answer((task) => {
  const step = steps.get(task) ?? prepare(task === 'upper' ? 'upper' : 'all');
  steps.set(task, step);
  return costOf(step);
});
