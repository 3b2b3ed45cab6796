import { NOTICE } from '../../../shared/notice.ts';
import { ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, ReportDocument, Section } from '../document/blocks.ts';
import type { ReportModel } from '../reportModel.ts';

const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `metrics.json`. Checked against its own schema, so that what is published and what is written cannot part. */
export const toMetricsJson = ({ facts }: ReportModel): string => print(ReportFacts.parse(facts));

/** The model card for programs: each section with its words and tables, and all facts as metrics.json has them. */
export function toCardJson(model: ReportModel, document: ReportDocument): string {
  return print({
    notice: NOTICE,
    formatVersion: 1,
    language: document.language,
    title: document.title,
    name: document.subtitle,
    lines: document.lines,
    sections: document.sections.map(sectionJson),
    facts: ReportFacts.parse(model.facts),
  });
}

interface SectionJson {
  id: string;
  title: string;
  content: unknown[];
  sections: SectionJson[];
}

function sectionJson({ id, title, blocks, sections = [] }: Section): SectionJson {
  return { id, title, content: blocks.map(blockJson), sections: sections.map(sectionJson) };
}

function blockJson(block: Block): unknown {
  switch (block.kind) {
    case 'text':
      return { text: block.text };
    case 'note':
      return block.tone === 'caution' ? { caution: block.text } : { note: block.text };
    case 'list':
      return { list: block.items };
    case 'table':
      return { table: block.caption, columns: block.columns.map(({ name }) => name), rows: block.rows };
    case 'figure':
      return { figure: block.figure.title, description: block.figure.description };
    case 'drawing':
      return { figure: block.caption, description: block.description };
  }
}
