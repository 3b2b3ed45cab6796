import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { saveContent } from '../../../electron/main/saveContent.ts';
import { contract } from '../../../electron/shared/contract.ts';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-save-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const svg = { format: 'svg', encoding: 'utf8', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' } as const;

test('a figure is written whole where the person chose, over an older one, and nothing else is left', async () => {
  const folder = aFolder();
  const path = join(folder, '图 1.SVG');
  writeFileSync(path, 'older');
  expect(await saveContent(path, svg)).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe(svg.content);
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 255]);
  await saveContent(join(folder, 'a.png'), { format: 'png', encoding: 'base64', content: png.toString('base64') });
  expect(readFileSync(join(folder, 'a.png'))).toEqual(png);
  expect(readdirSync(folder).sort()).toEqual(['a.png', '图 1.SVG']);
});

test('a name without its ending gets it, unless a file of that name is there already', async () => {
  const folder = aFolder();
  expect(await saveContent(join(folder, 'roc'), svg)).toBe(join(folder, 'roc.svg'));
  expect(await saveContent(join(folder, 'startup.sh'), svg)).toBe(join(folder, 'startup.sh.svg'));
  await expect(saveContent(join(folder, 'roc'), svg)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
});

test('what is no picture or table is refused before a byte is written', async () => {
  const folder = aFolder();
  for (const content of [
    { format: 'png', encoding: 'utf8', content: '#!/bin/sh' },
    { format: 'svg', encoding: 'utf8', content: '<html>' },
    { format: 'csv', encoding: 'base64', content: Buffer.from([77, 90, 0, 1]).toString('base64') },
    { format: 'csv', encoding: 'utf8', content: '' },
  ] as const) {
    await expect(saveContent(join(folder, `a.${content.format}`), content)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  }
  expect(readdirSync(folder)).toEqual([]);
  const { input } = contract['shell.saveContent'];
  const request = { title: 'a', defaultName: 'a.svg', ...svg };
  expect(input.safeParse(request).success).toBe(true);
  expect(input.safeParse({ ...request, format: 'exe' }).success).toBe(false);
  expect(input.safeParse({ ...request, content: 'x'.repeat(32 * 1024 * 1024 + 1) }).success).toBe(false);
});

test('a folder that is gone is a failure that leaves nothing behind', async () => {
  const folder = aFolder();
  await expect(saveContent(join(folder, 'gone', 'a.svg'), svg)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(folder)).toEqual([]);
});
