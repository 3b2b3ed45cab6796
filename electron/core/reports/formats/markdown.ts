import { NOTICE } from '../../../shared/notice.ts';
import type { Block, ReportDocument, Section } from '../document/blocks.ts';

/** A document as GitHub-flavoured Markdown, byte for byte the same for the same document. The notice stands first and last. */
export function toMarkdown(document: ReportDocument): string {
  const parts = [
    `# ${escape(document.title)}: ${escape(document.subtitle)}`,
    `**${NOTICE}**`,
    ...document.lines.map(escape),
    ...document.sections.flatMap((section) => sectionParts(section, 2)),
    '---',
    `**${NOTICE}**`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionParts(section: Section, level: number): string[] {
  return [
    `${'#'.repeat(level)} ${escape(section.title)}`,
    ...section.blocks.map(blockText),
    ...(section.sections ?? []).flatMap((inner) => sectionParts(inner, level + 1)),
  ];
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return escape(block.text);
    case 'list':
      return block.items.map((item) => `- ${escape(item)}`).join('\n');
    case 'note':
      return block.tone === 'caution' ? `> **!** ${escape(block.text)}` : `> ${escape(block.text)}`;
    case 'table': {
      const row = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
      const rule = block.columns.map(({ kind }) => (kind === 'number' ? '--:' : '---'));
      const lines = [row(block.columns.map(({ name }) => name)), `| ${rule.join(' | ')} |`, ...block.rows.map(row)];
      return `**${escape(block.caption)}**\n\n${lines.join('\n')}`;
    }
    case 'figure':
      return `**${escape(block.figure.title)}**\n\n${escape(block.figure.description)}`;
    case 'drawing':
      return `**${escape(block.caption)}**\n\n${escape(block.description)}`;
  }
}

/** Names of people's files and runs must stay what they are: nothing in them is markup. */
function escape(text: string): string {
  return text
    .replaceAll(/[\t\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~$]/g, (character) => `\\${character}`)
    .replaceAll(/&(?=#|\w+;)/g, '\\&')
    .replace(/^(\s*)([-+=]|\d+[.)])(?=\s|$)/, (_, blanks: string, mark: string) => `${blanks}\\${mark}`);
}
