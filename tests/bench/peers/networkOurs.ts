import { readFileSync, writeFileSync } from 'node:fs';
import { loadBackbone } from '../../../electron/engine/backbones/registry.ts';
import { costOf } from '../cost.ts';
import { passPhotos } from '../photoPipeline.ts';
import { answer } from './worker.ts';

/**
 * Features of photos by a backbone, in batches: networkOurs.ts BACKBONE_DIR LIST_FILE PHOTOS_FILE COUNT BATCH FEATURES_FILE. Tasks: `features` of the
 * raw RGB in PHOTOS_FILE, `extraction` of the same photos from the paths in LIST_FILE, read and decoded anew.
 */
const [backboneDir = '', listFile = '', photosFile = '', count = '', batch = '', featuresFile = ''] =
  process.argv.slice(2);
const paths = readFileSync(listFile, 'utf8').split('\n');
const photos = readFileSync(photosFile);
const [photoCount, batchSize] = [Number(count), Number(batch)];
const photoBytes = photos.length / photoCount;
const backbone = await loadBackbone(backboneDir);
const features = new Float32Array(photoCount * backbone.manifest.featureCount);

function extract(): void {
  for (let done = 0; done < photoCount; done += batchSize) {
    const n = Math.min(batchSize, photoCount - done);
    const pixels = photos.subarray(done * photoBytes, (done + n) * photoBytes);
    features.set(backbone.features(pixels, n), done * backbone.manifest.featureCount);
  }
}

await answer(async (task) => {
  if (task === 'extraction') return costOf(() => passPhotos(paths, backbone, { judged: false, batchSize }));
  const cost = await costOf(extract);
  writeFileSync(featuresFile, features);
  return cost;
});
