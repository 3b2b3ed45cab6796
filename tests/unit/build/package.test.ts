import { expect, test } from 'vitest';
import { z } from 'zod';
import { runModule } from '../setup/inline.ts';

/** Runs a module of the packaging and gives what it printed as JSON. */
async function valueOf(text: string): Promise<unknown> {
  const { code, stdout, stderr } = await runModule(text);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const Settings = z.object({
  version: z.string(),
  depends: z.array(z.string()),
  contents: z.array(z.object({ dst: z.string() })),
  deb: z.looseObject({}),
});
const Pair = z.tuple([Settings, Settings]);

const judge = (official: boolean, release: boolean) =>
  runModule(`import { judgeElectron } from 'build/package/electronInUse.mjs';
    import { fail } from 'build/lib/words.mjs';
    try { judgeElectron({ version: '33.2.1', wanted: '45.4.1', official: ${official} }, ${release}); } catch (error) { fail(error); }`);

test('a package to try out says that its Electron is a substitute; a release refuses it and says what to do', async () => {
  const tried = await judge(false, false);
  expect(tried.code).toBe(0);
  expect(tried.stderr).toMatch(/NOTE: packing Electron 33\.2\.1.*not for a release/);
  const refused = await judge(false, true);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('a release is made with Electron 45.4.1 from its makers; here is 33.2.1');
  expect(refused.stderr).toContain('What to do:');
  expect((await judge(true, true)).code).toBe(0);
});

test('the newest version of the C library that anything asks for is found; what a library itself offers does not count', async () => {
  const listing = [
    '0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.4)  __stack_chk_fail',
    '0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.28) fcntl64',
    '0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.2.5) free',
    '0000000000000000      DF *UND*\t0000000000000000 (GLIBCXX_3.4.29) _ZNSt',
    '00000000000012a0 g    DF .text\t0000000000000010  GLIBC_2.99  offered',
  ].join('\n');
  const found = await valueOf(`import { newestOf } from 'build/package/elf.mjs';
    const listing = ${JSON.stringify(listing)};
    console.log(JSON.stringify(['GLIBC', 'GLIBCXX', 'CXXABI'].map((prefix) => newestOf(prefix, listing))));`);
  expect(found).toEqual(['2.28', '3.4.29', null]);
});

test('the .deb is described by version, libraries and contents, and is signed only where there is a key', async () => {
  const settings = (key: string) =>
    `debSettings({ folder: '/unpacked', version: '1.2.3', libraries: ['libc6 (>= 2.28)'], compression: 'zstd:7', signingKey: ${key} })`;
  const [plain, signed] = Pair.parse(
    await valueOf(`import { debSettings } from 'build/package/deb.mjs';
    console.log(JSON.stringify([${settings('undefined')}, ${settings("'/key.asc'")}]));`),
  );
  expect(plain.version).toBe('1.2.3');
  expect(plain.depends[0]).toBe('libc6 (>= 2.28)');
  expect(plain.depends.join()).not.toMatch(/appindicator|gconf/);
  expect(plain.contents.map(({ dst }) => dst)).toContain('/usr/bin/lesionlab');
  expect(plain.deb).toEqual({ compression: 'zstd:7' });
  expect(signed.deb).toMatchObject({ signature: { key_file: '/key.asc' } });
});

test('installers of the three systems are configured, and notarised only where there is a key', async () => {
  const settings = (platform: string, env: string) =>
    `builderSettings({ platform: '${platform}', electronVersion: '45.4.1', env: ${env} })`;
  const found = await valueOf(`import { builderSettings } from 'build/package/electronBuilder.mjs';
    const mac = ${settings('darwin', "{ APPLE_API_KEY: 'k' }")};
    const plain = ${settings('darwin', '{}')};
    const windows = ${settings('win32', '{}')};
    console.log(JSON.stringify([mac.mac.target, mac.mac.notarize, plain.mac.notarize, windows.win.target, windows.nsis.deleteAppDataOnUninstall,
      mac.electronLanguages, mac.extraFiles[0].to, windows.extraFiles[0].to]));`);
  expect(found).toEqual([['dmg'], true, false, ['nsis'], false, ['en-US', 'zh-CN'], 'Resources/bin', 'bin']);
});
