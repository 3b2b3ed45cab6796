import { expect, test } from 'vitest';
import { fileName } from '../../../renderer/src/fileName.ts';

test.each([
  ['/photos/a.jpg', 'a.jpg'],
  ['C:\\photos\\a.jpg', 'a.jpg'],
  ['C:/photos/a.jpg', 'a.jpg'],
  ['\\\\server\\share\\a.jpg', 'a.jpg'],
  // how a name that is not UTF-8 is shown; and a backslash that is part of a name
  ['/photos/latin\\xe9.jpg', 'latin\\xe9.jpg'],
  ['/photos/', 'photos'],
  ['a.jpg', 'a.jpg'],
  ['/', '/'],
])('%s is named %s', (path, name) => {
  expect(fileName(path)).toBe(name);
});
