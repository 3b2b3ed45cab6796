import type { EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';

/** The vector of 600 that anyone can generate (117 malignant), as an evaluation. Its figures come from scikit-learn and pROC. */
export function referenceScores(): EvaluationScores {
  const rows = Array.from({ length: 600 }, (_, i) => {
    const m = (i * 7919) % 1000;
    const q = Math.floor((m * m) / 1000);
    const label: 0 | 1 = i < 117 ? 1 : 0;
    const k = Math.min(999, Math.max(1, label === 1 ? 1000 - q : q));
    return { label, score: k / 1000 };
  });
  return {
    rowIds: rows.map((_, i) => `row${i}`),
    labels: rows.map(({ label }) => label),
    scores: rows.map(({ score }) => score),
    paths: rows.map((_, i) => `/photos/lesion ${i}.jpg`),
    classNames: rows.map(({ label }) => (label === 1 ? 'melanoma' : 'nevus')),
  };
}

/** Case O22: 100,000 scores, AUC 0.595064. */
export function hundredThousand(): EvaluationScores {
  const n = 100_000;
  const labels = Array.from({ length: n }, (_, i): 0 | 1 => (i % 2 === 1 ? 1 : 0));
  // the case's scores reach 1.1; a probability is needed here, and only their order counts
  const scores = labels.map((label, i) => (((i * 7919) % 100_003) / 100_003 + 0.1 * label) / 1.1);
  return {
    rowIds: labels.map((_, i) => String(i)),
    labels,
    scores,
    paths: labels.map((_, i) => `${i}.jpg`),
    classNames: labels.map(() => ''),
  };
}
