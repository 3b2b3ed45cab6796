import type { Channel, Output, ParsedInput } from '../../../electron/shared/contract.ts';
import type { Label } from '../../../electron/shared/schemas/common.ts';
import type { ReviewDecision } from '../../../electron/shared/schemas/review.ts';
import { scriptedCore } from '../charts/standIns.ts';
import type { ScriptedCore } from '../frame/scriptedCore.ts';
import { aDataset } from '../train/records.ts';

type Answers = { [C in Channel]?: (input: ParsedInput<C>) => Output<C> | Promise<Output<C>> };

/** A core that keeps, takes back and carries out decisions as the real one does, on photos whose label is known by their id. */
export function reviewCore(labelOf: (photoId: string) => Label, more: Answers = {}): ScriptedCore {
  const datasets = [aDataset()];
  let acts: ReviewDecision[][] = [];
  let nextId = 1;
  const standing = (): ReviewDecision[] => {
    const latest = new Map<string, ReviewDecision>();
    for (const decision of acts.flat()) latest.set(decision.photoId, decision);
    return [...latest.values()].sort((a, b) => Number(b.id) - Number(a.id));
  };
  const changed = (): void => core.emit('data.changed', { kind: 'review', id: 'dataset1' });
  const core = scriptedCore({
    'dataset.list': () => ({ datasets }),
    'run.list': () => ({ runs: [] }),
    'evaluation.list': () => ({ evaluations: [] }),
    'batch.list': () => ({ batches: [] }),
    'review.list': () => ({ decisions: standing() }),
    'review.decide': ({ photoIds, verdict, reason }) => {
      const decisions = photoIds.map((photoId): ReviewDecision => {
        const label = labelOf(photoId);
        const isSame = verdict.kind === 'relabel' && verdict.label === label;
        return {
          id: String(nextId++),
          datasetId: 'dataset1',
          photoId,
          fileName: `${photoId}.jpg`,
          label,
          split: 'valid',
          verdict: isSame ? { kind: 'agree' } : verdict,
          reason,
          decidedAt: '2026-03-01T00:00:00.000Z',
          versionId: null,
        };
      });
      acts.push(decisions);
      changed();
      return { decisions };
    },
    'review.undo': () => {
      if (acts.at(-1)?.[0]?.versionId !== null) return { undone: [] };
      const undone = acts.pop() ?? [];
      changed();
      return { undone };
    },
    'dataset.createVersion': ({ name }) => {
      const made = aDataset({ id: 'dataset2', name, version: 2, createdAt: '2026-03-02T00:00:00.000Z' });
      datasets.push(made);
      acts = acts.map((act) => act.map((decision) => ({ ...decision, versionId: made.id })));
      core.emit('data.changed', { kind: 'dataset', id: made.id });
      changed();
      return made;
    },
    ...more,
  });
  return core;
}
