import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { DoctorCheck as DoctorCheckSchema } from '../../shared/contract.ts';
import { toErrorBody } from '../../shared/errors.ts';
import { presets } from '../../shared/presets.ts';
import { GRAPH_FILE, listBackbones } from '../backbones/findBackbone.ts';
import type { CoreContext, CorePaths } from '../context.ts';
import { createEngineClient } from '../engine/client.ts';
import { corePaths, defaultEngineEntry } from '../paths.ts';
import { VERSION } from '../version.ts';

export type DoctorCheck = z.infer<typeof DoctorCheckSchema>;
type Engines = CoreContext['engines'];
type Variables = Readonly<Record<string, string | undefined>>;

const SETUP_REMEDY = 'Run `npm run setup` in the checkout, or install LesionLab again.';
const ok = (name: string, value: string): DoctorCheck => ({ name, status: 'ok', value, remedy: '' });
const warning = (name: string, value: string, remedy: string): DoctorCheck => ({
  name,
  status: 'warning',
  value,
  remedy,
});
const failed = (name: string, value: string, remedy: string): DoctorCheck => ({
  name,
  status: 'failed',
  value,
  remedy,
});

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
    ok('LesionLab', `${VERSION} on ${process.platform} ${process.arch}`),
    nodeCheck(),
    ok('SQLite', process.versions.sqlite ?? 'built in'),
    ...(await engineChecks(engines)),
    ...(await backboneChecks(paths)),
    await electronCheck(paths, variables),
    displayCheck(variables),
    memoryCheck(),
  ];
}

function nodeCheck(): DoctorCheck {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? ok('Node', process.version)
    : failed('Node', process.version, `Node 24 is needed. ${SETUP_REMEDY}`);
}

async function engineChecks({ images, compute }: Engines): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  try {
    const { sharp, vips } = await images.call('hello', { loadTensorFlow: false });
    checks.push(ok('sharp', `${sharp} (libvips ${vips})`));
  } catch (error) {
    checks.push(failed('sharp', toErrorBody(error).message, `Photos cannot be read. ${SETUP_REMEDY}`));
  }
  try {
    const { tensorflow, oneDnn, threads } = await compute.call('hello', { loadTensorFlow: true });
    if (tensorflow === null) checks.push(failed('TensorFlow', 'not loaded', SETUP_REMEDY));
    else if (oneDnn) checks.push(ok('TensorFlow', `${tensorflow}, oneDNN on, ${threads} threads`));
    else {
      const remedy = 'It works, but slower: unset TF_ENABLE_ONEDNN_OPTS.';
      checks.push(warning('TensorFlow', `${tensorflow}, oneDNN off, ${threads} threads`, remedy));
    }
  } catch (error) {
    checks.push(failed('TensorFlow', toErrorBody(error).message, `Nothing can be trained or scored. ${SETUP_REMEDY}`));
  }
  return checks;
}

async function backboneChecks(paths: CorePaths): Promise<DoctorCheck[]> {
  const { backbones, damaged } = await listBackbones(paths);
  const checks: DoctorCheck[] = damaged.map(({ id, reason }) => failed(`backbone ${id}`, reason, SETUP_REMEDY));
  for (const { dir, manifest } of backbones) {
    const name = `backbone ${manifest.id}`;
    const found = await sha256Of(join(dir, GRAPH_FILE));
    if (found === manifest.graphSha256)
      checks.push(ok(name, `${manifest.name}, ${manifest.source}, checked by SHA-256`));
    else checks.push(failed(name, 'its graph is not the one that was installed', SETUP_REMEDY));
  }
  const present = new Set([...backbones.map(({ manifest }) => manifest.id), ...damaged.map(({ id }) => id)]);
  for (const id of new Set(Object.values(presets).map(({ backboneId }) => backboneId))) {
    if (!present.has(id)) checks.push(failed(`backbone ${id}`, 'not installed', SETUP_REMEDY));
  }
  return checks;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(z.instanceof(Uint8Array).parse(piece));
  return hash.digest('hex');
}

/** What set-up writes beside the Electron that it put in place, and what a package carries along. */
const ElectronStamp = z.object({ version: z.string(), official: z.boolean().optional() });

/** The shell says which Electron it is; the command line needs none, and tells which one came with it. */
async function electronCheck({ shippedBackbonesDir }: CorePaths, variables: Variables): Promise<DoctorCheck> {
  const stamp = await readFile(join(dirname(shippedBackbonesDir), 'electron.json'), 'utf8')
    .then((text) => ElectronStamp.parse(JSON.parse(text)))
    .catch(() => null);
  const version = variables['LESIONLAB_ELECTRON_VERSION'] ?? stamp?.version ?? null;
  if (version === null) return ok('Electron', 'none here: the command line does without');
  if (stamp?.official !== false || stamp.version !== version) return ok('Electron', version);
  return warning(
    'Electron',
    `${version}, from another program's npm package`,
    'Good for trying out. Where the releases of Electron can be reached, set-up takes the one that LesionLab is made for.',
  );
}

function displayCheck({ DISPLAY, WAYLAND_DISPLAY }: Variables): DoctorCheck {
  if (process.platform !== 'linux') return ok('display', 'the desktop');
  const display = [WAYLAND_DISPLAY, DISPLAY].find((value) => value !== undefined && value !== '');
  if (display !== undefined) return ok('display', display);
  const remedy = 'Only the window needs one: start it on a desktop, or under `xvfb-run -a`.';
  return warning('display', 'none', remedy);
}

const GIB = 1024 ** 3;

function memoryCheck(): DoctorCheck {
  const value = `${(totalmem() / GIB).toFixed(1)} GiB`;
  return totalmem() >= 3.5 * GIB ? ok('memory', value) : warning('memory', value, '4 GiB or more are recommended.');
}

async function dataFolderCheck(dataDir: string): Promise<DoctorCheck> {
  const name = 'data folder';
  try {
    const probe = await mkdtemp(join(dataDir, '.probe-'));
    await writeFile(join(probe, 'probe'), 'probe');
    await rm(probe, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const value = `${dataDir}, ${(free / GIB).toFixed(1)} GiB free`;
    if (free < GIB / 4) return failed(name, value, 'Free some space, or use another folder with --data-dir.');
    return free < 5 * GIB
      ? warning(name, value, 'Large data sets need more space for their features.')
      : ok(name, value);
  } catch (error) {
    return failed(
      name,
      `${dataDir}: ${toErrorBody(error).message}`,
      'Use a folder that may be written, with --data-dir.',
    );
  }
}
