import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tutorialPreset } from '../../../electron/shared/presets.ts';
import { withEngine, withFolder } from '../../support/engine.ts';
import * as photos from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';

const residentMb = (pid: number | null): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;

describe.runIf(process.platform === 'linux')('O15: memory', () => {
  it('stays flat over a thousand times the same 1600 x 900 photo, decoded and scored anew', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const path = join(dir, 'large.jpg');
      await writeFile(path, await photos.jpeg(photos.noise(1600, 900, 1), { quality: 85 }));
      const features = {
        backboneDir: join(dir, 'backbone'),
        views: 'one' as const,
        cacheDir: join(dir, 'cache'),
        cacheLimitBytes: 1e9,
      };
      await withEngine(async (engine) => {
        const list = await Promise.all(
          [1, 2, 3, 4].map(async (n) => {
            const small = join(dir, `${n}.jpg`);
            await writeFile(small, await photos.jpeg(photos.blot(64, 64, n)));
            let sha256 = '';
            const onEvent = ({ photo }: { photo: { status: string; sha256?: string } }) =>
              (sha256 = photo.sha256 ?? '');
            await engine.call('inspect', { paths: [small], thumbnailDir: null, thumbnailSizePx: 64 }, { onEvent });
            return { path: small, sha256, label: n % 2 === 0 ? (1 as const) : (0 as const) };
          }),
        );
        const runDir = join(dir, 'run');
        await engine.call('extract', {
          photos: list.map(({ path: photo, sha256 }) => ({ path: photo, sha256 })),
          features,
          batchSize: 4,
        });
        const config = { ...tutorialPreset, backboneId: 'tiny', epochs: 1 };
        await engine.call('trainHead', {
          train: list,
          valid: list,
          features,
          config,
          runDir,
          tensorBoardDir: null,
          resume: false,
        });

        const scoreTimes = async (times: number) => {
          const request = {
            photos: Array.from({ length: times }, () => ({ path, sha256: null })),
            features: { ...features, cacheDir: null },
            runDir,
            batchSize: 16,
          };
          expect(await engine.call('score', request)).toMatchObject({ scored: times });
        };
        await scoreTimes(200);
        const before = residentMb(engine.pid);
        await scoreTimes(800);
        // the case allows 200 MB over 1,800 photos; one decoded photo kept in 50 would be 70 MB, the allocator's own swing is as much
        expect(residentMb(engine.pid) - before).toBeLessThan(90);
      });
    });
  });
});
