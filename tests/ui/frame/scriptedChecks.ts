import { check } from '../../../electron/core/doctor/words.ts';
import type { Output } from '../../../electron/shared/contract.ts';

/** What the doctor finds on the scripted computer: most is well, a network is missing and the disk is nearly full. */
export const checksOf = (): Output<'app.doctor'>['checks'] => [
  check('node', { version: 'v24.21.0' }),
  check('tensorflow', { version: '2.15.1', threads: '4' }),
  check('backbone', { id: 'efficientNetLite0', name: 'EfficientNet-Lite0', source: '18.8 MB' }),
  check('backboneMissing', { id: 'inceptionV3' }),
  check('folderLow', { path: '/home/ada/.local/share/lesionlab', gib: '2.1' }),
];
