import type { Label } from '../../../electron/shared/schemas/common.ts';
import type { MediaKind } from '../api.ts';

/** A button of the viewer that stays pressed while it holds, with its key. */
export interface ViewerAction {
  key: string;
  label: string;
  pressed: boolean;
  run: () => void;
}

/** One photo as the viewer shows it, whatever list it comes from. */
export interface ViewerItem {
  kind: MediaKind;
  id: string;
  title: string;
  facts: { term: string; value: string }[];
  /** What it is, as far as known. */
  label: Label | null;
  score: number | null;
  /** What it is called at the threshold. */
  call: Label | null;
  /** What can be done with it besides looking, as it stands now. */
  actions?: () => readonly ViewerAction[];
  /** The photo of a data set whose label can be reviewed, or why it cannot; left out: reviewing is not what the list is for. */
  review?: { datasetId: string; photoId: string } | { whyNot: string };
}

/** A list to walk through: items are asked for one by one, so that 100,000 need not be there. */
export interface ViewerSource {
  count: number;
  index: number;
  itemAt: (index: number) => ViewerItem | Promise<ViewerItem>;
  /** Told of the place that was looked at last. */
  onleave?: (index: number) => void;
}

let source = $state.raw<ViewerSource | null>(null);
let index = $state(0);

export const viewer = {
  get open(): boolean {
    return source !== null;
  },
  get source(): ViewerSource | null {
    return source;
  },
  get index(): number {
    return index;
  },
};

export function openViewer(next: ViewerSource): void {
  if (next.count === 0) return;
  source = next;
  moveViewer(next.index);
}

/** Goes to a place of the list, held to its ends. */
export function moveViewer(to: number): void {
  if (source === null) return;
  index = Math.min(source.count - 1, Math.max(0, to));
}

export function closeViewer(): void {
  const left = source;
  source = null;
  left?.onleave?.(index);
}
