import { proposeClass, splitOfName, termKey } from '../../shared/classTerms.ts';
import type { SourceScan } from '../../shared/schemas/dataset.ts';
import { csvError } from './csvError.ts';
import type { CsvTable } from './importCsv.ts';

/** The column that plays each role, by name; null: none. All other columns are metadata. */
export interface CsvRoles {
  image: string | null;
  class: string | null;
  split: string | null;
  group: string | null;
}

// likeliest first; a path says more than a file name, that more than an id; a patient holds more photos than a lesion
const NAMES: Record<keyof CsvRoles, string[]> = {
  image:
    list(`file path, path, image path, relative path, file name, file, image file, image file name, image name, image,
    image id, img, img id, img path, img name, isic id, photo, photo id, photo path, picture, picture id, id,
    文件路径, 图片路径, 图像路径, 路径, 文件名, 文件, 图片文件, 图片名, 图片名称, 图像名, 图像名称, 图片, 图像, 照片, 影像,
    图片编号, 图像编号, 照片编号, 影像编号`),
  class: list(`class, class name, label, dx, diagnosis, category, diagnosis 1, benign malignant, target, ground truth,
    类别, 分类, 类型, 标签, 诊断, 诊断结果, 病理诊断, 病理结果, 病理, 良恶性, 良恶, 病种`),
  split: list(
    'split, set, subset, partition, data split, dataset split, dataset, 划分, 数据划分, 数据集划分, 子集, 集合, 数据集',
  ),
  group:
    list(`patient id, patient, anonymized patient id, subject id, subject, person id, case id, case, lesion id, lesion,
    group id, group, 患者编号, 患者号, 患者id, 患者, 病人编号, 病人id, 病人, 病例号, 病例编号, 病例, 病历号, 住院号, 门诊号,
    病灶编号, 病灶, 皮损编号, 皮损`),
};

/**
 * Guesses each column's role from its name (English and Chinese; case, blanks and `_` do not matter). Of several class
 * columns the one whose values are best known as benign or malignant wins. A column that is named as a split and holds any split's
 * name is the split column, whatever else it holds: to split at random over it would put its test photos into training.
 */
export function guessRoles(table: CsvTable): CsvRoles {
  const taken = new Set<string>();
  const take = (role: keyof CsvRoles, fits: (column: string) => number): string | null => {
    let chosen: string | null = null;
    let best = 0;
    for (const name of NAMES[role]) {
      const column = table.columns.find((candidate) => termKey(candidate) === name);
      const fit = column === undefined || taken.has(column) ? 0 : fits(column);
      if (column !== undefined && fit > best) {
        chosen = column;
        best = fit;
      }
    }
    if (chosen !== null) taken.add(chosen);
    return chosen;
  };
  const share = (column: string, known: (cell: string) => boolean): number => {
    const cells = valuesOf(table, column).filter((cell) => cell !== '');
    return cells.length === 0 ? 0 : cells.filter(known).length / cells.length;
  };
  return {
    image: take('image', () => 1),
    group: take('group', () => 1),
    split: take('split', (column) => share(column, (cell) => splitOfName(cell) !== null)),
    // a column of unknown names is still the class column if no better one is there
    class: take('class', (column) => 0.01 + share(column, (cell) => proposeClass(cell) !== 'ask')),
  };
}

/**
 * The guess with the user's choices over it; a column chosen for one role loses a guessed other one.
 * Throws BAD_CSV (MISSING_COLUMN) on a chosen column that is not there, and when no column names the photos.
 */
export function applyRoles(
  table: CsvTable,
  guess: CsvRoles,
  overrides: Partial<Record<keyof CsvRoles, string>>,
): CsvRoles {
  const roles = { ...guess };
  const chosen = new Set(Object.values(overrides));
  for (const role of ['image', 'class', 'split', 'group'] as const) {
    const override = overrides[role];
    const guessed = roles[role];
    if (override !== undefined) roles[role] = table.columns[columnIndex(table, override)] ?? null;
    else if (guessed !== null && chosen.has(guessed)) roles[role] = null;
  }
  if (roles.image === null) {
    throw csvError('MISSING_COLUMN', {
      line: 1,
      column: 'image',
      what: `no column names the photos; the columns are ${table.columns.join(', ')}`,
      remedy: 'Name the column with the file names "image", or choose it.',
    });
  }
  return roles;
}

/** Where a column stands, by its exact name or one that differs in case and blanks only. Throws BAD_CSV (MISSING_COLUMN). */
export function columnIndex(table: CsvTable, name: string): number {
  const exact = table.columns.indexOf(name.normalize('NFC').trim());
  const index = exact >= 0 ? exact : table.columns.findIndex((column) => termKey(column) === termKey(name));
  if (index < 0) {
    throw csvError('MISSING_COLUMN', {
      line: 1,
      column: name,
      what: `there is no column "${name}"; the columns are ${table.columns.join(', ')}`,
      remedy: 'Check the spelling, or choose another column.',
    });
  }
  return index;
}

/** A column's cells, in the order of rows. */
export function valuesOf(table: CsvTable, column: string): string[] {
  const index = columnIndex(table, column);
  return table.rows.map((row) => row.cells[index] ?? '');
}

/** Each column with its role and its first three different values. */
export function describeColumns(table: CsvTable, roles: CsvRoles): SourceScan['columns'] {
  return table.columns.map((name) => {
    const samples = new Set<string>();
    for (const cell of valuesOf(table, name)) {
      if (cell !== '') samples.add(cell);
      if (samples.size === 3) break;
    }
    const role = (['image', 'class', 'split', 'group'] as const).find((candidate) => roles[candidate] === name);
    return { name, role: role ?? 'metadata', samples: [...samples] };
  });
}

function list(names: string): string[] {
  return names.split(',').map(termKey);
}
