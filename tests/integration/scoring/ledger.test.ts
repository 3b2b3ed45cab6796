import { copyFile, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../core/support.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';
import type { Bench } from './batches.ts';
import { openBench, rowsOfBatch, score, watchEngine, writePhotos } from './batches.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 120_000);
afterAll(() => bench.close());
afterEach(() => vi.restoreAllMocks());

const same = async (a: string, b: string): Promise<boolean> => (await readFile(a)).equals(await readFile(b));

describe('a batch that is started again', () => {
  it('scores what has changed or come and nothing else, wherever in the list, and ends up as one scored in one go', async () => {
    const folder = join(bench.root, 'changing');
    await writePhotos(folder, 150, 10_000);
    const out = join(bench.root, 'changing.csv');
    const engine = watchEngine(bench);
    await score(bench, { inputs: [folder], out });
    expect(engine.asked()).toHaveLength(150);

    await score(bench, { inputs: [folder], out });
    expect(engine.asked()).toEqual([]);

    await writeFile(join(folder, '3.jpg'), await tile(GREEN, 777)); // changed, first red
    await writeFile(join(folder, '70a.jpg'), await tile(RED, 778)); // come
    await rm(join(folder, '20.jpg')); // gone
    await utimes(join(folder, '100.jpg'), new Date(5e11), new Date(5e11)); // the same content at another time
    const again = await score(bench, { inputs: [folder], out });
    expect(engine.asked()).toEqual([join(folder, '3.jpg'), join(folder, '70a.jpg')]);
    expect(again).toMatchObject({ total: 150, scored: 150, failed: 0 });

    await score(bench, { inputs: [folder], out });
    expect(engine.asked()).toEqual([]);

    const fresh = join(bench.root, 'fresh.csv');
    await score(bench, { inputs: [folder], out: fresh });
    expect(await same(out, fresh)).toBe(true);
    await score(bench, { inputs: [folder], out, resume: false });
    expect(engine.asked()).toHaveLength(300);
    expect(await same(out, fresh)).toBe(true);
  });

  it('sees another photo behind the size and the time of the former, and a copy that was not complete yet', async () => {
    const folder = join(bench.root, 'disguised');
    const [first = '', second = ''] = await writePhotos(folder, 2, 25_000);
    const size = 20_000;
    const filled = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
    const put = async (path: string, bytes: Buffer): Promise<void> => {
      await writeFile(path, bytes);
      await utimes(path, new Date(5e11), new Date(5e11));
    };
    const [red, green] = [filled(await tile(RED, 25_100)), filled(await tile(GREEN, 25_101))];
    await put(first, red);
    await put(second, Buffer.alloc(size));
    const out = join(bench.root, 'disguised.csv');
    const engine = watchEngine(bench);
    const { id } = await score(bench, { inputs: [folder], out });
    const before = (await rowsOfBatch(bench, id)).map(({ score: value }) => value);
    expect(before[1]).toBeNull();
    engine.asked();
    await put(first, green);
    await put(second, red);
    expect(await score(bench, { inputs: [folder], out })).toMatchObject({ id, scored: 2, failed: 0 });
    expect(engine.asked()).toEqual([first, second]);
    const after = (await rowsOfBatch(bench, id)).map(({ score: value }) => value);
    expect(after[1]).toBeCloseTo(before[0] ?? NaN, 6);
    expect(Math.abs((after[0] ?? NaN) - (before[0] ?? NaN))).toBeGreaterThan(0.01);
    await score(bench, { inputs: [folder], out });
    expect(engine.asked()).toEqual([]);
  });

  it('tries again what could not be reached, and keeps what was scored', async () => {
    const folder = join(bench.root, 'late');
    const paths = await writePhotos(folder, 20, 20_000);
    const list = join(bench.root, 'late.txt');
    await writeFile(list, paths.join('\n'));
    const [, , late = ''] = paths;
    await rename(late, `${late}.away`);
    const out = join(bench.root, 'late.jsonl');
    const engine = watchEngine(bench);
    expect(await score(bench, { lists: [list], out })).toMatchObject({ scored: 19, failed: 1 });
    expect(engine.asked()).toHaveLength(20);
    await rename(`${late}.away`, late);
    expect(await score(bench, { lists: [list], out })).toMatchObject({ scored: 20, failed: 0 });
    expect(engine.asked()).toEqual([late]);
  });

  it('never mixes runs or thresholds in one file', async () => {
    const folder = join(bench.root, 'mixed');
    await writePhotos(folder, 3, 30_000);
    const out = join(bench.root, 'mixed.csv');
    await score(bench, { inputs: [folder], out });
    const before = await readFile(out);
    const other = await failureOf(score(bench, { inputs: [folder], out, threshold: 0.123 }));
    expect(other).toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(other.message).toContain('another threshold');
    expect(await failureOf(score(bench, { inputs: [folder], out, recursive: false }))).toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect((await readFile(out)).equals(before)).toBe(true);
    await score(bench, { inputs: [folder], out, threshold: 0.123, resume: false });
    expect((await readFile(out, 'utf8')).split('\n').filter((line) => line.includes(',0.123,'))).toHaveLength(3);
  });

  it('is not gone on with by other libraries than it was begun with, unless all is done', async () => {
    const folder = join(bench.root, 'versions');
    await writePhotos(folder, 3, 40_000);
    const out = join(bench.root, 'versions.csv');
    const { id } = await score(bench, { inputs: [folder], out });
    bench.app.context.database
      .prepare(`UPDATE batches SET manifest = json_set(manifest, '$.vips', '1.2.3') WHERE id = ?`)
      .run(id);
    await score(bench, { inputs: [folder], out });
    await copyFile(join(folder, '0.jpg'), join(folder, '3.jpg'));
    const before = await readFile(out);
    const refused = await failureOf(score(bench, { inputs: [folder], out }));
    expect(refused).toMatchObject({ code: 'NOT_RESUMABLE' });
    expect(refused.message).toContain('vips 1.2.3');
    expect((await readFile(out)).equals(before)).toBe(true);
    expect(await score(bench, { inputs: [folder], out, resume: false })).toMatchObject({ scored: 4 });
  });
});

describe('a drive that is pulled', () => {
  it('ends the batch with words and not the photos with errors; when it is back, nothing is lost or scored twice', async () => {
    const [kept, drive] = [join(bench.root, 'kept'), join(bench.root, 'drive')];
    await writePhotos(kept, 10, 50_000);
    await writePhotos(join(drive, 'album'), 400, 51_000);
    const inputs = [kept, drive];
    const whole = join(bench.root, 'whole.csv');
    await score(bench, { inputs, out: whole });

    const out = join(bench.root, 'pulled.csv');
    const engine = watchEngine(bench);
    engine.after(150, () => void rename(drive, `${drive} away`));
    const failure = await failureOf(score(bench, { inputs, out }));
    expect(failure).toMatchObject({ code: 'NOT_FOUND', details: { path: join(drive, 'album') } });
    expect(failure.message).toContain('drive');
    const { batches } = await bench.app.call('batch.list', {});
    const batch = batches.find((one) => one.out === out);
    expect(batch).toMatchObject({ state: 'failed', failed: 0 });
    const done = batch?.scored ?? 0;
    expect(done).toBeGreaterThanOrEqual(150);
    expect(done).toBeLessThan(410);
    engine.asked();

    const rows = await readFile(out);
    // Away, and then an empty folder in its place, as a mount point without its drive: nothing is thrown away.
    expect(await failureOf(score(bench, { inputs, out }))).toMatchObject({ code: 'NOT_FOUND' });
    await mkdir(drive);
    expect(await failureOf(score(bench, { inputs, out }))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await readFile(out)).equals(rows)).toBe(true);
    expect(engine.asked()).toEqual([]);

    await rm(drive, { recursive: true });
    await rename(`${drive} away`, drive);
    expect(await score(bench, { inputs, out })).toMatchObject({ total: 410, scored: 410, failed: 0 });
    expect(engine.asked()).toHaveLength(410 - done);
    expect(await same(out, whole)).toBe(true);
  });

  it('does not take scores away from photos of a list', async () => {
    const drive = join(bench.root, 'listed');
    const paths = await writePhotos(drive, 5, 52_000);
    const list = join(bench.root, 'listed.txt');
    await writeFile(list, [...paths, '/never/there.jpg'].join('\n'));
    const out = join(bench.root, 'listed.csv');
    const { id } = await score(bench, { lists: [list], out });
    await rename(drive, `${drive} away`);
    expect(await failureOf(score(bench, { lists: [list], out }))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await rowsOfBatch(bench, id)).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'error']);
    await rename(`${drive} away`, drive);
    expect(await score(bench, { lists: [list], out })).toMatchObject({ scored: 5, failed: 1 });
  });
});
