import type { ReportFormat } from '../shared/schemas/report.ts';
import { UsageError } from './environment.ts';

const endings: readonly (readonly [string, ReportFormat])[] = [
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.pdf', 'pdf'],
  ['.md', 'modelCardMarkdown'],
  ['.card.json', 'modelCardJson'],
  ['.json', 'metricsJson'],
];

/** What a report's file holds, by how its name ends. Throws UsageError. */
export function reportFormatOf(path: string): ReportFormat {
  const found = endings.find(([ending]) => path.toLowerCase().endsWith(ending));
  if (found !== undefined) return found[1];
  throw new UsageError(`"${path}": a report's name ends in ${endings.map(([ending]) => ending).join(', ')}.`);
}
