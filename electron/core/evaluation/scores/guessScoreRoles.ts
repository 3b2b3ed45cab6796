import { proposeClass, termKey } from '../../../shared/classTerms.ts';
import { guessRoles, valuesOf } from '../../datasets/csvColumns.ts';
import type { CsvTable } from '../../datasets/importCsv.ts';
import { isMissing, proposeYesNo, readNumber } from './cells.ts';

export type ScoreScale = 'probability' | 'percent';

export interface ScoreRoles {
  id: string | null;
  label: string | null;
  group: string | null;
  /** Several: readers of the same photos side by side. */
  scores: { column: string; scale: ScoreScale }[];
}

const LABEL_NAMES = new Set(
  `label, labels, true label, y, y true, target, truth, ground truth, gt, gold, gold standard, reference, reference standard, outcome, diagnosis, dx,
  class, malignant, malignancy, is malignant, melanoma, is melanoma, benign malignant, benign, histology, histopathology, pathology, biopsy,
  标签, 真实标签, 诊断, 诊断结果, 病理, 病理诊断, 病理结果, 金标准, 良恶性, 类别, 恶性, 结局`
    .split(',')
    .map(termKey),
);
const SCORE_WORDS =
  /score|prob|pred|risk|confidence|likelihood|reader|rater|observer|dermatolog|doctor|physician|clinician|expert|call|decision|model|network|概率|得分|分数|评分|预测|风险|医生|医师|读者|专家|模型/u;
const SCORE_NAMES = new Set(['p', 'ai', 'cnn', 'output', 'yhat', 'pmalignant', 'pmelanoma', 'malignantp']);

/**
 * Guesses what each column is, by name and values. A column is of scores when all its cells are numbers from 0 to 1 (or per cent) and either
 * its name says so or some of them lie between 0 and 1; a column of 0 and 1 is a reader's calls only when its name says so. The label
 * column is never a score column. What is guessed is shown, and the user decides.
 */
export function guessScoreRoles(table: CsvTable): ScoreRoles {
  const guess = guessRoles(table);
  const label = guessLabel(table, guess.class);
  const free = (column: string | null): string | null => (column === label ? null : column);
  const scores = table.columns.flatMap((column) => {
    if (column === label || column === guess.image || column === guess.split) return [];
    const scale = scoreScale(column, valuesOf(table, column));
    return scale === null || (column === guess.group && scale === 'percent') ? [] : [{ column, scale }];
  });
  const taken = new Set([label, ...scores.map(({ column }) => column)]);
  const group = taken.has(guess.group) ? null : guess.group;
  const id = free(guess.image) ?? firstUnique(table, taken);
  return { id, label, group: group === id ? null : group, scores };
}

function guessLabel(table: CsvTable, guessed: string | null): string | null {
  let chosen: string | null = null;
  let best = 0;
  for (const column of table.columns) {
    const isNamed = LABEL_NAMES.has(termKey(column));
    if (!isNamed && column !== guessed) continue;
    const cells = valuesOf(table, column).filter((cell) => !isMissing(cell));
    const known = cells.filter((cell) => proposeClass(cell) !== 'ask' || proposeYesNo(cell, column) !== null).length;
    // probabilities under the name of a class are no labels
    const isFractional = cells.some((cell) => !Number.isInteger(readNumber(cell)?.value ?? 0));
    const fit = cells.length === 0 || (isFractional && known < cells.length) ? 0 : 0.01 + known / cells.length;
    if (fit > best) {
      chosen = column;
      best = fit;
    }
  }
  return chosen;
}

/** null: no scores. A percent sign, or a number above 1 under a name that speaks of scores, means per cent. */
export function scoreScale(column: string, cells: readonly string[]): ScoreScale | null {
  const key = termKey(column);
  const isNamed = SCORE_NAMES.has(key) || SCORE_WORDS.test(key);
  let count = 0;
  let signs = 0;
  let highest = 0;
  let isBetween = false;
  for (const cell of cells) {
    if (isMissing(cell)) continue;
    const number = readNumber(cell);
    if (number === null || number.value < 0 || number.value > 100) return null;
    count += 1;
    if (number.hasPercentSign) signs += 1;
    highest = Math.max(highest, number.value);
    isBetween ||= number.value > 0 && number.value < 1;
  }
  if (count === 0) return null;
  if (signs > 0) return 'percent';
  if (highest > 1) return isNamed ? 'percent' : null;
  return isNamed || isBetween ? 'probability' : null;
}

function firstUnique(table: CsvTable, taken: ReadonlySet<string | null>): string | null {
  return (
    table.columns.find((column) => {
      const cells = valuesOf(table, column);
      return !taken.has(column) && !cells.includes('') && new Set(cells).size === cells.length;
    }) ?? null
  );
}
