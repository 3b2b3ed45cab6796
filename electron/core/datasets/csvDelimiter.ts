export type CsvDelimiter = ',' | ';' | '\t';

/** So much of a file decides on its delimiter. */
const LOOK_AHEAD = 65_536;
const MOST_RECORDS = 100;

/**
 * The delimiter that parts header and rows into the same number of cells most often, of equals the one with more cells.
 * Delimiters inside quotes do not count. A file with none of them has one column; its delimiter is ','.
 */
export function detectDelimiter(text: string): CsvDelimiter {
  const head = text.slice(0, LOOK_AHEAD);
  let best: CsvDelimiter = ',';
  let bestScore = 0;
  let bestCells = 1;
  for (const delimiter of [',', ';', '\t'] as const) {
    const cells = countCells(head, delimiter);
    // the last record may have been cut
    if (text.length > LOOK_AHEAD && cells.length > 1) cells.pop();
    const inHeader = cells[0] ?? 1;
    if (inHeader < 2) continue;
    const score = cells.filter((count) => count === inHeader).length / cells.length;
    if (score > bestScore || (score === bestScore && inHeader > bestCells)) {
      best = delimiter;
      bestScore = score;
      bestCells = inHeader;
    }
  }
  return best;
}

/** Cells in each of the first records that are not blank. */
function countCells(text: string, delimiter: CsvDelimiter): number[] {
  const counts: number[] = [];
  let cells = 1;
  let quoted = false;
  let blank = true;
  for (const character of `${text}\n`) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (!blank) counts.push(cells);
      if (counts.length >= MOST_RECORDS) break;
      cells = 1;
      blank = true;
      continue;
    } else if (!quoted && character === delimiter) cells++;
    if (character.trim() !== '') blank = false;
  }
  return counts;
}
