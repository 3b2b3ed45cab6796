import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { ReportRequest } from '../../shared/schemas/report.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { getEvaluationColumns } from '../database/evaluationColumns.ts';
import { getEvaluation, getEvaluationDetail } from '../database/evaluations.ts';
import { refuseClosed } from '../evaluation/openings.ts';
import { optimismOf } from '../evaluation/optimism.ts';
import { writeFileAtomic } from '../files.ts';
import { VERSION } from '../version.ts';
import { reportModel } from './facts/reportFacts.ts';
import { findXvfb } from './pdf/display.ts';
import { findElectron } from './pdf/electronPlace.ts';
import { printToPdf } from './pdf/printToPdf.ts';
import { provenanceOf } from './provenance.ts';
import type { ReportModel } from './reportModel.ts';
import { reportBytes } from './writeReport.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The report job. The file is there whole or not at all; what stood at its name stays until then. It can be started again from the
 * start, so it is resumable after a restart, a full disk or a display that was missing.
 */
export function reportJob(context: CoreContext, variables: Variables): JobDefinition<typeof ReportRequest> {
  return {
    params: ReportRequest,
    resumable: true,
    async run(request, job) {
      await refuseFolder(request.path);
      // Found before the figures are computed: what is missing is said at once.
      const electron = request.format === 'pdf' ? findElectron(context.paths, variables) : null;
      if (electron !== null) findXvfb(variables);
      const model = await modelOf(context, request, job);
      const { signal } = job;
      const bytes = await reportBytes(model, request, (html) => {
        if (electron === null) throw new AppError('INTERNAL', 'only a PDF is printed');
        return printToPdf(html, { electron, variables, signal });
      });
      signal.throwIfAborted();
      await write(request.path, bytes);
    },
  };
}

/** More than the steps of a model, so that writing is the last of the way. */
const STEPS = 40;

async function modelOf(
  context: CoreContext,
  request: ReportRequest,
  { signal, report }: JobHandle,
): Promise<ReportModel> {
  const { database, now } = context;
  const evaluation = getEvaluation(database, request.evaluationId);
  refuseClosed(evaluation);
  for (const id of request.compareWith) refuseClosed(getEvaluation(database, id));
  const provenance = await provenanceOf(context, evaluation.id);
  let done = 0;
  report('writing', 0, STEPS);
  return reportModel(
    {
      detail: getEvaluationDetail(database, evaluation.id),
      columns: getEvaluationColumns(database, evaluation.id),
      provenance,
      optimism: optimismOf(evaluation, provenance.openings),
      others: request.compareWith.map((id) => getEvaluationDetail(database, id)),
      options: request,
      date: now().toISOString(),
      version: VERSION,
    },
    async () => {
      await turn();
      signal.throwIfAborted();
      done += 1;
      report('writing', Math.min(done, STEPS - 1), STEPS);
    },
  );
}

/** The error names the report, not the temporary file beside it that failed. */
async function write(path: string, bytes: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, [bytes]);
  } catch (thrown) {
    const { code, message, details } = toErrorBody(thrown);
    const full = code === 'NO_SPACE' ? { remedy: FULL } : {};
    throw new AppError(code, message, { cause: thrown, details: { ...details, ...full, path } });
  }
}

const FULL =
  'Free some space, then make the report again: nothing of it was left behind, and a file of its name is as it was.';

/** Throws BAD_INPUT for a folder at the file's name, NOT_FOUND or NO_PERMISSION for its own folder. */
async function refuseFolder(path: string): Promise<void> {
  await stat(dirname(path));
  try {
    if (!(await stat(path)).isDirectory()) return;
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'NOT_FOUND') return;
    throw thrown;
  }
  throw new AppError('BAD_INPUT', `${path} is a folder`, {
    details: { path, remedy: 'Give the name of a file for the report.' },
  });
}
