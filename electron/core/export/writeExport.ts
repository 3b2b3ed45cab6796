import { join } from 'node:path';
import { AppError, assertNever } from '../../shared/errors.ts';
import type { ExportFormat } from '../../shared/schemas/bundle.ts';
import type { LikenessLimits } from '../../shared/schemas/scoring.ts';
import type { CoreContext } from '../context.ts';
import { getRun } from '../database/runs.ts';
import { runDirOf, scoringModel } from '../scoring/model.ts';
import { likenessOfRun } from '../scoring/output/likeness.ts';
import type { ExportSource } from './exportFacts.ts';
import { exportSource } from './exportFacts.ts';
import {
  backboneDirOf,
  LICENSE_FILE,
  MANIFEST_FILE,
  NEEDED_FILES,
  README_FILE,
  REFERENCE_FILE,
  runDirOfBundle,
} from './layout.ts';
import type { NewFolder } from './newFolder.ts';
import { makeFolder } from './newFolder.ts';
import { sealed } from './sealed.ts';
import { licenseOf, readmeOf } from './texts.ts';

interface ExportWork {
  runId: string;
  format: ExportFormat;
  /** Absolute; must not be there. */
  target: string;
  signal: AbortSignal;
}

/** Writes a run's export, whole or not at all. Throws as makeFolder and exportSource do, CANCELLED. */
export async function writeExport(context: CoreContext, { runId, format, target, signal }: ExportWork): Promise<void> {
  const source = await exportSource(context, runId, format);
  await makeFolder(target, async (folder) => {
    const { facts } = source;
    switch (format) {
      case 'bundle':
        await fillBundle(context, source, folder, signal);
        facts.likeness = await addReference(context, facts.run.id, folder, signal);
        break;
      case 'savedmodel':
        await fillSavedModel(context, source, folder, signal);
        break;
      default:
        assertNever(format);
    }
    await folder.write(README_FILE, readmeOf(facts));
    await folder.write(LICENSE_FILE, licenseOf(facts));
    signal.throwIfAborted();
    // Last and not in its own list: it is sealed by its own hash.
    await folder.write(MANIFEST_FILE, sealed({ ...facts, files: folder.files() }));
    signal.throwIfAborted();
  });
}

type Fill = (context: CoreContext, source: ExportSource, folder: NewFolder, signal: AbortSignal) => Promise<void>;

const fillBundle: Fill = async (context, { facts, backboneDir }, folder, signal) => {
  const sources = { backbone: backboneDir, run: runDirOf(context, facts.run.id) };
  for (const path of NEEDED_FILES) {
    const [room, name] = path.startsWith('run/')
      ? (['run', path.slice(4)] as const)
      : (['backbone', path.slice(9)] as const);
    await folder.copy(join(sources[room], name), path);
    signal.throwIfAborted();
  }
  const graph = folder.files().find(({ path }) => path === 'backbone/saved_model.pb');
  if (graph?.sha256 !== facts.backbone.graphSha256) throw damaged(backboneDir);
  // The copy itself is asked which model it is: a head of another run or a damaged one ends here.
  const { modelHash } = await context.engines.images.call(
    'score',
    {
      photos: [],
      features: {
        backboneDir: backboneDirOf(folder.dir),
        views: facts.preprocessing.views,
        cacheDir: null,
        cacheLimitBytes: 0,
      },
      runDir: runDirOfBundle(folder.dir),
      batchSize: 1,
    },
    { signal },
  );
  requireModel(facts.modelHash, modelHash);
};

/** What photos are compared with to tell whether they are unlike the training photos; null where that cannot be had. */
async function addReference(
  context: CoreContext,
  runId: string,
  folder: NewFolder,
  signal: AbortSignal,
): Promise<LikenessLimits | null> {
  const { compute } = context.engines;
  const { features, runDir, modelHash } = await scoringModel(context, getRun(context.database, runId));
  const likeness = await likenessOfRun(context, runId, { features, runDir, modelHash }, signal);
  if (likeness === null) return null;
  const { train, thumbnailDir, cacheDir, limits } = likeness;
  const outPath = join(folder.dir, REFERENCE_FILE);
  const request = { train, thumbnailDir, features: { ...features, cacheDir }, runDir, outPath };
  const { written } = await compute.call('exportReference', request, { signal });
  if (!written) return null;
  await folder.wrote(REFERENCE_FILE);
  return limits;
}

const fillSavedModel: Fill = async (context, { facts, backboneDir }, folder, signal) => {
  const { modelHash } = await context.engines.images.call(
    'exportGraph',
    {
      backboneDir,
      runDir: runDirOf(context, facts.run.id),
      views: facts.preprocessing.views,
      outPath: join(folder.dir, 'saved_model.pb'),
    },
    { signal },
  );
  requireModel(facts.modelHash, modelHash);
  await folder.wrote('saved_model.pb');
};

function requireModel(expected: string, found: string): void {
  if (expected === found) return;
  throw new AppError('BACKBONE_MISSING', 'Network or head are not those that this run was trained with.', {
    details: { expected, found },
  });
}

const damaged = (dir: string): AppError =>
  new AppError('BACKBONE_MISSING', `The network in ${dir} is damaged: its SHA-256 is not that of its manifest.`, {
    details: { dir },
  });
