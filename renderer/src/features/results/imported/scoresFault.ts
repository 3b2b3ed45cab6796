import { z } from 'zod';
import { toErrorBody } from '../../../../../electron/shared/errors.ts';
import { errorText, type ErrorWords } from '../../../errorText.ts';
import { t, type PlainKey } from '../../../i18n/index.svelte.ts';

const Fault = z.object({
  reason: z.string().optional(),
  line: z.number().nullable().optional(),
  column: z.string().nullable().optional(),
});

function remedyKey({ reason, line, column }: z.infer<typeof Fault>, idColumn: string | null): PlainKey {
  if (reason === 'DUPLICATE_ID') return 'importScores.fix.twice';
  if (reason !== 'BAD_VALUE') return 'importScores.fix.table';
  if (typeof line !== 'number') return 'importScores.fix.noScores';
  return column === idColumn ? 'importScores.fix.id' : 'importScores.fix.score';
}

/** What is wrong with a file of scores, where, and what to do; null: the fault is not the file's. */
export function scoresFault(error: unknown, idColumn: string | null): ErrorWords | null {
  const { code, details } = toErrorBody(error);
  const fault = Fault.safeParse(details);
  if (code !== 'BAD_CSV' || !fault.success) return null;
  return { ...errorText(error), title: t('importScores.failed'), remedy: t(remedyKey(fault.data, idColumn)) };
}
