import { AppError } from '../../shared/errors.ts';
import { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { cutPoints } from '../graph/cut.ts';
import { inputName } from '../graph/layers.ts';
import { joinGraphs, type JoinedGraph, type Tap } from '../graph/joinGraphs.ts';
import { readNetwork } from '../graph/readNetwork.ts';
import { readBackbone, readGraph } from './registry.ts';
import { sha256 } from './sourceFiles.ts';
import { writeBackboneFolder } from './writeBackbone.ts';

export interface PartRequest {
  backboneDir: string;
  /** null: the backbone's own features. */
  layer: string | null;
}

/** How a joined backbone is called; absent: by its parts. */
export interface JoinedNames {
  id: string;
  name?: string;
  source?: string;
}

/** An installed backbone that one or more parts are taken of. */
interface Source {
  name: string;
  manifest: BackboneManifest;
  savedModel: Uint8Array;
  /** What parts ask of it. */
  layers: (string | null)[];
}

/**
 * Writes several backbones as one backbone whose features are those of the parts, in their order. One that several parts are taken of is computed once.
 * Nothing but the manifest's `parts` and its words tells it from any other: features are cached, heads trained, photos scored and explained, runs exported as ever.
 * @returns the manifest, and where each part's features begin.
 * @throws AppError BACKBONE_MISSING; BAD_INPUT (reason NO_SUCH_LAYER with details.layers, or DIFFERENT_CUT).
 */
export async function joinBackbones(
  outDir: string,
  parts: readonly PartRequest[],
  names: JoinedNames,
): Promise<{ manifest: BackboneManifest; featureFrom: number[] }> {
  const sources: Source[] = [];
  const taps: Tap[] = [];
  for (const { backboneDir, layer } of parts) {
    const manifest = await readBackbone(backboneDir);
    let graph = sources.findIndex((source) => source.manifest.graphSha256 === manifest.graphSha256);
    if (graph < 0) {
      const savedModel = await readGraph(backboneDir, manifest.graphSha256);
      graph = sources.push({ name: freeName(manifest.id, sources), manifest, savedModel, layers: [] }) - 1;
    }
    const source = sources[graph];
    if (source === undefined) throw new AppError('INTERNAL', 'a backbone was lost');
    source.layers.push(layer);
    taps.push({ graph, layer, mapShape: mapShapeOf(source, layer) });
  }
  const resizes = [...new Set(sources.map(({ manifest }) => manifest.preprocessing.resize))];
  const [resize, ...otherResizes] = resizes;
  if (resize === undefined) throw new AppError('BAD_INPUT', 'there is nothing to join');
  if (otherResizes.length > 0) {
    throw new AppError('BAD_INPUT', 'Photos enter these networks in different ways: squashed, and cut to a square.', {
      details: { reason: 'DIFFERENT_CUT', remedy: 'Join networks that take photos in one way.' },
    });
  }
  const graph = joinGraphs(
    sources.map(({ name, manifest, savedModel }): JoinedGraph => {
      return { name, savedModel, imageSizePx: manifest.imageSizePx };
    }),
    taps,
  );
  const manifest = manifestOf(sources, taps, { ...names, resize, graphSha256: sha256(graph) });
  writeBackboneFolder(outDir, graph, manifest);
  let next = 0;
  const featureFrom = taps.map(({ mapShape }) => (next += mapShape[2]) - mapShape[2]);
  return { manifest, featureFrom };
}

/** Names that the joined graph has for its own nodes. */
const reserved = ['joined', 'outputs', 'photo'];

function freeName(id: string, sources: readonly Source[]): string {
  const isTaken = (name: string): boolean => reserved.includes(name) || sources.some((source) => source.name === name);
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

/** Rows of the summary up to this layer. */
function rowsTo({ layers }: BackboneManifest, layer: string | null): BackboneManifest['layers'] {
  // The last row is the pooled features; they are a row of the joined summary.
  return layer === null ? layers.slice(0, -1) : layers.slice(0, layers.findIndex(({ name }) => name === layer) + 1);
}

function mapShapeOf({ manifest, savedModel }: Source, layer: string | null): Tap['mapShape'] {
  if (layer !== null) requireLayer(manifest, savedModel, layer);
  const [height, width, channels] = rowsTo(manifest, layer).at(-1)?.outputShape ?? [];
  if (height === undefined || height !== width || channels === undefined)
    throw new AppError('BAD_INPUT', `The map of ${manifest.name} is not square.`);
  return [height, width, channels];
}

/** Only where nothing after a layer reads what is before it are features those of the network so far. */
function requireLayer(manifest: BackboneManifest, savedModel: Uint8Array, layer: string): void {
  const rows = new Set(manifest.layers.map(({ name }) => name));
  const layers =
    manifest.parts === undefined
      ? cutPoints(readNetwork(savedModel))
          .filter(({ name, shape }) => name !== inputName && shape.length === 3 && rows.has(name))
          .map(({ name }) => name)
      : [];
  if (layers.includes(layer)) return;
  const remedy =
    layers.length === 0
      ? 'It is joined of several: name its parts instead.'
      : `It can be taken at: ${layers.join(', ')}.`;
  throw new AppError('BAD_INPUT', `${manifest.name} cannot be cut at "${layer}".`, {
    details: { backboneId: manifest.id, layer, layers, reason: 'NO_SUCH_LAYER', remedy },
  });
}

function manifestOf(
  sources: readonly Source[],
  taps: readonly Tap[],
  {
    id,
    resize,
    graphSha256,
    ...names
  }: JoinedNames & { resize: BackboneManifest['preprocessing']['resize']; graphSha256: string },
): BackboneManifest {
  const size = Math.max(...sources.map(({ manifest }) => manifest.imageSizePx));
  const side = Math.max(...taps.map(({ mapShape }) => mapShape[0]));
  const featureCount = taps.reduce((sum, { mapShape }) => sum + mapShape[2], 0);
  const rows: BackboneManifest['layers'] = [
    { name: inputName, type: 'Input', outputShape: [size, size, 3], parameters: 0 },
    ...sources.flatMap(rowsOfSource),
    { name: 'map', type: 'Concatenate', outputShape: [side, side, featureCount], parameters: 0 },
    { name: 'features', type: 'GlobalAveragePooling2D', outputShape: [featureCount], parameters: 0 },
  ];
  const first = sources[0]?.manifest.preprocessing;
  const scalesAlike = sources.every(
    ({ manifest: { preprocessing } }) => preprocessing.mean === first?.mean && preprocessing.scale === first.scale,
  );
  const partName = ({ graph, layer }: Tap): string =>
    `${sources[graph]?.manifest.name ?? ''}${layer === null ? '' : ` up to ${layer}`}`;
  const ofEach = (text: (manifest: BackboneManifest) => string): string => {
    const told = sources.map(({ manifest }) => ({ name: manifest.name, text: text(manifest) }));
    const isOne = new Set(told.map((one) => one.text)).size === 1;
    return isOne ? (told[0]?.text ?? '') : told.map((one) => `${one.name}: ${one.text}`).join('; ');
  };
  const caveats = sources
    .filter(({ manifest }) => manifest.caveat !== '')
    .map(({ manifest }) => `${manifest.name}: ${manifest.caveat}`);
  const smaller = sources.filter(({ manifest }) => manifest.imageSizePx < size).map(({ manifest }) => manifest);
  const resized = smaller.map(
    ({ name, imageSizePx }) =>
      `${name} sees the photo of ${size} px made smaller to ${imageSizePx} px inside the graph, so its features differ a little from those that it yields alone.`,
  );
  return BackboneManifest.parse({
    formatVersion: 1,
    id,
    name: names.name ?? taps.map(partName).join(' + '),
    imageSizePx: size,
    featureCount,
    parameterCount: rows.reduce((sum, { parameters }) => sum + parameters, 0),
    preprocessing: { ...(scalesAlike && first !== undefined ? first : { mean: 0, scale: 1 }), resize },
    license: ofEach(({ license }) => license),
    source: names.source ?? `Joined by LesionLab. ${ofEach(({ source }) => source)}`,
    caveat: [...caveats, ...resized].join(' '),
    weightsSha256: sha256(new TextEncoder().encode(sources.map(({ manifest }) => manifest.weightsSha256).join(' '))),
    graphSha256,
    layers: rows,
    parts: taps.map(({ graph, layer }) => ({
      name: sources[graph]?.manifest.name,
      layer,
      graphSha256: sources[graph]?.manifest.graphSha256,
    })),
  });
}

/** Its input is the photo, or the photo made smaller; then every layer that a part needs. */
function rowsOfSource({ name, manifest, layers }: Source): BackboneManifest['layers'] {
  const most = layers
    .map((layer) => rowsTo(manifest, layer))
    .reduce((longest, rows) => (rows.length > longest.length ? rows : longest));
  return most.map((row) => ({ ...row, name: `${name}/${row.name}` }));
}
