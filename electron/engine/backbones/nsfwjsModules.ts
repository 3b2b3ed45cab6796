import { join } from 'node:path';
import { z } from 'zod';
import type { ByteKernel } from '../graph/layers.ts';
import { badSource, readSource } from './sourceFiles.ts';

const WeightSpec = z.object({
  name: z.string(),
  shape: z.array(z.int().positive()),
  dtype: z.literal('float32'),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
});
const ModelJson = z.object({
  modelTopology: z.object({ model_config: z.unknown() }),
  weightsManifest: z.tuple([z.object({ paths: z.array(z.string().regex(/^[\w-]+$/)), weights: z.array(WeightSpec) })]),
});

export interface NsfwjsModel {
  /** A Keras model_config. */
  topology: unknown;
  /** By `<layer>/<weight>`; all are rounded to bytes, each with one scale and offset for the whole tensor. */
  weights: ReadonlyMap<string, ByteKernel>;
  /** The shards joined, as stored: one byte a weight. */
  bytes: Uint8Array;
}

/**
 * nsfwjs ships each file of a model as a minified JavaScript module whose export is one literal. They are read as text and
 * never run: the literal's unquoted keys, `!0`, `!1` and bare decimal points are rewritten to JSON.
 */
function literalOf(path: string): string {
  const text = readSource(path).toString('utf8');
  const match = /\{1:\[function\([\w$,]+\)\{[\w$]+\.exports=([\s\S]*)\},\{\}\]\},\{\},\[1\]\)\(1\)\}\);\s*$/.exec(text);
  if (match?.[1] === undefined) throw badSource(path, 'it is not a model module of nsfwjs');
  return match[1];
}

export function minifiedToJson(literal: string): string {
  // Strings are matched first and kept as they are; what is left outside of them is rewritten.
  return literal.replace(/"(?:[^"\\]|\\.)*"|![01]|(?<![\w$])[A-Za-z_$][\w$]*(?=:)|(?<![\w.])\.(?=\d)/g, (token) => {
    if (token.startsWith('"')) return token;
    if (token === '!0') return 'true';
    if (token === '!1') return 'false';
    return token === '.' ? '0.' : `"${token}"`;
  });
}

/** Reads a model folder of npm's nsfwjs (`dist/models/inception_v3`). */
export function readNsfwjsModel(folder: string): NsfwjsModel {
  const path = join(folder, 'model.min.js');
  let model: z.infer<typeof ModelJson>;
  try {
    model = ModelJson.parse(JSON.parse(minifiedToJson(literalOf(path))));
  } catch (cause) {
    throw badSource(path, 'its topology cannot be read', cause);
  }
  const [manifest] = model.weightsManifest;
  const shards = manifest.paths.map((name) => Buffer.from(literalOf(join(folder, `${name}.min.js`)), 'base64'));
  const bytes = new Uint8Array(Buffer.concat(shards));

  const weights = new Map<string, ByteKernel>();
  let start = 0;
  for (const { name, shape, quantization } of manifest.weights) {
    const end = start + shape.reduce((a, b) => a * b, 1);
    if (end > bytes.length) throw badSource(folder, `its weights end inside "${name}"`);
    const channels = shape.at(-1) ?? 1;
    const scale = new Float64Array(channels).fill(quantization.scale);
    const offset = new Float64Array(channels).fill(quantization.min);
    weights.set(name, { shape, bytes: bytes.subarray(start, end), scale, offset });
    start = end;
  }
  if (start !== bytes.length) throw badSource(folder, 'it holds more weights than it lists');
  return { topology: model.modelTopology.model_config, weights, bytes };
}
