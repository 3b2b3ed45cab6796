import type { EvaluationColumns } from '../../../../electron/shared/schemas/evaluation.ts';

/** Patients or lesions with how many there are; null where none is known, or none has two photos (each then counts for itself). */
export function groupsIn({
  groups,
  groupColumn,
}: Pick<EvaluationColumns, 'groups' | 'groupColumn'>): { column: string; count: number } | null {
  const seen = new Set<string>();
  let isShared = false;
  for (const group of groups) {
    if (group === null) continue;
    isShared ||= seen.has(group);
    seen.add(group);
  }
  return isShared ? { column: groupColumn ?? '', count: seen.size } : null;
}
