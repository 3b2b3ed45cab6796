import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rootFolder } from '../e2e/support/places.ts';
import { apt, installedVersion } from './support/install.ts';
import { debFile, inRoom, installedFolder, unpackedFolder, version } from './support/places.ts';
import { ordinaryUser, runAs } from './support/user.ts';

const OLD = '0.0.1';
const work = mkdtempSync(join(tmpdir(), 'lesionlab-old-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The same program under an older number, with a file more that an upgrade must take away. */
function olderDeb(): string {
  const folder = join(work, 'unpacked');
  cpSync(unpackedFolder, folder, { recursive: true });
  writeFileSync(join(folder, 'resources', 'only-in-the-old-one'), 'old');
  const out = join(work, 'old.deb');
  const script = `import { makeDeb } from ${JSON.stringify(join(rootFolder, 'build', 'package', 'deb.mjs'))};
    await makeDeb({ folder: process.argv[1], out: process.argv[2], version: ${JSON.stringify(OLD)}, compression: 'zstd:1' });`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script, folder, out]);
  rmSync(folder, { recursive: true });
  return out;
}

const hashesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    )
    .sort();

const Runs = z.object({ runs: z.array(z.object({ id: z.string(), state: z.string() })) });

describe.skipIf(!inRoom)('as an administrator, with apt and without a network', { timeout: 900_000 }, () => {
  const user = ordinaryUser();
  const data = join(user.home, '.local', 'share', 'lesionlab');
  const commandLine = '/usr/bin/lesionlab';
  const runs = async (): Promise<z.infer<typeof Runs>['runs']> => {
    const { code, stdout, stderr } = await runAs(user, [commandLine, 'runs', '--json']);
    expect(code, stderr).toBe(0);
    return Runs.parse(JSON.parse(stdout)).runs;
  };

  test('an upgrade keeps what people made, and leaves nothing of the old version', async () => {
    if (installedVersion() !== null) apt('purge', 'lesionlab');
    apt('install', olderDeb());
    expect(installedVersion()).toBe(OLD);
    const demo = await runAs(user, [commandLine, 'demo', '--json']);
    expect(demo.code, demo.stderr).toBe(0);
    const before = await runs();
    expect(before.map(({ state }) => state)).toEqual(['finished']);

    apt('install', debFile);
    expect(installedVersion()).toBe(version);
    expect(existsSync(join(installedFolder, 'resources', 'only-in-the-old-one'))).toBe(false);
    expect(await runs()).toEqual(before);
  });

  test('the sandbox helper has the rights it needs, and only it', () => {
    const set = execFileSync('find', [installedFolder, '-perm', '/6000'], { encoding: 'utf8' }).trim().split('\n');
    expect(set).toEqual([join(installedFolder, 'chrome-sandbox')]);
    const { mode, uid } = statSync(join(installedFolder, 'chrome-sandbox'));
    expect([(mode & 0o7777).toString(8), uid]).toEqual(['4755', 0]);
    const writable = execFileSync('find', [installedFolder, '-perm', '/022', '-not', '-type', 'l'], {
      encoding: 'utf8',
    });
    expect(writable).toBe('');
  });

  test('a removal takes the program and its entries away and leaves what people made; it is there again after the next installation', async () => {
    const made = hashesIn(join(data, 'runs'));
    expect(made.length).toBeGreaterThan(0);
    const before = await runs();
    apt('remove', 'lesionlab');
    for (const path of [
      installedFolder,
      commandLine,
      '/usr/share/applications/lesionlab.desktop',
      '/etc/apparmor.d/lesionlab',
    ]) {
      expect(existsSync(path), path).toBe(false);
    }
    expect(hashesIn(join(data, 'runs'))).toEqual(made);
    apt('purge', 'lesionlab');
    expect(hashesIn(join(data, 'runs'))).toEqual(made);
    apt('install', debFile);
    expect(await runs()).toEqual(before);
  });

  test('the desktop knows the kind of file, and what opens it', () => {
    // A desktop's own trigger has made the tables; here they are made for the case that there is none.
    execFileSync('update-mime-database', ['/usr/share/mime']);
    const kinds = readFileSync('/usr/share/mime/globs2', 'utf8').split('\n');
    expect(kinds).toContain('60:application/x-lesionlab:*.lesionlab');
    const entry = readFileSync('/usr/share/applications/lesionlab.desktop', 'utf8');
    expect(entry).toContain('MimeType=application/x-lesionlab;');
    const [program = ''] = /^Exec=(.*)$/m.exec(entry)?.[1]?.split(' ') ?? [];
    expect(statSync(program).isFile()).toBe(true);
    expect(existsSync('/usr/share/icons/hicolor/256x256/apps/lesionlab.png')).toBe(true);
  });

  /** Stands in for AppArmor 4's parser, which Ubuntu 24.04 has: notes its arguments and accepts the profile. */
  const parser = '/usr/sbin/apparmor_parser';
  const notes = join(work, 'parser.log');

  test.skipIf(existsSync(parser))(
    'where AppArmor knows user namespaces, the profile comes and goes with the program',
    () => {
      const profile = '/etc/apparmor.d/lesionlab';
      expect(existsSync(profile)).toBe(false);
      mkdirSync('/etc/apparmor.d', { recursive: true });
      writeFileSync(parser, `#!/bin/sh\necho "$@" >> ${notes}\n`, { mode: 0o755 });
      apt('install', '--reinstall', debFile);
      const text = readFileSync(profile, 'utf8');
      expect(text).toMatch(/^profile lesionlab \/opt\/LesionLab\/lesionlab-window flags=\(unconfined\) \{$/m);
      expect(text).toMatch(/^ {2}userns,$/m);
      expect(statSync(join(installedFolder, 'lesionlab-window')).isFile()).toBe(true);
      expect(readFileSync(notes, 'utf8')).toContain(`--replace --write-cache ${profile}`);
      apt('remove', 'lesionlab');
      expect(existsSync(profile)).toBe(false);
      expect(readFileSync(notes, 'utf8')).toContain(`--remove ${profile}`);

      // An older parser refuses what it does not know: then nothing is put in its way.
      writeFileSync(parser, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      apt('install', debFile);
      expect(existsSync(profile)).toBe(false);
      rmSync(parser);
    },
  );
});
