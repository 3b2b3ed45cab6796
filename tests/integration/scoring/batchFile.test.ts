import { appendFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWrittenFrom, openBatchFile } from '../../../electron/core/scoring/batchFile.ts';
import { formatOfFile, formatRow, headerOf, scoredColumns } from '../../../electron/core/scoring/scoredRow.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-batch-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function rowOf(index: number, changes: Partial<ScoredRow> = {}): ScoredRow {
  return {
    path: `/photos/${index}.jpg`,
    score: index / 997,
    threshold: 0.5,
    label: index / 997 >= 0.5 ? 'malignant' : 'benign',
    runId: 'run',
    modelHash: 'a'.repeat(64),
    status: 'ok',
    error: '',
    notice: NOTICE,
    ...changes,
  };
}

const rows = Array.from({ length: 900 }, (_, index) => rowOf(index));
const whole = (format: 'csv' | 'jsonl') => headerOf(format) + rows.map((row) => formatRow(row, format)).join('');

describe('rows in a file', () => {
  const odd = [
    rowOf(1, { path: '/a/with, comma.jpg' }),
    rowOf(2, { path: '/a/with "quotes".jpg' }),
    rowOf(3, { path: '/a/with\nnew line\r\n.jpg' }),
    rowOf(4, { path: '/a/皮肤 ö é.jpg' }),
    rowOf(5, { path: '/a/=1+1.jpg ' }),
    rowOf(6, { score: 1e-7 }),
    rowOf(7, { score: 0.1 + 0.2 }),
    rowOf(8, { score: null, label: null, status: 'error', error: 'TRUNCATED: cut, "half"' }),
  ];

  it('keeps paths and scores exact in CSV, banner last, columns as the contract has them', () => {
    const text = headerOf('csv') + odd.map((row) => formatRow(row, 'csv')).join('');
    const [header, ...cells] = parse(text) as string[][];
    expect(header).toEqual(['path', 'score', 'threshold', 'label', 'runId', 'modelHash', 'status', 'error', 'notice']);
    expect(header).toEqual([...scoredColumns]);
    for (const [index, row] of odd.entries()) {
      const cell = cells[index];
      expect(cell?.[0]).toBe(row.path);
      expect(cell?.[1]).toBe(row.score === null ? '' : String(row.score));
      if (row.score !== null) expect(Number(cell?.[1])).toBe(row.score);
      expect(cell?.at(-1)).toBe(NOTICE);
    }
  });

  it('keeps them exact in JSONL, one line a photo', () => {
    const lines = odd.map((row) => formatRow(row, 'jsonl'));
    for (const [index, line] of lines.entries()) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(ScoredRow.parse(JSON.parse(line))).toEqual(odd[index]);
    }
  });

  it('knows a format by the ending of the name alone', () => {
    expect(formatOfFile('/a/b.CSV')).toBe('csv');
    expect(formatOfFile('b.jsonl')).toBe('jsonl');
    expect(formatOfFile('b.csv.txt')).toBeNull();
  });
});

describe.each(['csv', 'jsonl'] as const)('a %s file that is written in pieces', (format) => {
  const finish = async (path: string, known: number): Promise<string> => {
    const file = await openBatchFile(path, format, () => rows.slice(0, known));
    await file.append(rows.slice(known, known + 50));
    await file.append(rows.slice(known + 50));
    await file.close();
    return readFile(path, 'utf8');
  };

  it('has the same bytes when it is begun anew', async () => {
    expect(await finish(join(dir, `a.${format}`), 0)).toBe(whole(format));
  });

  it('has the same bytes after half a row, missing rows, rows too many, and a file that is gone', async () => {
    const path = join(dir, `a.${format}`);
    for (const damage of [
      async () => truncate(path, 20_003),
      async () => truncate(path, 5),
      async () => truncate(path, 0),
      async () => appendFile(path, formatRow(rowOf(901), format)),
      async () => rm(path),
    ]) {
      await finish(path, 0);
      await damage();
      expect(await finish(path, 320)).toBe(whole(format));
    }
  });

  it('is told apart from one that something else wrote or changed', async () => {
    const path = join(dir, `a.${format}`);
    await finish(path, 0);
    expect(await isWrittenFrom(path, rows)).toBe(true);
    await truncate(path, 20_003);
    expect(await isWrittenFrom(path, rows)).toBe(true);
    await appendFile(path, 'x');
    expect(await isWrittenFrom(path, rows)).toBe(false);
    await writeFile(path, 'id,label,score\n');
    expect(await isWrittenFrom(path, rows)).toBe(false);
  });
});

it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
  const path = join(dir, 'full.csv');
  await symlink('/dev/full', path);
  await expect(openBatchFile(path, 'csv', () => rows.slice(0, 1))).rejects.toMatchObject({ code: 'ENOSPC' });
});
