import { expect, it } from 'vitest';
import { decideMapping } from '../../../electron/cli/classMapping.ts';
import { parseInteger, parseMapping, parseProbability, parseRatios, parseShare } from '../../../electron/cli/parse.ts';
import { AppError } from '../../../electron/shared/errors.ts';

it('reads a mapping, and keeps commas and equals signs that belong to a class name', () => {
  expect(parseMapping('nevus=benign, melanoma=Malignant,x=exclude')).toEqual({
    nevus: 'benign',
    melanoma: 'malignant',
    x: 'exclude',
  });
  expect(parseMapping('a,b=benign,c=d=malignant')).toEqual({ 'a,b': 'benign', 'c=d': 'malignant' });
  expect(parseMapping('b=malignant', { a: 'benign' })).toEqual({ a: 'benign', b: 'malignant' });
  expect(parseMapping('黑色素瘤=malignant')).toEqual({ 黑色素瘤: 'malignant' });
});

it.each(['nevus', 'nevus=good', '=benign', 'a=benign,b'])('refuses the mapping "%s"', (text) => {
  expect(() => parseMapping(text)).toThrow();
});

it('reads ratios that sum to 1 and no others', () => {
  expect(parseRatios('0.7,0.15,0.15')).toEqual({ train: 0.7, valid: 0.15, test: 0.15 });
  expect(parseRatios('.8,.2')).toEqual({ train: 0.8, valid: 0.2, test: 0 });
  for (const wrong of ['0.7,0.2,0.2', '1', '-1,1,1', 'a,b,c', '.25,.25,.25,.25', '']) {
    expect(() => parseRatios(wrong), wrong).toThrow();
  }
});

it('takes 0 and 1 as thresholds, for they mean what they say, and no share of nothing', () => {
  expect(parseProbability('0')).toBe(0);
  expect(parseProbability('1')).toBe(1);
  expect(parseShare('0.9')).toBe(0.9);
  for (const wrong of ['-0.1', '1.1', 'half', '', 'NaN']) expect(() => parseProbability(wrong), wrong).toThrow();
  expect(() => parseShare('0')).toThrow();
  expect(() => parseInteger(1, 5)('2.5')).toThrow();
});

const proposal = (name: string, known: 'benign' | 'malignant' | 'ask') => ({ name, count: 1, proposal: known });

it('takes --map before known terms, says which were taken, and asks for the rest', () => {
  const classes = [proposal('nevus', 'benign'), proposal('akiec', 'ask')];
  expect(decideMapping(classes, { akiec: 'malignant', unused: 'benign' })).toEqual({
    mapping: { nevus: 'benign', akiec: 'malignant' },
    proposed: ['nevus'],
  });
  expect(() => decideMapping(classes, {})).toThrow(AppError);
  try {
    decideMapping(classes, {});
  } catch (error) {
    expect(error).toMatchObject({ code: 'UNMAPPED_CLASS', details: { classes: ['akiec'] } });
  }
});

it('meets a class name in another Unicode form', () => {
  const decomposed = 'Nävus'.normalize('NFD');
  expect(decideMapping([proposal('Nävus', 'ask')], { [decomposed]: 'benign' }).mapping).toEqual({ Nävus: 'benign' });
});
