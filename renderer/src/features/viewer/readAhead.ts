import { mediaUrl } from '../../api.ts';
import type { ViewerSource } from '../../state/viewer.svelte.ts';

/** The neighbours are decoded while this one is looked at. */
export async function readAhead(source: ViewerSource, index: number): Promise<void> {
  for (const place of [index + 1, index - 1]) {
    if (place < 0 || place >= source.count) continue;
    const neighbour = await Promise.resolve(source.itemAt(place)).catch(() => null);
    if (neighbour !== null) new Image().src = mediaUrl(neighbour.kind, neighbour.id, 4096);
  }
}
