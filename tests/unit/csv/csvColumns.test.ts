import { describe, expect, test } from 'vitest';
import { applyRoles, columnIndex, describeColumns, guessRoles } from '../../../electron/core/datasets/csvColumns.ts';
import { readCsv, type CsvTable } from '../../../electron/core/datasets/importCsv.ts';
import { badCsv } from './badCsv.ts';

const table = (text: string): CsvTable => readCsv(new TextEncoder().encode(text));

describe('the guess of roles', () => {
  test.each([
    [
      'ISIC 2017 as it lies on disk',
      'image_id,split,melanoma,seborrheic_keratosis,class,age_approximate,sex,sha256,path\nISIC_1,train,0,0,nevus,55,female,ab,train/nevus/ISIC_1.jpg\n',
      { image: 'path', class: 'class', split: 'split', group: null },
    ],
    [
      'HAM10000',
      'lesion_id,image_id,dx,dx_type,age,sex,localization\nH1,ISIC_1,bkl,histo,80,male,scalp\n',
      { image: 'image_id', class: 'dx', split: null, group: 'lesion_id' },
    ],
    [
      'ISIC 2020, where the diagnosis is mostly unknown',
      'image_name,patient_id,sex,diagnosis,benign_malignant,target\na,P1,male,unknown,benign,0\nb,P2,male,melanoma,malignant,1\n',
      { image: 'image_name', class: 'benign_malignant', split: null, group: 'patient_id' },
    ],
    [
      'a patient and a lesion',
      'Lesion ID,Patient ID,File Name,Label\nl,p,a.jpg,x\n',
      { image: 'File Name', class: 'Label', split: null, group: 'Patient ID' },
    ],
    [
      'Chinese headers',
      '图片名称,诊断,数据集,患者编号,年龄\na.jpg,良性,训练集,1,40\nb.jpg,恶性,测试集,2,50\n',
      { image: '图片名称', class: '诊断', split: '数据集', group: '患者编号' },
    ],
    [
      'a "dataset" column that names no splits',
      'file,dataset,class\na.jpg,HAM10000,nevus\n',
      { image: 'file', class: 'class', split: null, group: null },
    ],
    [
      "the tutorial's metadata",
      ',filepath,label\n0,a.jpg,1\n',
      { image: 'filepath', class: 'label', split: null, group: null },
    ],
    ['nothing known', 'foo,bar\n1,2\n', { image: null, class: null, split: null, group: null }],
  ])('for %s', (_, text, roles) => {
    expect(guessRoles(table(text))).toEqual(roles);
  });
});

describe('the choice of roles', () => {
  const ham = table('lesion_id,image_id,dx,age\nH1,ISIC_1,bkl,80\nH1,ISIC_2,mel,80\n');

  test('replaces the guess and frees the column it takes', () => {
    expect(applyRoles(ham, guessRoles(ham), { group: 'IMAGE_ID', image: 'lesion_id' })).toEqual({
      image: 'lesion_id',
      class: 'dx',
      split: null,
      group: 'image_id',
    });
    expect(applyRoles(ham, guessRoles(ham), { class: 'lesion_id' })).toMatchObject({ class: 'lesion_id', group: null });
  });

  test('refuses a column that is not there, and a file that names no photos', () => {
    const missing = (column: string): unknown => badCsv({ reason: 'MISSING_COLUMN', column });
    expect(() => applyRoles(ham, guessRoles(ham), { class: 'diagnose' })).toThrow(missing('diagnose'));
    const nameless = table('foo,bar\n1,2\n');
    expect(() => applyRoles(nameless, guessRoles(nameless), {})).toThrow(missing('image'));
  });

  test('is described with samples', () => {
    expect(describeColumns(ham, guessRoles(ham))).toEqual([
      { name: 'lesion_id', role: 'group', samples: ['H1'] },
      { name: 'image_id', role: 'image', samples: ['ISIC_1', 'ISIC_2'] },
      { name: 'dx', role: 'class', samples: ['bkl', 'mel'] },
      { name: 'age', role: 'metadata', samples: ['80'] },
    ]);
  });

  test('finds a column by its exact name first', () => {
    expect(columnIndex(table('Image,image\na,b\n'), 'image')).toBe(1);
  });
});
