import type { Label, Split } from '../../../../electron/shared/schemas/common.ts';

export interface PhotoFilter {
  split: Split | null;
  label: Label | null;
  className: string | null;
  duplicatesOnly: boolean;
  search: string;
}

export const noFilter: PhotoFilter = { split: null, label: null, className: null, duplicatesOnly: false, search: '' };
