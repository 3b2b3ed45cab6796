import type { Explanation } from '../../../electron/shared/schemas/explanation.ts';
import { call } from '../api.ts';

const MOST_KEPT = 40;
const kept = new Map<string, Promise<Explanation>>();

/**
 * The explanation of a stored score, asked for once: the card and the viewer show the same one. A failure is forgotten, and so is an
 * answer that lacks the training photos: asked again, the core goes on with making their features.
 */
export function explanationOf(kind: 'prediction' | 'evaluationRow' | 'batchRow', id: string): Promise<Explanation> {
  const key = `${kind} ${id}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const asked = call('explanation.get', { kind, id });
  kept.set(key, asked);
  const forget = (): void => {
    if (kept.get(key) === asked) kept.delete(key);
  };
  asked.then((explanation) => {
    if (explanation.unlike === null || explanation.similar.length === 0) forget();
  }, forget);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return asked;
}
