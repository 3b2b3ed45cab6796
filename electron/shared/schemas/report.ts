import { z } from 'zod';
import { Id } from './common.ts';

export const ReportFormat = z.enum(['html', 'pdf', 'modelCardMarkdown', 'modelCardJson', 'metricsJson']);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const ReportRequest = z.object({
  evaluationId: Id,
  path: z.string().min(1),
  format: ReportFormat,
  language: z.enum(['en', 'zh-CN']),
  /** Share of malignant lesions where the model would be used: PPV and NPV are given at it too. null: the evaluated share only. */
  prevalence: z.number().gt(0).lt(1).nullable(),
  author: z.string().max(200),
  /** Other evaluations of the same photos to compare with. */
  compareWith: z.array(Id).max(5),
});
export type ReportRequest = z.infer<typeof ReportRequest>;
