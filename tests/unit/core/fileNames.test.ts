import { expect, test } from 'vitest';
import { isJunkFile, isJunkFolder, isPhotoName } from '../../../electron/core/datasets/fileNames.ts';

test.each(['.DS_Store', '._a.JPG', 'Thumbs.db', 'thumbs.db', 'desktop.ini', 'ehthumbs.db', '.hidden.jpg', 'Icon\r'])(
  '%j is junk',
  (name) => expect(isJunkFile(name)).toBe(true),
);

test.each(['__MACOSX', '@eaDir', '.git', '$RECYCLE.BIN'])('a folder %j is junk', (name) =>
  expect(isJunkFolder(name)).toBe(true),
);

test.each([
  '..ok.jpg',
  'a.JPG',
  'a.JpEg',
  '黑色素瘤.png',
  'a,b "c".jpg',
  'a\nb.jpg',
  'x.tar.jpg',
  'a.heic',
  'a.dcm',
  'a.webp',
])('%j is a photo by its name', (name) => {
  expect(isJunkFile(name)).toBe(false);
  expect(isPhotoName(name)).toBe(true);
});

test.each(['labels.csv', 'readme', 'a.jpg.txt', 'jpg', 'a.svg', 'a.mp4'])('%j is no photo by its name', (name) =>
  expect(isPhotoName(name)).toBe(false),
);
