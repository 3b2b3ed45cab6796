import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { nodeFile, rootFolder } from '../e2e/support/places.ts';
import { installedProgram } from './support/install.ts';
import { ordinaryUser, runAs } from './support/user.ts';
import { openWindow } from './support/window.ts';

const user = ordinaryUser();
const program = installedProgram();
const executable = join(program.folder, 'lesionlab-window');

test('the fuses of the shipped executable are as they must be', () => {
  const script = `import { readFuses } from ${JSON.stringify(join(rootFolder, 'build', 'package', 'fuses.mjs'))};
    console.log(JSON.stringify(await readFuses(process.argv[1])));`;
  const output = execFileSync(nodeFile, ['--input-type=module', '-e', script, executable], { encoding: 'utf8' });
  expect(z.record(z.string(), z.boolean()).parse(JSON.parse(output))).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('no variable makes it a Node, loads a script into it or opens it to a debugger', async () => {
  const marker = 'SCRIPT-RAN';
  const asNode = await runAs(
    user,
    ['timeout', '20', executable, '-e', `console.log('${marker}')`, '--data-dir', join(user.home, 'hardening')],
    {
      env: { ELECTRON_RUN_AS_NODE: '1' },
    },
  );
  // Without a display the window cannot open; a Node would have run the script and ended with 0.
  expect(asNode.stdout).not.toContain(marker);
  expect(asNode.code).not.toBe(0);

  const window = await openWindow(program, user, ['--inspect=0', '--data-dir', join(user.home, 'hardening')]);
  expect(window.log()).not.toContain('Debugger listening');
  expect(await window.close()).toBe(0);
});
