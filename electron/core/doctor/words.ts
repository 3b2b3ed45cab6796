import { fill } from '../../shared/figures/figureWords.ts';
import type { DoctorCheck, DoctorCode } from '../../shared/schemas/doctor.ts';

type Words = [status: DoctorCheck['status'], name: string, value: string, remedy?: string];

const SETUP = 'Run `npm run setup` in the checkout, or install LesionLab again.';

/** In English, for the command line; `{name}` is a value of the check. The window's words are its own (i18n/doctor.ts). */
const words: Readonly<Record<DoctorCode, Words>> = {
  program: ['ok', 'LesionLab', '{version} on {platform}'],
  node: ['ok', 'Node', '{version}'],
  nodeOld: ['failed', 'Node', '{version}', `Node 24 is needed. ${SETUP}`],
  sqlite: ['ok', 'SQLite', '{version}'],
  sharp: ['ok', 'sharp', '{version} (libvips {vips})'],
  sharpBroken: ['failed', 'sharp', '{reason}', `Photos cannot be read. ${SETUP}`],
  tensorflow: ['ok', 'TensorFlow', '{version}, oneDNN on, {threads} threads'],
  tensorflowSlow: [
    'warning',
    'TensorFlow',
    '{version}, oneDNN off, {threads} threads',
    'It works, but slower: unset TF_ENABLE_ONEDNN_OPTS.',
  ],
  tensorflowMissing: ['failed', 'TensorFlow', 'not loaded', SETUP],
  tensorflowBroken: ['failed', 'TensorFlow', '{reason}', `Nothing can be trained or scored. ${SETUP}`],
  backbone: ['ok', 'backbone {id}', '{name}, {source}, checked by SHA-256'],
  backboneDamaged: ['failed', 'backbone {id}', '{reason}', SETUP],
  backboneAltered: ['failed', 'backbone {id}', 'its graph is not the one that was installed', SETUP],
  backboneMissing: ['failed', 'backbone {id}', 'not installed', SETUP],
  electron: ['ok', 'Electron', '{version}'],
  electronNone: ['ok', 'Electron', 'none here: the command line does without'],
  electronOther: [
    'warning',
    'Electron',
    "{version}, from another program's npm package",
    'Good for trying out. Where the releases of Electron can be reached, set-up takes the one that LesionLab is made for.',
  ],
  display: ['ok', 'display', '{display}'],
  displayDesktop: ['ok', 'display', 'the desktop'],
  displayNone: [
    'warning',
    'display',
    'none',
    'Only the window needs one: start it on a desktop, or under `xvfb-run -a`.',
  ],
  memory: ['ok', 'memory', '{gib} GiB'],
  memoryLow: ['warning', 'memory', '{gib} GiB', '4 GiB or more are recommended.'],
  folder: ['ok', 'data folder', '{path}, {gib} GiB free'],
  folderLow: [
    'warning',
    'data folder',
    '{path}, {gib} GiB free',
    'Large data sets need more space for their features.',
  ],
  folderFull: [
    'failed',
    'data folder',
    '{path}, {gib} GiB free',
    'Free some space, or use another folder with --data-dir.',
  ],
  folderBroken: ['failed', 'data folder', '{path}: {reason}', 'Use a folder that may be written, with --data-dir.'],
};

export function check(code: DoctorCode, values: Readonly<Record<string, string>> = {}): DoctorCheck {
  const [status, name, value, remedy = ''] = words[code];
  return { code, values, status, name: fill(name, values), value: fill(value, values), remedy };
}
