import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeView } from '../features/views.ts';
import { openPhoto } from '../images/decode.ts';
import type { Gate } from '../images/gate.ts';
import { writeJpeg } from '../images/jpeg.ts';
import { prepare } from '../images/prepare.ts';
import type { Params, Result } from '../protocol.ts';
import { createAugmenter } from './augmenter.ts';
import { drawsMore, lookOf, preparedPx } from './keptViews.ts';

/** What is blotted out is shown in the grey that it is to a network. */
const grey = 127;

/**
 * Writes a photo as JPEG files, changed as training changes it in its first epochs: drawn by the same seed, and made by the same graph, only not scaled.
 * @throws PhotoError when the photo cannot be used
 */
export async function augmentPreview(
  { path, sizePx, augmentation, seed, count, outDir }: Params<'augmentPreview'>,
  { gate, breathe }: { gate: Gate; breathe: () => Promise<void> },
): Promise<Result<'augmentPreview'>> {
  const photo = await openPhoto(path);
  const isDrawn = drawsMore(augmentation);
  const fromPx = isDrawn ? preparedPx(sizePx) : sizePx;
  const prepared = await prepare(photo, fromPx, 'squash', gate);
  const { sha256 } = photo.file;
  const augmenter = isDrawn ? createAugmenter({ fromPx, toPx: sizePx, mean: grey, scale: 1 }) : null;
  await mkdir(outDir, { recursive: true });
  const paths: string[] = [];
  try {
    for (let epoch = 1; epoch <= count; epoch += 1) {
      const look = lookOf(augmentation, { seed, epoch, sha256, networkPx: sizePx });
      const rgb = new Uint8Array(sizePx * sizePx * 3);
      if ('view' in look) writeView(look.view, prepared, sizePx, rgb, 0);
      else
        rgb.set(
          (augmenter?.apply(prepared, [look.change]) ?? new Float32Array()).map((value) => Math.round(value + grey)),
        );
      const outPath = join(outDir, `${epoch}.jpg`);
      await writeJpeg({ widthPx: sizePx, heightPx: sizePx, rgb, outPath });
      paths.push(outPath);
      await breathe();
    }
  } finally {
    augmenter?.dispose();
  }
  return { paths };
}
