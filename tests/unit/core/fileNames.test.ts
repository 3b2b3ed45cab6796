import { expect, test } from 'vitest';
import { isPhotoName, junkKindOfFile, junkKindOfFolder } from '../../../electron/core/datasets/fileNames.ts';

test.each(['.DS_Store', '._a.JPG', 'Thumbs.db', 'thumbs.db', 'desktop.ini', 'ehthumbs.db', 'Icon\r'])(
  "%j is the system's",
  (name) => expect(junkKindOfFile(name)).toBe('system'),
);

test('other files with a dot in front are hidden', () => expect(junkKindOfFile('.hidden.jpg')).toBe('hidden'));

test.each(['__MACOSX', '@eaDir', '$RECYCLE.BIN', '.Trash-1000', '.fseventsd', 'System Volume Information'])(
  "a folder %j is the system's",
  (name) => expect(junkKindOfFolder(name)).toBe('system'),
);

test('a folder with a dot in front is hidden', () => expect(junkKindOfFolder('.git')).toBe('hidden'));

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
  expect(junkKindOfFile(name)).toBeNull();
  expect(isPhotoName(name)).toBe(true);
});

test.each(['labels.csv', 'readme', 'a.jpg.txt', 'jpg', 'a.svg', 'a.mp4'])('%j is no photo by its name', (name) =>
  expect(isPhotoName(name)).toBe(false),
);
