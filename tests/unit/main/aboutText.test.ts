import { expect, test } from 'vitest';
import { aboutText } from '../../../electron/main/aboutText.ts';
import { wordsOf } from '../../../electron/main/words.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';

const info = {
  version: '1.2.3',
  dataDir: '/data',
  platform: 'linux x64',
  electron: '45.4.1',
  node: '24.21.0',
  tensorflow: '2.15.1',
};
const backbone = {
  id: 'inceptionV3',
  name: 'InceptionV3',
  imageSizePx: 299,
  featureCount: 2048,
  parameterCount: 21_802_784,
  license: 'MIT',
  source: 'npm nsfwjs 4.4.0',
  caveat: '',
  graphSha256: '0'.repeat(64),
};

test('the About box names the program, what it runs on and the weights with their licence', () => {
  const { message, detail } = aboutText(wordsOf('en'), info, [backbone]);
  expect(message).toBe('LesionLab 1.2.3');
  for (const words of [NOTICE, 'Electron 45.4.1', 'TensorFlow 2.15.1', 'InceptionV3: npm nsfwjs 4.4.0 (MIT)'])
    expect(detail.split('\n')).toContain(words);
});

test('it says so where the core does not answer, and claims nothing then', () => {
  const { message, detail } = aboutText(wordsOf('zh-CN'), null, []);
  expect(message).toBe('LesionLab');
  expect(detail).toContain(NOTICE);
  expect(detail).toContain('核心进程目前没有应答');
  expect(detail).not.toContain('TensorFlow');
});
