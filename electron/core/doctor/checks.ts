import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { toErrorBody } from '../../shared/errors.ts';
import { presets } from '../../shared/presets.ts';
import type { DoctorCheck } from '../../shared/schemas/doctor.ts';
import { GRAPH_FILE, listBackbones } from '../backbones/findBackbone.ts';
import type { CoreContext, CorePaths } from '../context.ts';
import { createEngineClient } from '../engine/client.ts';
import { hashFile } from '../hashFile.ts';
import { corePaths, defaultEngineEntry } from '../paths.ts';
import { VERSION } from '../version.ts';
import { check } from './words.ts';

type Engines = CoreContext['engines'];
type Variables = Readonly<Record<string, string | undefined>>;

/** Everything that this installation needs, each with what to do when it is not there. */
export async function allChecks(
  context: Pick<CoreContext, 'paths' | 'engines'>,
  variables: Variables,
): Promise<DoctorCheck[]> {
  return [...(await programChecks(context, variables)), await dataFolderCheck(context.paths.dataDir)];
}

/** The same but for the data folder, which another process may hold: engines of its own are started and ended. */
export async function checksWithoutDataFolder(
  folders: { dataDir: string; runtimeDir: string },
  variables: Variables,
): Promise<DoctorCheck[]> {
  const entry = defaultEngineEntry();
  const engines = {
    images: createEngineClient({ entry, name: 'images' }),
    compute: createEngineClient({ entry, name: 'compute' }),
  };
  try {
    return await programChecks({ paths: corePaths(folders), engines }, variables);
  } finally {
    await Promise.all([engines.images.close(), engines.compute.close()]);
  }
}

async function programChecks(
  { paths, engines }: { paths: CorePaths; engines: Engines },
  variables: Variables,
): Promise<DoctorCheck[]> {
  return [
    check('program', { version: VERSION, platform: `${process.platform} ${process.arch}` }),
    nodeCheck(),
    check('sqlite', { version: process.versions.sqlite ?? 'built in' }),
    ...(await engineChecks(engines)),
    ...(await backboneChecks(paths)),
    await electronCheck(paths, variables),
    displayCheck(variables),
    memoryCheck(),
  ];
}

function nodeCheck(): DoctorCheck {
  const major = Number(process.versions.node.split('.')[0]);
  return check(major >= 24 ? 'node' : 'nodeOld', { version: process.version });
}

async function engineChecks({ images, compute }: Engines): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  try {
    const { sharp, vips } = await images.call('hello', { loadTensorFlow: false });
    checks.push(check('sharp', { version: sharp, vips }));
  } catch (error) {
    checks.push(check('sharpBroken', { reason: toErrorBody(error).message }));
  }
  try {
    const { tensorflow, oneDnn, threads } = await compute.call('hello', { loadTensorFlow: true });
    if (tensorflow === null) checks.push(check('tensorflowMissing'));
    else {
      const values = { version: tensorflow, threads: String(threads) };
      checks.push(check(oneDnn ? 'tensorflow' : 'tensorflowSlow', values));
    }
  } catch (error) {
    checks.push(check('tensorflowBroken', { reason: toErrorBody(error).message }));
  }
  return checks;
}

async function backboneChecks(paths: CorePaths): Promise<DoctorCheck[]> {
  const { backbones, damaged } = await listBackbones(paths);
  const checks = damaged.map(({ id, reason }) => check('backboneDamaged', { id, reason }));
  for (const { dir, manifest } of backbones) {
    const { id, name, source } = manifest;
    const isSound = (await hashFile(join(dir, GRAPH_FILE))) === manifest.graphSha256;
    checks.push(isSound ? check('backbone', { id, name, source }) : check('backboneAltered', { id }));
  }
  const present = new Set([...backbones.map(({ manifest }) => manifest.id), ...damaged.map(({ id }) => id)]);
  for (const id of new Set(Object.values(presets).map(({ backboneId }) => backboneId))) {
    if (!present.has(id)) checks.push(check('backboneMissing', { id }));
  }
  return checks;
}

/** What set-up writes beside the Electron that it put in place, and what a package carries along. */
const ElectronStamp = z.object({ version: z.string(), official: z.boolean().optional() });

/** The shell says which Electron it is; the command line needs none, and tells which one came with it. */
async function electronCheck({ shippedBackbonesDir }: CorePaths, variables: Variables): Promise<DoctorCheck> {
  const stamp = await readFile(join(dirname(shippedBackbonesDir), 'electron.json'), 'utf8')
    .then((text) => ElectronStamp.parse(JSON.parse(text)))
    .catch(() => null);
  const version = variables['LESIONLAB_ELECTRON_VERSION'] ?? stamp?.version ?? null;
  if (version === null) return check('electronNone');
  const isOther = stamp?.official === false && stamp.version === version;
  return check(isOther ? 'electronOther' : 'electron', { version });
}

function displayCheck({ DISPLAY, WAYLAND_DISPLAY }: Variables): DoctorCheck {
  if (process.platform !== 'linux') return check('displayDesktop');
  const display = [WAYLAND_DISPLAY, DISPLAY].find((value) => value !== undefined && value !== '');
  return display === undefined ? check('displayNone') : check('display', { display });
}

const GIB = 1024 ** 3;
const gibOf = (bytes: number): string => (bytes / GIB).toFixed(1);

function memoryCheck(): DoctorCheck {
  return check(totalmem() >= 3.5 * GIB ? 'memory' : 'memoryLow', { gib: gibOf(totalmem()) });
}

async function dataFolderCheck(dataDir: string): Promise<DoctorCheck> {
  try {
    const probe = await mkdtemp(join(dataDir, '.probe-'));
    await writeFile(join(probe, 'probe'), 'probe');
    await rm(probe, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const code = free < GIB / 4 ? 'folderFull' : free < 5 * GIB ? 'folderLow' : 'folder';
    return check(code, { path: dataDir, gib: gibOf(free) });
  } catch (error) {
    return check('folderBroken', { path: dataDir, reason: toErrorBody(error).message });
  }
}
