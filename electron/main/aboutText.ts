import type { Output } from '../shared/contract.ts';
import { NOTICE } from '../shared/notice.ts';
import type { Words } from './words.ts';

type Info = Output<'app.info'>;
type Backbones = Output<'backbone.list'>['backbones'];

/** What the program consists of, line by line; what the core could not say is left out. */
export function aboutText(words: Words, info: Info | null, backbones: Backbones): { message: string; detail: string } {
  const versions =
    info === null
      ? [`Electron ${process.versions.electron ?? ''}`, words.coreSilent]
      : [
          `Electron ${info.electron ?? ''}`,
          `Node ${info.node}`,
          `TensorFlow ${info.tensorflow ?? words.notLoaded}`,
          `${words.platform} ${info.platform}`,
        ];
  const weights = backbones.map(({ name, license, source }) => `${name}: ${source} (${license})`);
  return {
    message: info === null ? 'LesionLab' : `LesionLab ${info.version}`,
    detail: [NOTICE, '', ...versions, ...(weights.length === 0 ? [] : ['', words.weights, ...weights])].join('\n'),
  };
}
