import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileWithin, parseMediaAddress } from '../../../electron/main/addresses.ts';
import { optionOf } from '../../../electron/main/arguments.ts';
import { isOurPage } from '../../../electron/main/origin.ts';

describe('app:// addresses', () => {
  const folder = resolve('bundle');

  test('name files of the bundle only', () => {
    expect(fileWithin(folder, '/')).toBe(join(folder, 'index.html'));
    expect(fileWithin(folder, '/assets/a%20b.js')).toBe(join(folder, 'assets', 'a b.js'));
    for (const path of ['/../secret', '/%2e%2e/secret', '/a/..%2f..%2fsecret', '/..%5csecret', '/%00', '/%', '/.']) {
      expect(fileWithin(folder, path), path).toBeNull();
    }
  });

  test('name photos by kind and id, the host in any case', () => {
    const id = '0b5f0c2e-8a7e-4f0e-9d0a-0f5a3b1c2d3e';
    const parse = (text: string) => parseMediaAddress(new URL(text));
    expect(parse(`app://photo/${id}?size=256`)).toEqual({ kind: 'photo', id, sizePx: 256 });
    expect(parse(`app://evaluationRow/${id}?size=64`)).toMatchObject({ kind: 'evaluationRow' });
    expect(parse(`app://batchrow/${id}`)).toMatchObject({ kind: 'batchRow', sizePx: 256 });
    expect(parse(`app://photo/${id}?size=9999`)).toBeNull();
    expect(parse(`app://photo/${id}?size=abc`)).toBeNull();
    expect(parse('app://photo/')).toBeNull();
    expect(parse(`app://elsewhere/${id}`)).toBeNull();
  });

  test('of our page are told from look-alikes', () => {
    expect(isOurPage('app://bundle/index.html#/data')).toBe(true);
    for (const url of [
      'app://bundle.evil/',
      'app://photo/x',
      'http://bundle/',
      'app://x@bundle/',
      'data:text/html,app://bundle/',
      '',
    ]) {
      expect(isOurPage(url), url).toBe(false);
    }
  });
});

test('an option is read in both spellings', () => {
  expect(optionOf(['.', '--data-dir', '/a b'], '--data-dir')).toBe('/a b');
  expect(optionOf(['--data-dir=/a=b', '.'], '--data-dir')).toBe('/a=b');
  expect(optionOf(['--data-dir'], '--data-dir')).toBeNull();
  expect(optionOf(['--data-directory=/a'], '--data-dir')).toBeNull();
});
