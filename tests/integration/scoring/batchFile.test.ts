import { appendFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWrittenFrom, openBatchFile } from '../../../electron/core/scoring/batchFile.ts';
import { formatRow, headerOf } from '../../../electron/core/scoring/output/columns.ts';
import type { FileLayout, FileRow } from '../../../electron/core/scoring/output/columns.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-batch-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function rowOf(index: number): FileRow {
  const row: FileRow['row'] = {
    path: `/photos/皮肤 ${index}.jpg`,
    score: index / 997,
    threshold: 0.5,
    label: index / 997 >= 0.5 ? ('malignant' as const) : ('benign' as const),
    runId: 'run',
    modelHash: 'a'.repeat(64),
    status: 'ok' as const,
    error: '',
    notice: NOTICE,
  };
  const metadata = { age: String(index), note: '=1+1\nline "two"' };
  return {
    row,
    extras: { calibrated: index / 998, quality: ['BLURRED'], unlike: index % 2 === 0, takenAt: null, metadata },
  };
}

const rows = Array.from({ length: 900 }, (_, index) => rowOf(index));
const layoutOf = (format: FileLayout['format']): FileLayout => ({ format, metadataColumns: ['age', 'note'] });
const whole = (layout: FileLayout) => headerOf(layout) + rows.map((row) => formatRow(row, layout)).join('');

describe.each(['csv', 'excel', 'jsonl'] as const)('a %s file that is written in pieces', (format) => {
  const layout = layoutOf(format);
  const finish = async (path: string, known: number): Promise<string> => {
    const file = await openBatchFile(path, layout, () => rows.slice(0, known));
    await file.append(rows.slice(known, known + 50));
    await file.append(rows.slice(known + 50));
    await file.close();
    return readFile(path, 'utf8');
  };

  it('has the same bytes when it is begun anew', async () => {
    expect(await finish(join(dir, `a.${format}`), 0)).toBe(whole(layout));
  });

  it('has the same bytes after half a row, missing rows, rows too many, and a file that is gone', async () => {
    const path = join(dir, `a.${format}`);
    for (const damage of [
      async () => truncate(path, 20_003),
      async () => truncate(path, 5),
      async () => truncate(path, 0),
      async () => appendFile(path, formatRow(rowOf(901), layout)),
      async () => rm(path),
    ]) {
      await finish(path, 0);
      await damage();
      expect(await finish(path, 320)).toBe(whole(layout));
    }
  });

  it('is told apart from one that something else wrote or changed', async () => {
    const path = join(dir, `a.${format}`);
    await finish(path, 0);
    expect(await isWrittenFrom(path, layout, rows)).toBe(true);
    await truncate(path, 20_003);
    expect(await isWrittenFrom(path, layout, rows)).toBe(true);
    await appendFile(path, 'x');
    expect(await isWrittenFrom(path, layout, rows)).toBe(false);
    await writeFile(path, 'id,label,score\n');
    expect(await isWrittenFrom(path, layout, rows)).toBe(false);
  });
});

it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
  const path = join(dir, 'full.csv');
  await symlink('/dev/full', path);
  await expect(openBatchFile(path, layoutOf('csv'), () => rows.slice(0, 1))).rejects.toMatchObject({ code: 'ENOSPC' });
});
