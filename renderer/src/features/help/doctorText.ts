import type { DoctorCheck, DoctorCode } from '../../../../electron/shared/schemas/doctor.ts';
import { fill, i18n, type MessageKey } from '../../i18n/index.svelte.ts';
import { messages } from '../../i18n/messages.ts';

interface Words {
  /** What was checked: a key, or a name that is one in every language. */
  name: { key: MessageKey } | { proper: string };
  found: MessageKey;
  remedy?: MessageKey;
}

const lesionLab = { proper: 'LesionLab' };
const node = { proper: 'Node' };
const sharp = { proper: 'sharp' };
const tensorFlow = { proper: 'TensorFlow' };
const electron = { proper: 'Electron' };
const network = { key: 'doctor.network' } as const;
const display = { key: 'doctor.display' } as const;
const memory = { key: 'doctor.memory' } as const;
const folder = { key: 'doctor.folder' } as const;

const words: Readonly<Record<DoctorCode, Words>> = {
  program: { name: lesionLab, found: 'doctor.found.program' },
  node: { name: node, found: 'doctor.found.version' },
  nodeOld: { name: node, found: 'doctor.found.version', remedy: 'doctor.remedy.nodeOld' },
  sqlite: { name: { proper: 'SQLite' }, found: 'doctor.found.version' },
  sharp: { name: sharp, found: 'doctor.found.sharp' },
  sharpBroken: { name: sharp, found: 'doctor.found.reason', remedy: 'doctor.remedy.sharpBroken' },
  tensorflow: { name: tensorFlow, found: 'doctor.found.tensorflow' },
  tensorflowSlow: {
    name: tensorFlow,
    found: 'doctor.found.tensorflowSlow',
    remedy: 'doctor.remedy.tensorflowSlow',
  },
  tensorflowMissing: { name: tensorFlow, found: 'doctor.found.tensorflowMissing', remedy: 'doctor.remedy.setup' },
  tensorflowBroken: { name: tensorFlow, found: 'doctor.found.reason', remedy: 'doctor.remedy.tensorflowBroken' },
  backbone: { name: network, found: 'doctor.found.backbone' },
  backboneDamaged: { name: network, found: 'doctor.found.reason', remedy: 'doctor.remedy.setup' },
  backboneAltered: { name: network, found: 'doctor.found.backboneAltered', remedy: 'doctor.remedy.setup' },
  backboneMissing: { name: network, found: 'doctor.found.backboneMissing', remedy: 'doctor.remedy.setup' },
  electron: { name: electron, found: 'doctor.found.version' },
  electronNone: { name: electron, found: 'doctor.found.electronNone' },
  electronOther: { name: electron, found: 'doctor.found.electronOther', remedy: 'doctor.remedy.electronOther' },
  display: { name: display, found: 'doctor.found.display' },
  displayDesktop: { name: display, found: 'doctor.found.displayDesktop' },
  displayNone: { name: display, found: 'doctor.found.displayNone', remedy: 'doctor.remedy.displayNone' },
  memory: { name: memory, found: 'doctor.found.memory' },
  memoryLow: { name: memory, found: 'doctor.found.memory', remedy: 'doctor.remedy.memoryLow' },
  folder: { name: folder, found: 'doctor.found.folder' },
  folderLow: { name: folder, found: 'doctor.found.folder', remedy: 'doctor.remedy.folderLow' },
  folderFull: { name: folder, found: 'doctor.found.folder', remedy: 'doctor.remedy.folderFull' },
  folderBroken: { name: folder, found: 'doctor.found.folderBroken', remedy: 'doctor.remedy.folderBroken' },
};

/** What a check says in the present language; null: nothing is to be done. */
export function doctorText({ code, values }: DoctorCheck): { name: string; found: string; remedy: string | null } {
  const { name, found, remedy } = words[code];
  const say = (key: MessageKey): string =>
    fill(i18n.language === 'en' ? messages[key].en : messages[key].zh, values, i18n.language);
  return {
    name: 'proper' in name ? name.proper : say(name.key),
    found: say(found),
    remedy: remedy === undefined ? null : say(remedy),
  };
}
