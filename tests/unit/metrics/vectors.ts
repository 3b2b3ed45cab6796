import type { ScoredLabels } from '../../../electron/shared/metrics/scoreTable.ts';

/** Six hundred scores anyone can generate (m = 7919 i mod 1000, ...); the sum of 1000 x score is 239173. */
export function anyonesVector(): { labels: number[]; scores: number[] } {
  const labels: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < 600; i++) {
    const m = (i * 7919) % 1000;
    const q = Math.floor((m * m) / 1000);
    const label = i < 117 ? 1 : 0;
    labels.push(label);
    scores.push(Math.min(999, Math.max(1, label === 1 ? 1000 - q : q)) / 1000);
  }
  return { labels, scores };
}

/** A coarse second reading of the same six hundred, in steps of .05 with many ties. */
export function coarseScores(): number[] {
  return anyonesVector().scores.map(
    (score, i) => Math.floor((Math.round(1000 * score) + ((i * 541) % 1000)) / 100) / 20,
  );
}

/** Patients of the same six hundred: one to four neighbouring photos each. */
export function patientsOf(): string[] {
  return Array.from({ length: 600 }, (_, i) => `patient ${Math.floor((i + ((i * i) % 3)) / 3)}`);
}

/** Rows of an outcome table: [label, score] pairs as two columns. */
export function rows(...pairs: [number, number][]): ScoredLabels {
  return { labels: pairs.map(([label]) => label), scores: pairs.map(([, score]) => score) };
}

/**
 * 113 patients after an aneurysmal subarachnoid haemorrhage (Turck et al., Intensive Care Medicine 2010;36:107-115), the
 * aSAH set of the R package pROC, reduced to what an AUC sees: outcome (1 poor) and the dense rank of each marker.
 */
export const aSAH = {
  outcome: Array.from(
    '00001101001011001011101000000000100110110000000001100010001010011101101111000110100000010000000000001111110001000',
    Number,
  ),
  wfns: [
    0, 0, 0, 0, 2, 1, 4, 3, 0, 1, 4, 1, 4, 4, 0, 1, 4, 1, 1, 4, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 3, 1, 0, 3, 4, 3, 0, 3,
    1, 4, 4, 0, 0, 1, 3, 0, 0, 1, 4, 4, 1, 0, 1, 4, 0, 1, 1, 1, 0, 4, 0, 0, 1, 4, 1, 0, 3, 4, 1, 3, 3, 0, 3, 0, 1, 0, 3,
    1, 0, 1, 2, 1, 3, 1, 0, 3, 4, 0, 0, 4, 3, 1, 1, 0, 0, 0, 2, 0, 1, 4, 1, 1, 4, 4, 4, 1, 3, 3, 4, 0, 0, 0,
  ],
  s100b: [
    10, 11, 7, 1, 10, 7, 35, 13, 15, 7, 9, 7, 32, 43, 1, 5, 37, 1, 4, 26, 6, 6, 4, 8, 4, 14, 4, 8, 10, 16, 2, 13, 30,
    11, 27, 28, 36, 6, 48, 20, 38, 34, 13, 4, 31, 33, 8, 5, 6, 47, 39, 5, 3, 10, 49, 7, 11, 12, 4, 3, 45, 2, 6, 24, 0,
    6, 1, 18, 42, 6, 22, 43, 5, 21, 5, 13, 6, 10, 7, 5, 8, 26, 8, 23, 4, 7, 25, 17, 4, 2, 19, 29, 7, 12, 5, 11, 7, 4, 1,
    16, 40, 11, 41, 25, 46, 44, 12, 35, 14, 32, 12, 38, 36,
  ],
  ndka: [
    0, 26, 22, 41, 81, 60, 7, 65, 75, 8, 77, 82, 4, 27, 66, 85, 48, 78, 96, 104, 97, 103, 99, 30, 9, 55, 12, 10, 107,
    61, 34, 35, 37, 83, 3, 71, 89, 21, 16, 24, 13, 32, 64, 20, 73, 100, 17, 15, 57, 68, 1, 29, 18, 63, 108, 94, 90, 38,
    86, 52, 40, 105, 11, 47, 54, 69, 79, 92, 62, 33, 88, 23, 106, 75, 42, 44, 74, 5, 32, 2, 87, 80, 59, 29, 46, 84, 45,
    6, 53, 19, 36, 43, 95, 25, 56, 62, 101, 50, 58, 28, 31, 98, 51, 72, 102, 49, 93, 39, 70, 76, 91, 14, 67,
  ],
};
