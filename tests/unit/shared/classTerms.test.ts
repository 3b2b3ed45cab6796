import { describe, expect, test } from 'vitest';
import { proposeClass, splitOfName } from '../../../electron/shared/classTerms.ts';

describe('a proposal for a class name', () => {
  test('knows the seven codes of HAM10000 and asks about akiec (case O11)', () => {
    expect(
      Object.fromEntries(['akiec', 'bcc', 'bkl', 'df', 'mel', 'nv', 'vasc'].map((dx) => [dx, proposeClass(dx)])),
    ).toEqual({
      akiec: 'ask',
      bcc: 'malignant',
      bkl: 'benign',
      df: 'benign',
      mel: 'malignant',
      nv: 'benign',
      vasc: 'benign',
    });
  });

  test.each([
    'benign',
    'Benign',
    'nevus',
    'NAEVUS',
    'naevi',
    'nævus',
    'nv',
    'mole',
    'moles',
    'seborrheic_keratosis',
    'Seborrheic-Keratosis',
    'seborrheic keratosis ',
    'SeborrheicKeratosis',
    'seborrhoeic keratoses',
    'benign keratosis-like lesions',
    'Benign keratosis-like lesions (BKL)',
    'dermatofibroma',
    'Vascular lesions',
    'ｎｅｖｕｓ',
    '良性',
    '黑痣',
    '色素痣',
    '脂溢性角化病',
    '皮膚纖維瘤',
    '血管瘤',
  ])('%s is benign', (name) => {
    expect(proposeClass(name)).toBe('benign');
  });

  test.each([
    'malignant',
    ' MALIGNANT ',
    'melanoma',
    'Melanomas',
    'mel',
    'MEL',
    'malignant_melanoma',
    'Basal cell carcinoma (BCC)',
    '基底细胞癌（BCC）',
    'scc',
    'squamous-cell carcinoma',
    'lentigo maligna',
    '恶性',
    '惡性',
    '黑色素瘤',
    '恶性黑色素瘤',
    '黑素瘤',
    '鳞状细胞癌',
    '鱗狀細胞癌',
  ])('%s is malignant', (name) => {
    expect(proposeClass(name)).toBe('malignant');
  });

  test.each([
    '0',
    '1',
    '',
    'unknown',
    'other',
    'not melanoma',
    'non-melanoma',
    'melanoma vs nevus',
    'benign/malignant',
    'indeterminate',
    'indeterminate/malignant',
    'suspected melanoma',
    'actinic keratosis',
    'AK',
    'bowen disease',
    'dysplastic nevus',
    'spitz nevus',
    'positive',
    'class1',
    'nevus (melanoma)',
    '光化性角化病',
    '交界性',
    '非黑色素瘤',
    '未知',
  ])('%s is asked about, not guessed', (name) => {
    expect(proposeClass(name)).toBe('ask');
  });

  test('does not depend on the Unicode form', () => {
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
      expect(proposeClass('nævus mélanocytique'.normalize(form))).toBe('ask');
      expect(proposeClass('Melanóma'.normalize(form))).toBe('malignant');
    }
  });
});

test.each([
  ['train', 'train'],
  ['Training', 'train'],
  ['TRAIN_SET', 'train'],
  ['训练集', 'train'],
  ['valid', 'valid'],
  ['val', 'valid'],
  ['Validation', 'valid'],
  ['驗證集', 'valid'],
  ['test', 'test'],
  ['testing', 'test'],
  ['测试集', 'test'],
  ['nevus', null],
  ['tests2', null],
  ['', null],
])('the split of %s is %s', (name, split) => {
  expect(splitOfName(name)).toBe(split);
});
