import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { NOTICE } from '../../../shared/notice.ts';
import { JudgedSource } from '../../../shared/schemas/evaluation.ts';
import { Provenance } from '../../../shared/schemas/provenance.ts';
import type { CoreContext } from '../../context.ts';
import { storedRows } from '../../database/evaluationRows.ts';
import { classesOfEvaluation } from '../../database/fineMatrix.ts';
import { getEvaluation } from '../../database/evaluations.ts';
import { groupColumnOfEvaluation } from '../../database/evaluationColumns.ts';
import { writeFileAtomic } from '../../files.ts';
import { provenanceOf } from '../../reports/provenance.ts';
import { refuseClosed } from '../openings.ts';
import type { PackageDocument } from './document.ts';
import { FORMAT, VERSION } from './document.ts';
import { numberedGroups, uniqueFileNames, withoutAnyFolders, withoutFolders } from './withoutFolders.ts';

/** Where gzip names the system that compressed; 255 is unknown, so that every system writes the same bytes. */
const GZIP_SYSTEM_BYTE = 9;

/**
 * Writes an evaluation as a .lesionlab file; its content depends on the evaluation, its provenance and the date only. Throws NOT_FOUND,
 * BAD_INPUT (TEST_CLOSED) for a test split that is not open, NO_PERMISSION, NO_SPACE.
 */
export async function savePackage(context: CoreContext, id: string, path: string): Promise<{ sizeBytes: number }> {
  refuseClosed(getEvaluation(context.database, id));
  const provenance = await provenanceOf(context, id);
  const text = sealed(contentOf(context, id, provenance));
  const bytes = await promisify(gzip)(text, { level: 9 });
  bytes[GZIP_SYSTEM_BYTE] = 255;
  await writeFileAtomic(path, [bytes]);
  return { sizeBytes: bytes.byteLength };
}

function contentOf(
  { database, now }: CoreContext,
  id: string,
  provenance: Provenance,
): Omit<PackageDocument, 'sha256'> {
  const { name, source, createdAt, modelHash, threshold, overlap } = getEvaluation(database, id);
  const rows = storedRows(database, id);
  const classes = classesOfEvaluation(database, id);
  const fileNames = uniqueFileNames(rows.map(({ path }) => path));
  const metadataNames = [...new Set(rows.flatMap(({ metadata }) => Object.keys(metadata)))];
  return {
    format: FORMAT,
    version: VERSION,
    notice: NOTICE,
    createdAt: now().toISOString(),
    evaluation: {
      name,
      source: JudgedSource.parse(withoutFolders(source)),
      createdAt,
      modelHash,
      threshold,
      groupColumn: groupColumnOfEvaluation(database, id),
      ...(overlap === undefined ? {} : { overlap }),
      ...(classes === null ? {} : { classes }),
    },
    rows: {
      paths: fileNames,
      labels: rows.map(({ label }) => label),
      classNames: rows.map(({ className }) => className),
      scores: rows.map(({ score }) => score),
      // a message of the system can quote the whole path
      errors: rows.map(({ error, path }, index) =>
        error === null ? null : { ...error, message: error.message.replaceAll(path, fileNames[index] ?? '') },
      ),
      groups: numberedGroups(rows.map(({ group }) => group)),
      metadata: metadataNames.map((column) => ({
        name: column,
        values: rows.map(({ metadata }) => metadata[column] ?? ''),
      })),
      ...(classes === null ? {} : { classes: rows.map((row) => (row.classes == null ? null : [...row.classes])) }),
    },
    provenance: withoutPlaces(provenance),
  };
}

/** Without folders of the computer that it was made on; a data set's warnings name photos by paths below it. */
function withoutPlaces({ run, dataset, ...rest }: Provenance): Provenance {
  const unreadable = run?.unreadable.map(({ path, code }) => ({ path, code, message: '' }));
  const warnings = dataset?.warnings.map(({ code, details }) => ({ code, details: withoutAnyFolders(details) }));
  return Provenance.parse(
    withoutFolders({
      run: run === null ? null : { ...run, unreadable, tensorBoardDir: null },
      dataset: dataset === null ? null : { ...dataset, warnings },
      ...rest,
    }),
  );
}

/** JSON with its own hash as the last key. */
function sealed(content: Omit<PackageDocument, 'sha256'>): string {
  const text = JSON.stringify(content);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, -1)},"sha256":"${sha256}"}`;
}
