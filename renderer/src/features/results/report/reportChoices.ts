import type { Evaluation } from '../../../../../electron/shared/schemas/evaluation.ts';
import type { ReportFormat } from '../../../../../electron/shared/schemas/report.ts';
import type { Run } from '../../../../../electron/shared/schemas/run.ts';

/** How the file's name ends; the command line knows the form by it too. */
export const endingOf: Readonly<Record<ReportFormat, string>> = {
  html: 'html',
  pdf: 'pdf',
  modelCardMarkdown: 'md',
  modelCardJson: 'card.json',
  metricsJson: 'json',
};

/** A name that every system takes for a file. */
export const fileNameFor = (name: string, format: ReportFormat): string =>
  `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim() || 'report'}.${endingOf[format]}`;

/** Others that may be of the same photos: open ones of the same split of the same data set, and files of scores or from elsewhere. */
export function comparableWith(
  own: Evaluation,
  evaluations: readonly Evaluation[],
  runs: readonly Pick<Run, 'id' | 'datasetId'>[],
): Evaluation[] {
  const datasetOf = ({ runId }: Evaluation): string | null => runs.find(({ id }) => id === runId)?.datasetId ?? null;
  const place = ({ source }: Evaluation): string =>
    source.kind === 'split' ? source.split : source.kind === 'folder' ? source.path : '';
  return evaluations.filter((other) => {
    if (other.id === own.id || !other.opened) return false;
    if (own.runId === null || other.runId === null) return true;
    return place(other) === place(own) && (own.source.kind !== 'split' || datasetOf(other) === datasetOf(own));
  });
}
