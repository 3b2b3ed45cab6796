import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputRequest } from '../../../electron/core/scoring/listInputs.ts';
import { listInputs } from '../../../electron/core/scoring/listInputs.ts';
import { failureOf } from '../core/support.ts';

let root: string;
const isUnix = process.platform !== 'win32';

async function make(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const whole = join(root, path);
    await mkdir(join(whole, '..'), { recursive: true });
    await writeFile(whole, path);
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-sources-'));
  await make('a/1.jpg', 'a/10.jpg', 'a/2.JPG', 'a/deep/er/3.png', 'a/notes.txt', 'a/labels.csv', 'b/4.jpg');
  await make('a/.hidden.jpg', 'a/.cache/5.jpg', 'a/.cache/6.txt', 'a/Thumbs.db', 'a/._1.jpg', 'a/__MACOSX/7.jpg');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const list = async (request: Partial<InputRequest>) => {
  const asked = { inputs: [], recursive: true, include: [], exclude: [], lists: [], root: null, ...request };
  const { photos, skipped } = await listInputs(asked, new AbortController().signal);
  const short = (path: string): string => path.replace(`${root}/`, '');
  return {
    paths: photos.map(({ path }) => short(path)),
    skipped,
    failures: Object.fromEntries(photos.flatMap(({ path, failure }) => (failure ? [[short(path), failure.code]] : []))),
  };
};
const at = (path: string): string => join(root, path);

test.runIf(isUnix)(
  'folders are listed in natural order; hidden, system and other files are skipped and counted',
  async () => {
    const { paths, skipped } = await list({ inputs: [at('a')] });
    expect(paths).toEqual(['a/1.jpg', 'a/2.JPG', 'a/10.jpg', 'a/deep/er/3.png']);
    expect(skipped).toEqual({ hidden: 3, system: 3, otherFiles: 2, excluded: 0 });
  },
);

test.runIf(isUnix)(
  'folders within are left out when asked, and globs choose; what they leave out is counted',
  async () => {
    expect((await list({ inputs: [at('a')], recursive: false })).paths).toEqual(['a/1.jpg', 'a/2.JPG', 'a/10.jpg']);
    const chosen = await list({ inputs: [at('a'), at('b')], include: ['*.jpg'], exclude: ['1*'] });
    expect(chosen.paths).toEqual(['a/2.JPG', 'b/4.jpg']);
    expect(chosen.skipped.excluded).toBe(3);
  },
);

test('photos that were all left out are not said to be missing', async () => {
  await expect(list({ inputs: [at('b')], include: ['*.png'] })).rejects.toMatchObject({
    code: 'NO_PHOTOS',
    message: `The only photo in ${at('b')} is left out by what was asked.`,
    details: { excluded: 1, remedy: 'Change what is to be included and excluded.' },
  });
});

test.runIf(isUnix)('many folders, files and lists: each photo once, in the order asked', async () => {
  await writeFile(at('list.txt'), `a/2.JPG\n\n${at('b/4.jpg')}\nnone.jpg\na/1.jpg\r\n`);
  const { paths } = await list({ inputs: [at('a/10.jpg'), at('a'), at('a/deep')], lists: [at('list.txt')] });
  expect(paths).toEqual(['a/10.jpg', 'a/1.jpg', 'a/2.JPG', 'a/deep/er/3.png', 'b/4.jpg', 'none.jpg']);
  await writeFile(at('list 2.txt'), '1.jpg');
  expect((await list({ lists: [at('list 2.txt')], root: at('a') })).paths).toEqual(['a/1.jpg']);
});

test.runIf(isUnix)('links are followed, loops end, and what is linked twice is entered once', async () => {
  await make('links/real/1.jpg');
  await symlink(at('links'), at('links/real/up'));
  await symlink(at('links/real'), at('links/again'));
  await symlink('nowhere.jpg', at('links/broken.jpg'));
  await symlink('self.jpg', at('links/self.jpg'));
  await symlink(at('a/1.jpg'), at('links/soft.jpg'));
  await link(at('a/1.jpg'), at('links/hard.jpg'));
  await symlink(at('b'), at('links/far'));
  expect((await list({ inputs: [at('links')] })).paths).toEqual(
    ['broken.jpg', 'far/4.jpg', 'hard.jpg', 'real/1.jpg', 'self.jpg', 'soft.jpg'].map((name) => `links/${name}`),
  );
});

test.runIf(isUnix)('a folder named like a photo has a row, or the photos in it have', async () => {
  await mkdir(at('named/x.jpg'), { recursive: true });
  await make('named/y.jpg/inner.png');
  const { paths, failures } = await list({ inputs: [at('named')] });
  expect(paths).toEqual(['named/x.jpg', 'named/y.jpg/inner.png']);
  expect(failures).toEqual({ 'named/x.jpg': 'NOT_A_FILE' });
});

test.runIf(process.platform === 'linux')('names that are no UTF-8 have a row each, told apart', async () => {
  await mkdir(at('odd'));
  for (const byte of ['\\344', '\\374']) {
    execFileSync('sh', ['-c', `printf x > "$1/$(printf 'gr${byte}n.jpg')"`, 'sh', at('odd')]);
  }
  execFileSync('sh', ['-c', `mkdir "$1/$(printf 'k\\344se')" && : > "$1/$(printf 'k\\344se')/1.jpg"`, 'sh', at('odd')]);
  await make('odd/\uFFFD.jpg');
  const { paths, failures } = await list({ inputs: [at('odd')] });
  expect(paths.toSorted()).toEqual(
    ['odd/gr\\xe4n.jpg', 'odd/gr\\xfcn.jpg', 'odd/k\\xe4se', 'odd/\uFFFD.jpg'].toSorted(),
  );
  expect(Object.keys(failures)).toHaveLength(3);
});

test('what is not there, or holds nothing, is said', async () => {
  await expect(list({ inputs: [at('none')] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(list({ lists: [at('none.txt')] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(list({ inputs: [at('a')], include: ['*.gif'] })).rejects.toMatchObject({ code: 'NO_PHOTOS' });
});

test('a list that is none is refused whole; one without a photo says what a list is', async () => {
  await expect(list({ lists: [at('a')] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await writeFile(at('zeros.txt'), 'a/1.jpg\0a/2.JPG\0');
  await expect(list({ lists: [at('zeros.txt')] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await writeFile(at('blank.txt'), '\uFEFF\r\n  \r\n');
  const failure = await failureOf(list({ lists: [at('blank.txt')] }));
  expect([failure.code, failure.details['remedy']]).toEqual([
    'NO_PHOTOS',
    'Write the path of one photo a line into the list.',
  ]);
});

test('lists of Windows are read: marks, line ends, UTF-16', async () => {
  const text = 'a/1.jpg\r\n\r\na/2.JPG\r\na/1.jpg\r\nb/皮肤.jpg';
  const swapped = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  for (const bytes of [Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le'), swapped]) {
    await writeFile(at('windows.txt'), bytes);
    const { paths } = await list({ lists: [at('windows.txt')] });
    expect(paths).toEqual(['a/1.jpg', 'a/2.JPG', 'b/皮肤.jpg']);
  }
});

test('a root that is not there is no list of missing photos', async () => {
  await writeFile(at('rooted.txt'), '1.jpg');
  for (const wrong of ['nowhere', 'a/1.jpg']) {
    const found = list({ lists: [at('rooted.txt')], root: at(wrong) });
    await expect(found).rejects.toMatchObject({ code: 'NOT_FOUND', details: { path: at(wrong) } });
  }
});
