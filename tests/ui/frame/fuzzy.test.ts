import { expect, test } from 'vitest';
import { fuzzyMatch } from '../../../renderer/src/features/commands/fuzzy.ts';

const best = (query: string, titles: string[]): string[] =>
  titles
    .map((title) => ({ title, match: fuzzyMatch(query, title) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map(({ title }) => title);

test('beginnings of words and runs of letters come first', () => {
  expect(best('rec', ['Direct copy', 'Recommended on ISIC', 'Predict'])[0]).toBe('Recommended on ISIC');
  expect(best('imp ph', ['Simple photos', 'Import photos'])[0]).toBe('Import photos');
});

test('a missing letter is no match, case and spaces do not matter', () => {
  expect(fuzzyMatch('xyz', 'Import')).toBeNull();
  expect(fuzzyMatch('IMP', 'import')?.at).toEqual([0, 1, 2]);
  expect(fuzzyMatch('  ', 'anything')).toEqual({ score: 0, at: [] });
});

test('Chinese titles are found by their characters', () => {
  expect(fuzzyMatch('导照', '导入照片')?.at).toEqual([0, 2]);
});
