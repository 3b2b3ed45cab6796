import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createOutput } from '../../../electron/cli/output.ts';
import { createProgressView } from '../../../electron/cli/progress.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';

function linesFor(progress: JobSnapshot['progress']): string {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const view = createProgressView(createOutput({ stdout: stream, stderr: stream }, false), () => 0);
  const snapshot: JobSnapshot = {
    id: 'b7e23ec2-9af5-4c1b-8e7d-3f1c9a2d4e5f',
    kind: 'import',
    title: 'photos',
    state: 'running',
    seq: 1,
    progress,
    secondsLeft: null,
    datasetId: null,
    runId: null,
    evaluationId: null,
    batchId: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    error: null,
    resumable: false,
  };
  view.event('job.changed', snapshot, snapshot.id);
  return written;
}

it('counts alone while a folder is looked through: how much there is in all is not known', () => {
  expect(linesFor({ phase: 'scanning', done: 374, total: 0, perSecond: null })).toBe(
    'Looking through the folder: 374\n',
  );
});

it('tells the share where the whole is known', () => {
  expect(linesFor({ phase: 'scoring', done: 3, total: 12, perSecond: null })).toBe('Scoring photos: 3 of 12 25 %\n');
});
