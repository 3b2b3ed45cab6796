import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { recognise } from '../images/decode.ts';
import type { Gate } from '../images/gate.ts';
import { PhotoError } from '../images/photoError.ts';
import { readPhotoFile } from '../images/photoFile.ts';
import { prepare } from '../images/prepare.ts';

export interface TunedPhoto {
  path: string;
  sha256: string;
  label: 0 | 1;
  classIndex: number;
}

/**
 * A photo as squares of some sizes, uint8 RGB, each as scoring would prepare it for a network of that size.
 * @throws PhotoError when it cannot be used, CHANGED when it is not the one of the content hash.
 */
export async function preparePhoto(
  { path, sha256 }: Pick<TunedPhoto, 'path' | 'sha256'>,
  sizesPx: readonly number[],
  { preprocessing }: Pick<BackboneManifest, 'preprocessing'>,
  gate: Gate,
): Promise<Uint8Array[]> {
  const file = await readPhotoFile(path);
  if (file.sha256 !== sha256) {
    throw new PhotoError('CHANGED', `the file is no longer the one that was imported: import it again (${path})`);
  }
  const photo = await recognise(file);
  return Promise.all(sizesPx.map((sizePx) => prepare(photo, sizePx, preprocessing.resize, gate)));
}

/**
 * What `load` gives for each item, in order, some of them on their way while the caller works: other threads read and decode meanwhile.
 * A failure is handed over in its place.
 */
export async function* ahead<Item, Loaded>(
  items: readonly Item[],
  count: number,
  load: (item: Item) => Promise<Loaded>,
): AsyncGenerator<{ item: Item; loaded: Promise<Loaded> }> {
  const waiting: { item: Item; loaded: Promise<Loaded> }[] = [];
  const startNext = (item: Item): void => {
    const loaded = load(item);
    loaded.catch(() => undefined); // awaited in its turn
    waiting.push({ item, loaded });
  };
  let next = 0;
  try {
    for (;;) {
      for (; next < items.length && waiting.length < count; next += 1) {
        const item = items[next];
        if (item !== undefined) startNext(item);
      }
      const first = waiting.shift();
      if (first === undefined) return;
      yield first;
    }
  } finally {
    // Nobody reads photos any more when the request has its answer.
    await Promise.allSettled(waiting.map(({ loaded }) => loaded));
  }
}
