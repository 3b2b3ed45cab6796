import { readFileSync, writeFileSync } from 'node:fs';
import { loadBackbone } from '../../../electron/engine/backbones/registry.ts';
import { costOf } from '../cost.ts';
import { answer } from './worker.ts';

/** Features of the photos in a file of raw RGB, in batches, by a backbone: networkOurs.ts BACKBONE_DIR PHOTOS_FILE COUNT BATCH FEATURES_FILE */
const [backboneDir = '', photosFile = '', count = '', batch = '', featuresFile = ''] = process.argv.slice(2);
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

await answer(async () => {
  const cost = await costOf(extract);
  writeFileSync(featuresFile, features);
  return cost;
});
