import { mkdirSync, openSync, closeSync, fsyncSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../../shared/errors.ts';
import { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { inferenceModel } from '../graph/inferenceModel.ts';
import { inferShapes } from '../graph/shapes.ts';
import { countParameters, layerTable } from '../graph/summary.ts';
import type { BackboneDescription, ImportedBackbone } from './imported.ts';
import { sha256 } from './sourceFiles.ts';

export const graphFileName = 'saved_model.pb';
export const manifestFileName = 'backbone.json';

function writeFlushed(path: string, content: Uint8Array | string): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a backbone's folder: the frozen graph and the manifest. */
export function writeBackbone(
  outDir: string,
  description: BackboneDescription,
  imported: ImportedBackbone,
): BackboneManifest {
  const { network, weightsSha256, resize = 'squash' } = imported;
  const graph = inferenceModel(network);
  const manifest = BackboneManifest.parse({
    formatVersion: 1,
    ...description,
    imageSizePx: network.imageSizePx,
    featureCount: inferShapes(network).get(network.layers.at(-1)?.name ?? '')?.[0],
    parameterCount: countParameters(network),
    preprocessing: { mean: network.mean, scale: network.scale, resize },
    weightsSha256,
    graphSha256: sha256(graph),
    layers: layerTable(network),
  });
  writeBackboneFolder(outDir, graph, manifest);
  return manifest;
}

/** The folder appears whole or not at all; one that is there already is replaced. */
export function writeBackboneFolder(outDir: string, graph: Uint8Array, manifest: BackboneManifest): void {
  const target = resolve(outDir);
  const beside = (mark: string): string => join(dirname(target), `.${basename(target)}.${mark}.${process.pid}`);
  const [fresh, old] = [beside('new'), beside('old')];
  mkdirSync(dirname(target), { recursive: true });
  rmSync(fresh, { recursive: true, force: true });
  try {
    mkdirSync(fresh);
    writeFlushed(join(fresh, graphFileName), graph);
    writeFlushed(join(fresh, manifestFileName), `${JSON.stringify(manifest, null, 1)}\n`);
    // A folder cannot be renamed over one that holds files.
    moveAway(target, old);
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function moveAway(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
