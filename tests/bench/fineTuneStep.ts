import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { cutNetwork } from '../../electron/engine/graph/cut.ts';
import { inputName, type Network } from '../../electron/engine/graph/layers.ts';
import { readNetwork } from '../../electron/engine/graph/readNetwork.ts';
import { trainableModel, type TrainableModel } from '../../electron/engine/graph/trainableModel.ts';
import { loadTensorFlow } from '../../electron/engine/tensorflow.ts';
import {
  createGraphTrainer,
  firstState,
  type GraphTrainer,
  type TrainingBatch,
} from '../../electron/engine/training/graphTrainer.ts';
import { createRandom } from '../../electron/shared/random.ts';
import { applyLayers } from '../unit/engine/graph/reference.ts';
import { kerasPython } from './keras.ts';
import { median } from './ourJob.ts';

/*
 * One step of fine-tuning EfficientNet-Lite0 (224 px, Adam, dropout, label smoothing): ours, a Keras graph step of the same network, and tfjs's own
 * `optimizer.minimize`, in turns on one machine: node tests/bench/fineTuneStep.ts [ROUNDS] [BATCH]. Ratios are what counts;
 * those of the cores' work are the steadier ones while others use the machine.
 */

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const runtimeDir = process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime');
const [rounds, batchSize] = [Number(process.argv[2] ?? 6), Number(process.argv[3] ?? 32)];
/** The stage of 14 x 14 x 80 maps ends here. */
const cuts = { all: inputName, upper: 'block7/add' } as const;
type Stages = keyof typeof cuts;

const say = (text: string) => void process.stdout.write(`${text}\n`);

const Cost = z.object({
  /** By the clock. */
  ms: z.number(),
  /** Of all cores. */
  cpuMs: z.number(),
});
type Cost = z.infer<typeof Cost>;

interface Contender {
  name: string;
  /** How many steps it takes in its turn. */
  stepsARound: number;
  /** Each of some steps. */
  steps(stages: Stages, count: number): Promise<Cost[]>;
  close(): void;
}

const modelOf = (network: Network, stages: Stages): TrainableModel =>
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

function timed(count: number, step: () => unknown): Promise<Cost[]> {
  const costs = Array.from({ length: count }, (): Cost => {
    const [started, before] = [performance.now(), process.cpuUsage()];
    step();
    const { user, system } = process.cpuUsage(before);
    return { ms: performance.now() - started, cpuMs: (user + system) / 1000 };
  });
  return Promise.resolve(costs);
}

function ours(network: Network): Contender {
  const trainers = new Map<Stages, { trainer: GraphTrainer; batch: TrainingBatch }>();
  return {
    name: 'ours',
    stepsARound: 3,
    steps(stages, count) {
      let known = trainers.get(stages);
      if (known === undefined) {
        const model = modelOf(network, stages);
        const trainer = createGraphTrainer(model, { seed: 1, initial: firstState(model, 1) });
        known = { trainer, batch: batchOf(model) };
        trainers.set(stages, known);
      }
      const { trainer, batch } = known;
      return timed(count, () => trainer.step(batch, 3e-4));
    },
    close: () => {
      for (const { trainer } of trainers.values()) trainer.dispose();
    },
  };
}

function opByOp(network: Network): Contender {
  const tf = loadTensorFlow();
  const steppers = new Map<Stages, () => void>();
  const prepare = (stages: Stages): (() => void) => {
    const model = modelOf(network, stages);
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
  };
  return {
    name: 'tfjs op by op',
    stepsARound: 1,
    steps(stages, count) {
      const step = steppers.get(stages) ?? prepare(stages);
      steppers.set(stages, step);
      return timed(count, step);
    },
    close: () => tf.disposeVariables(),
  };
}

async function keras(): Promise<Contender | null> {
  let python: string;
  try {
    python = await kerasPython(join(checkout, 'node_modules', '.cache', 'lesionlab'));
  } catch (error) {
    say(`Keras is left out, it cannot be had here: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  const script = fileURLToPath(new URL('lite0Step.py', import.meta.url));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '1' };
  const child = spawn(python, [script, String(batchSize)], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    name: 'Keras',
    stepsARound: 3,
    async steps(stages, count) {
      child.stdin.write(`${stages} ${count}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error('Keras ended early');
      return z.array(Cost).parse(JSON.parse(answer.value));
    },
    close: () => void child.stdin.end(),
  };
}

async function compare(stages: Stages, contenders: readonly Contender[]): Promise<void> {
  const load = (): string => (loadavg()[0] ?? NaN).toFixed(1);
  const before = load();
  // The first steps optimize graphs, trace functions and fill caches.
  for (const contender of contenders) await contender.steps(stages, contender.stepsARound);
  const costs = new Map<Contender, Cost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const steps = await contender.steps(stages, contender.stepsARound);
      costs.get(contender)?.push({
        ms: median(steps.map(({ ms }) => ms)),
        cpuMs: median(steps.map(({ cpuMs }) => cpuMs)),
      });
    }
  }
  say(`${stages} stages, batch ${batchSize}, ${rounds} rounds in turns, load ${before} before and ${load()} after`);
  const [own] = [...costs.values()];
  for (const [contender, list] of costs) {
    const a = (pick: (cost: Cost) => number): string => (median(list.map(pick)) / batchSize).toFixed(1);
    const ratio = (pick: (cost: Cost) => number): string =>
      median((own ?? []).map((cost, i) => pick(cost) / pick(list[i] ?? { ms: NaN, cpuMs: NaN }))).toFixed(2);
    const [clock, work] = [({ ms }: Cost) => ms, ({ cpuMs }: Cost) => cpuMs];
    const ratios = list === own ? '' : `; ours / this: ${ratio(clock)} by the clock, ${ratio(work)} of work`;
    say(`  ${contender.name}: ${a(clock)} ms a photo, ${a(work)} ms of all cores' work${ratios}`);
  }
}

async function main(): Promise<void> {
  if (![rounds, batchSize].every((value) => Number.isInteger(value) && value > 0))
    throw new Error('usage: fineTuneStep.ts [ROUNDS] [BATCH]');
  const network = readNetwork(readFileSync(join(runtimeDir, 'backbones', 'efficientNetLite0', 'saved_model.pb')));
  say(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores; ${process.platform}, Node ${process.version}`,
  );
  const peer = await keras();
  const contenders = [ours(network), ...(peer === null ? [] : [peer]), opByOp(network)];
  try {
    for (const stages of ['all', 'upper'] as const) await compare(stages, contenders);
    say('goals: at most 1.10 of Keras, at most 0.25 of tfjs op by op');
  } finally {
    for (const contender of contenders) contender.close();
  }
}

await main();
