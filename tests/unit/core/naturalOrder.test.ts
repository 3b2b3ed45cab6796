import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naturalOrder } from '../../../electron/core/datasets/naturalOrder.ts';

const ordered = (texts: string[]): string[] => naturalOrder(texts, (text) => text);

test('numbers count by their value', () => {
  expect(ordered(['a10.jpg', 'a9.jpg', 'a100.jpg', 'a1.jpg'])).toEqual(['a1.jpg', 'a9.jpg', 'a10.jpg', 'a100.jpg']);
  expect(ordered(['x2y10', 'x10y1', 'x2y9'])).toEqual(['x2y9', 'x2y10', 'x10y1']);
  const long = `a${'9'.repeat(40)}`;
  expect(ordered([`${long}0`, long])).toEqual([long, `${long}0`]);
});

test('a folder comes with all that is in it', () => {
  expect(ordered(['a-b/1.jpg', 'a/2.jpg', 'a/1.jpg', 'a b/1.jpg'])).toEqual([
    'a/1.jpg',
    'a/2.jpg',
    'a b/1.jpg',
    'a-b/1.jpg',
  ]);
});

test('Unicode form does not matter, except between equals', () => {
  const composed = 'é1.jpg';
  const decomposed = 'é2.jpg'.normalize('NFD');
  expect(ordered([decomposed, composed])).toEqual([composed, decomposed]);
});

test('the order of the input does not matter', () => {
  const name = fc.stringMatching(/^[a-zé0-9./ ]{0,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
      expect(ordered([...names].reverse())).toEqual(ordered(names));
      expect(ordered(ordered(names))).toEqual(ordered(names));
    }),
  );
});
