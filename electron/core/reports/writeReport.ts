import type { ReportFormat, ReportLanguage } from '../../shared/schemas/report.ts';
import { assertNever } from '../../shared/errors.ts';
import { cardDocument } from './document/cardDocument.ts';
import { reportDocument } from './document/reportDocument.ts';
import { toHtml } from './formats/html.ts';
import { toCardJson, toMetricsJson } from './formats/json.ts';
import { toMarkdown } from './formats/markdown.ts';
import type { ReportModel } from './reportModel.ts';

/** One report as the bytes of its file. `print` turns a page into a PDF; it is called for that format only. */
export async function reportBytes(
  model: ReportModel,
  { format, language }: { format: ReportFormat; language: ReportLanguage },
  print: (html: string) => Promise<Uint8Array>,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'html':
      return toHtml(reportDocument(model, language), 'file');
    case 'pdf':
      return print(await toHtml(reportDocument(model, language), 'pdf'));
    case 'modelCardMarkdown':
      return toMarkdown(cardDocument(model, language));
    case 'modelCardJson':
      return toCardJson(model, cardDocument(model, language));
    case 'metricsJson':
      return toMetricsJson(model);
    default:
      return assertNever(format);
  }
}
