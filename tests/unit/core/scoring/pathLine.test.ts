import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPathLine } from '../../../../electron/core/scoring/sources/pathLine.ts';
import { readList } from '../../../../electron/core/scoring/sources/readList.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-list-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const read = (line: string | Buffer) => readPathLine(Buffer.from(line), (path) => join(dir, path));

test('a line is the path as it is, or a JSON string', () => {
  expect(read(' a b.jpg ')).toEqual({ path: ' a b.jpg ', fault: null });
  expect(read('"a\\nb.jpg"')).toEqual({ path: 'a\nb.jpg', fault: null });
  expect(read('"quoted".jpg').path).toBe('"quoted".jpg');
  expect(read('a.jpg\r').path).toBe('a.jpg');
});

test.runIf(process.platform !== 'win32')('a name that ends in a carriage return stays', async () => {
  await writeFile(join(dir, 'odd.jpg\r'), '');
  expect(read('odd.jpg\r').path).toBe('odd.jpg\r');
});

test('what names no file says why, in text that is valid everywhere', () => {
  expect(read('').fault).toBe('the line is empty');
  expect(read('"a\\u0000b"').fault).toContain('zero byte');
  const odd = read(Buffer.from([0x61, 0xe4, 0x62, 0xc3, 0xa9, 0xff]));
  expect(odd.path).toBe('a\\xe4bé\\xff');
  expect(odd.fault).toContain('not UTF-8');
});

test('a list may have a byte order mark, blank lines and line ends of Windows, and its own folder as root', async () => {
  const list = join(dir, 'list.txt');
  await writeFile(list, `\uFEFFa.jpg\r\n\r\n  \n皮肤/b.jpg\n${join(dir, 'c.jpg')}\n"d\\te.jpg"`);
  const names = ['a.jpg', '皮肤/b.jpg'];
  expect((await readList(list, null)).map(({ path }) => path)).toEqual(
    [...names, 'c.jpg', 'd\te.jpg'].map((name) => join(dir, name)),
  );
  expect((await readList(list, '/elsewhere')).map(({ path }) => path)).toEqual([
    ...names.map((name) => join('/elsewhere', name)),
    join(dir, 'c.jpg'),
    '/elsewhere/d\te.jpg',
  ]);
  await expect(readList(join(dir, 'none'), null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
