export interface Match {
  /** Higher is better. */
  score: number;
  /** Which characters of the text were met, for marking them. */
  at: number[];
}

const isStart = (text: string, index: number): boolean => index === 0 || /[\s\-_./·:]/.test(text[index - 1] ?? '');

/**
 * Finds the letters of a query in their order within a text. Runs and beginnings of words count more, so that "rec" puts
 * "Recommended" before "Direct copy"; spaces in the query only separate. Null when a letter is missing.
 */
export function fuzzyMatch(query: string, text: string): Match | null {
  const wanted = [...query.toLowerCase().replaceAll(/\s+/g, '')];
  if (wanted.length === 0) return { score: 0, at: [] };
  const lower = text.toLowerCase();
  let best: Match | null = null;
  // A greedy walk from each place of the first letter: texts are short, and the best start is rarely the first.
  for (let start = lower.indexOf(wanted[0] ?? ''); start >= 0; start = lower.indexOf(wanted[0] ?? '', start + 1)) {
    const found = walk(wanted, lower, text, start);
    if (found !== null && (best === null || found.score > best.score)) best = found;
  }
  return best;
}

function walk(wanted: readonly string[], lower: string, text: string, start: number): Match | null {
  const at: number[] = [];
  let score = 0;
  let from = start;
  for (const letter of wanted) {
    const index = lower.indexOf(letter, from);
    if (index < 0) return null;
    const previous = at.at(-1);
    if (previous !== undefined && index === previous + 1) score += 6;
    else if (isStart(text, index)) score += 5;
    else score -= Math.min(3, index - from) + 1;
    at.push(index);
    from = index + letter.length;
  }
  return { score: score - text.length / 100, at };
}
