import type { TransferFault } from '../../electron/shared/schemas/triage.ts';
import { t, type PlainKey } from './i18n/index.svelte.ts';

const faultKeys: Readonly<Record<TransferFault, PlainKey>> = {
  NOT_FOUND: 'triage.fault.NOT_FOUND',
  NO_PERMISSION: 'triage.fault.NO_PERMISSION',
  CHANGED: 'triage.fault.CHANGED',
  LINK: 'triage.fault.LINK',
  SAME_FOLDER: 'triage.fault.SAME_FOLDER',
  TAKEN: 'triage.fault.TAKEN',
  UNREADABLE: 'triage.fault.UNREADABLE',
};
/** Why a photo was not copied, moved or put back. */
export const faultText = (fault: TransferFault): string => t(faultKeys[fault]);
