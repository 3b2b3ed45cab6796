import type { JobSnapshot } from '../../../../electron/shared/schemas/job.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n/index.svelte.ts';
import { frame } from '../../state/frame.svelte.ts';
import { isActive, kindText, onJob } from '../../state/jobs.svelte.ts';
import { go, nav } from '../../state/nav.svelte.ts';
import { reportPath } from '../../state/reportFiles.ts';
import { toast } from '../../state/toasts.svelte.ts';
import { jobTarget } from './jobTarget.ts';

/**
 * Says when a job that the window saw running has ended. Someone who waits on the list of data sets for an import is
 * taken to it; nobody else is moved.
 */
export function announceJobs(): () => void {
  return onJob((job, before) => {
    if (before === undefined || !isActive(before) || isActive(job)) return;
    if (job.state === 'succeeded') announceDone(job);
    else if (job.state === 'failed') {
      toast({
        text: t('jobs.failedToast', { kind: kindText(job.kind), title: job.title }),
        tone: 'error',
        action: { label: t('common.details'), run: () => (frame.jobsOpen = true) },
      });
    }
  });
}

function announceDone(job: JobSnapshot): void {
  const target = jobTarget(job);
  const waits = job.kind === 'import' && nav.screen === 'data' && nav.selection.datasetId === null;
  if (waits && target !== null) go(target.screen, target.selection);
  const file = reportPath(job.id);
  toast({
    text: t('jobs.doneToast', { kind: kindText(job.kind), title: job.title }),
    tone: 'ok',
    ...(file !== null
      ? { action: { label: t('common.showInFolder'), run: () => void call('shell.showInFolder', { path: file }) } }
      : target === null || waits
        ? {}
        : { action: { label: t('common.open'), run: () => go(target.screen, target.selection) } }),
  });
}
