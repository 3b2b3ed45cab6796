import { expect, test } from 'vitest';
import { photoFilter } from '../../../../electron/core/scoring/sources/globs.ts';

const taken = (paths: string[], globs: { include?: string[]; exclude?: string[] }): string[] =>
  paths.filter(photoFilter({ include: [], exclude: [], ...globs }));

const paths = ['a.jpg', 'b.PNG', '2024/c.jpg', '2024/thumbs/d.jpg', 'x/2024/e.jpg', 'x/Thumbs/f.png', '皮肤/g[1].jpg'];

test('no glob takes all', () => expect(taken(paths, {})).toEqual(paths));

test.each([
  [['*.png'], ['b.PNG', 'x/Thumbs/f.png']],
  [['2024/**'], ['2024/c.jpg', '2024/thumbs/d.jpg']],
  [
    ['2024', '皮肤'],
    ['2024/c.jpg', '2024/thumbs/d.jpg', 'x/2024/e.jpg', '皮肤/g[1].jpg'],
  ],
  [['2024/*.jpg'], ['2024/c.jpg']],
  [['**/2024/*.jpg'], ['2024/c.jpg', 'x/2024/e.jpg']],
  [['./x/'], ['x/2024/e.jpg', 'x/Thumbs/f.png']],
  [['[a-c].{jpg,png}'], ['a.jpg', 'b.PNG', '2024/c.jpg']],
  [['g\\[1\\].jpg'], ['皮肤/g[1].jpg']],
  [['none'], []],
])('%j takes %j', (include, expected) => expect(taken(paths, { include })).toEqual(expected));

test('an exclusion stands over an inclusion, and a folder for all in it', () => {
  expect(taken(paths, { exclude: ['thumbs'] })).not.toContain('x/Thumbs/f.png');
  expect(taken(paths, { include: ['2024/**'], exclude: ['thumbs'] })).toEqual(['2024/c.jpg']);
});
