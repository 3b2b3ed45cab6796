import type { CoreContext } from '../../context.ts';
import { evaluationOfPackage, insertEvaluation } from '../../database/evaluations.ts';
import type { NewEvaluationRow } from '../../database/evaluations.ts';
import { transaction } from '../../database/rows.ts';
import { freeEvaluationName } from '../ownThreshold.ts';
import type { PackageDocument } from './document.ts';
import { readPackage } from './readPackage.ts';

/**
 * Stores the evaluation of a .lesionlab file under an id of its own; one that was opened before is that one again, as it stands here.
 * Throws what readPackage throws.
 */
export async function openPackage({ database, newId }: CoreContext, path: string): Promise<string> {
  const { evaluation: found, rows, provenance, sha256 } = await readPackage(path);
  const { overlap, classes = [], ...evaluation } = found;
  return transaction(database, () => {
    const known = evaluationOfPackage(database, sha256);
    if (known !== null) return known;
    const id = newId();
    insertEvaluation(
      database,
      {
        ...evaluation,
        classes,
        id,
        runId: null,
        name: freeEvaluationName(database, evaluation.name),
        origin: { kind: 'package', path, sha256, provenance, ...(overlap === undefined ? {} : { overlap }) },
      },
      rowsOf(rows),
    );
    return id;
  });
}

function rowsOf(rows: PackageDocument['rows']): NewEvaluationRow[] {
  return rows.paths.map((path, index) => ({
    path,
    sha256: null,
    label: rows.labels[index] ?? 0,
    className: rows.classNames[index] ?? '',
    score: rows.scores[index] ?? null,
    error: rows.errors[index] ?? null,
    group: rows.groups[index] ?? null,
    classes: rows.classes?.[index] ?? null,
    metadata: Object.fromEntries(rows.metadata.map(({ name, values }) => [name, values[index] ?? ''])),
  }));
}
