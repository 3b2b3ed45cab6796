import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { ExportFormat } from '../../shared/schemas/bundle.ts';
import type { RunExport } from '../../shared/schemas/bundle.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { CoreContext, JobDefinition } from '../context.ts';
import { getRun } from '../database/runs.ts';
import { notFinished } from '../scoring/model.ts';
import { isTaken } from './newFolder.ts';
import { writeExport } from './writeExport.ts';

export const ExportParams = z.object({ runId: Id, format: ExportFormat, target: z.string().min(1) });

export function exportHandlers(context: CoreContext): Pick<Handlers, 'run.export'> {
  context.jobs.register('export', exportJob(context));
  return {
    'run.export': async ({ id, format, to }) => {
      const run = getRun(context.database, id);
      if (run.state !== 'finished') throw notFinished(run);
      const dir = await targetOf(to, `${safeName(run.name)}-${format}`);
      const jobId = context.jobs.start('export', { runId: id, format, target: dir }, { title: run.name, runId: id });
      return { jobId, dir };
    },
  };
}

function exportJob(context: CoreContext): JobDefinition<typeof ExportParams> {
  return {
    params: ExportParams,
    resumable: false,
    async run({ runId, format, target }, job) {
      job.report('writing', 0, 0);
      await writeExport(context, { runId, format, target, signal: job.signal });
    },
  };
}

const MOST_TRIED = 1000;

async function targetOf(to: RunExport['to'], name: string): Promise<string> {
  if (to.kind === 'exactly') return resolve(to.path);
  for (let number = 1; number <= MOST_TRIED; number += 1) {
    const dir = join(resolve(to.folder), number === 1 ? name : `${name} (${number})`);
    if (!(await isTaken(dir))) return dir;
  }
  throw new AppError('ALREADY_EXISTS', `${to.folder} holds too many exports of this run.`, {
    details: { path: to.folder, remedy: 'Choose another folder.' },
  });
}

/** A run's name as the name of a folder on every system. */
const safeName = (name: string): string =>
  name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 80) || 'run';
