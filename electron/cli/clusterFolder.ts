import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the job for a cluster lies: beside the program as it is shipped, else in the checkout; null where it was left out. */
export function clusterFolder(): string | null {
  const places = ['../../cluster', '../../resources/cluster'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}
