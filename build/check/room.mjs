import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root } from '../lib/paths.mjs';
import { say } from '../lib/words.mjs';

/**
 * Runs `work` with the first words of a command that puts what follows into a room: a copy of this system (files, processes, network) in which packages can be
 * installed and users made, without a network, and of which nothing is left. Only root on Linux can have one; others get no such words, and
 * tests that install something are skipped.
 */
export async function inRoom(work) {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    say('not root on Linux: what installs the package is skipped, the unpacked folder is tested as the present user');
    return work([]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-room-'));
  try {
    const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child'];
    return await work(['unshare', ...namespaces, 'sh', inRoot('build', 'check', 'room.sh'), folder, root]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
