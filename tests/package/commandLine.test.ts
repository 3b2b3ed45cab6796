import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { archiveFile, version } from './support/places.ts';
import { installedProgram, programIn } from './support/install.ts';
import { ordinaryUser, runAs } from './support/user.ts';

const user = ordinaryUser();
const program = installedProgram();

const Doctor = z.object({
  ok: z.boolean(),
  dataDir: z.string(),
  checks: z.array(z.object({ name: z.string(), status: z.string(), value: z.string() })),
});

test('the command on the path checks itself without a display and names Electron, TensorFlow and weights', async () => {
  const { code, stdout, stderr } = await runAs(user, [program.commandLine, 'doctor', '--json']);
  expect(code, stderr).toBe(0);
  const doctor = Doctor.parse(JSON.parse(stdout));
  const checks = new Map(doctor.checks.map(({ name, ...rest }) => [name, rest]));
  expect(doctor.checks.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(doctor.dataDir).toBe(join(user.home, '.local', 'share', 'lesionlab'));
  expect(checks.get('LesionLab')?.value).toContain(version);
  expect(checks.get('Electron')?.value).toMatch(/^\d+\.\d+\.\d+/);
  expect(checks.get('TensorFlow')?.value).toMatch(/^2\.\d+\.\d+/);
  expect(checks.get('Node')?.value).toMatch(/^v24\./);
  expect(checks.get('backbone efficientNetLite0')?.value).toContain('EfficientNet-Lite0');
  expect(checks.get('backbone inceptionV3')?.value).toContain('InceptionV3');
});

test('the sample, a training and a folder of scores are made by the installed command', async () => {
  const data = join(user.home, 'command-data');
  const demo = await runAs(user, [program.commandLine, 'demo', '--json', '--data-dir', data]);
  expect(demo.code, demo.stderr).toBe(0);
  const { runId } = z.object({ runId: z.string() }).parse(JSON.parse(demo.stdout));
  const out = join(user.home, 'scores.csv');
  const photos = join(data, 'sample', 'test', 'melanoma');
  const score = await runAs(user, [
    program.commandLine,
    'score',
    photos,
    '--run',
    runId,
    '--out',
    out,
    '--data-dir',
    data,
  ]);
  expect(score.code, score.stderr).toBe(0);
  const { stdout } = await runAs(user, ['wc', '-l', out]);
  expect(Number(stdout.split(' ')[0])).toBe(readdirSync(photos).length + 1);
});

test('it says where the job for a cluster lies, and there it is with its instructions', async () => {
  const { code, stdout } = await runAs(user, [program.commandLine, 'score', '--help']);
  expect(code).toBe(0);
  const folder = join(program.folder, 'resources', 'cluster');
  expect(stdout).toContain(folder);
  expect(readdirSync(folder).sort()).toEqual(['README.md', 'score_photos.py']);
});

test('options that are meant for another Node do not reach this one', async () => {
  const ended = await runAs(user, [program.commandLine, '--version'], {
    env: { NODE_OPTIONS: '--require=/nowhere.js' },
  });
  expect([ended.code, ended.stdout.trim()]).toEqual([0, version]);
});

test('the .tar.gz works from any folder, also through a link', async () => {
  const at = join(user.home, 'with space');
  try {
    const words = [
      'sh',
      '-c',
      'mkdir -p "$0" && tar -xzf "$1" -C "$0" && ln -sf "$0"/*/bin/lesionlab "$0"/command',
      at,
      archiveFile,
    ];
    expect(await runAs(user, words)).toMatchObject({ code: 0 });
    const [name = ''] = readdirSync(at).filter((entry) => entry.startsWith('lesionlab-'));
    const direct = await runAs(user, [programIn(join(at, name)).commandLine, '--version']);
    const linked = await runAs(user, [join(at, 'command'), 'doctor', '--json', '--data-dir', join(at, 'data')]);
    expect(direct.stdout.trim()).toBe(version);
    expect(linked.code, linked.stderr + linked.stdout).toBe(0);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});
