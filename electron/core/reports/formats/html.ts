import { printStyle } from '../../../shared/figures/figureTypes.ts';
import type { FigureTable } from '../../../shared/figures/figureTable.ts';
import { escapeXml } from '../../../shared/figures/svg.ts';
import { NOTICE } from '../../../shared/notice.ts';
import type { Block, Column, ReportDocument, Section } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';
import { createSpeaker } from '../words/speaker.ts';
import { fontRules, REPORT_FONT } from './fonts.ts';
import type { HtmlPurpose } from './styleSheet.ts';
import { styleSheet } from './styleSheet.ts';

/** Figures and tables are counted through the document. */
interface Counters {
  speaker: Speaker;
  figures: number;
  tables: number;
}

const svgOptions = {
  width: 360,
  style: { ...printStyle, fontFamily: `'${REPORT_FONT}', ${printStyle.fontFamily}` },
};

/**
 * A document as one file that needs nothing else: style, drawings and the font's slices are inside, there is no script, and its
 * own policy refuses every request. Byte for byte the same for the same document.
 */
export async function toHtml(document: ReportDocument, purpose: HtmlPurpose): Promise<string> {
  const counters: Counters = { speaker: createSpeaker(document.language), figures: 0, tables: 0 };
  const body = bodyOf(document, counters);
  const fonts = await fontRules(body.replaceAll(/<[^>]*>/g, ''));
  return `<!doctype html>
<html lang="${document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="generator" content="LesionLab">
<title>${escapeXml(`${document.title}: ${document.subtitle}`)}</title>
<style>
${fonts}
${styleSheet(purpose)}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function bodyOf(document: ReportDocument, counters: Counters): string {
  const notice = `<p class="notice" role="note" lang="en">${NOTICE}</p>`;
  const links = document.sections.map(({ id, title }) => `<li><a href="#${id}">${escapeXml(title)}</a></li>`);
  return [
    '<header>',
    notice,
    `<h1>${escapeXml(document.title)}<span class="subject">${escapeXml(document.subtitle)}</span></h1>`,
    ...document.lines.map((line) => `<p class="line">${escapeXml(line)}</p>`),
    '</header>',
    `<nav><ol>${links.join('')}</ol></nav>`,
    '<main>',
    ...document.sections.map((section) => sectionHtml(section, 2, counters)),
    '</main>',
    `<footer>${notice}</footer>`,
  ].join('\n');
}

function sectionHtml(section: Section, level: number, counters: Counters): string {
  return [
    `<section id="${section.id}">`,
    `<h${level}>${escapeXml(section.title)}</h${level}>`,
    ...inGrids(section.blocks).map((group) => groupHtml(group, counters)),
    ...(section.sections ?? []).map((inner) => sectionHtml(inner, level + 1, counters)),
    '</section>',
  ].join('\n');
}

/** Figures that follow one another stand side by side. */
function inGrids(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === 'figure' && last?.[0]?.kind === 'figure') last.push(block);
    else groups.push([block]);
  }
  return groups;
}

function groupHtml(group: readonly Block[], counters: Counters): string {
  const blocks = group.map((block) => blockHtml(block, counters)).join('\n');
  return group[0]?.kind === 'figure' ? `<div class="figures">${blocks}</div>` : blocks;
}

function blockHtml(block: Block, counters: Counters): string {
  const { say } = counters.speaker;
  switch (block.kind) {
    case 'text':
      return `<p>${escapeXml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
    case 'note':
      return `<p class="${block.tone}" role="note">${escapeXml(block.text)}</p>`;
    case 'table': {
      counters.tables += 1;
      const number = say('table', { number: String(counters.tables) });
      return tableHtml(`${number}. ${block.caption}`, block.columns, block.rows);
    }
    case 'figure': {
      const { title, description, svg, shortTable } = block.figure;
      const facts = shortTable();
      return figureHtml({ title, description, svg: svg(svgOptions), facts }, counters);
    }
    case 'drawing':
      return figureHtml(
        { title: block.caption, description: block.description, svg: block.svg, facts: null },
        counters,
      );
  }
}

interface Figure {
  title: string;
  description: string;
  svg: string;
  facts: FigureTable | null;
}

/** On the screen each figure has its facts in a table to be unfolded; paper has the drawing. */
function figureHtml({ title, description, svg, facts }: Figure, counters: Counters): string {
  const { say } = counters.speaker;
  counters.figures += 1;
  const caption = `<b>${say('figure', { number: String(counters.figures) })}. ${escapeXml(title)}</b> ${escapeXml(description)}`;
  const table =
    facts === null
      ? ''
      : `<details><summary>${escapeXml(say('figureFacts'))}</summary>${tableHtml(title, factColumns(facts), factRows(facts, counters.speaker))}</details>`;
  return `<figure>${svg}<figcaption>${caption}</figcaption>${table}</figure>`;
}

const factColumns = ({ columns }: FigureTable): Column[] =>
  columns.map(({ name, kind }) => ({ name, kind: kind === 'text' ? 'text' : 'number' }));

const factRows = ({ columns, rows }: FigureTable, { count, decimals, rate, say }: Speaker): string[][] =>
  rows.map((cells) =>
    cells.map((cell, index) => {
      if (cell === null) return say('undefined');
      if (typeof cell === 'string') return cell;
      const kind = columns[index]?.kind;
      return kind === 'count' ? count(cell) : kind === 'rate' ? rate(cell) : decimals(cell);
    }),
  );

const SHORT_ROWS = 14;

/** A figure with its interval; what is longer (words for why there is none) may be broken. */
const LONGEST_NUMBER = 26;

/** The first cell of a row names it. */
function tableHtml(caption: string, columns: readonly Column[], rows: readonly string[][]): string {
  const kindOf = (index: number): string => columns[index]?.kind ?? 'text';
  const cellClass = (index: number, cell: string): string =>
    cell.length > LONGEST_NUMBER ? `${kindOf(index)} long` : kindOf(index);
  const head = columns.map(({ name, kind }) => `<th scope="col" class="${kind}">${escapeXml(name)}</th>`).join('');
  const body = rows.map((cells) => {
    const written = cells.map((cell, index) =>
      index === 0
        ? `<th scope="row" class="${cellClass(index, cell)}">${escapeXml(cell)}</th>`
        : `<td class="${cellClass(index, cell)}">${escapeXml(cell)}</td>`,
    );
    return `<tr>${written.join('')}</tr>`;
  });
  // Kept on one page, unless it would leave most of a page empty.
  const size = rows.length <= SHORT_ROWS ? ' class="short"' : '';
  return `<table${size}><caption>${escapeXml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}
