import { escapeXml } from '../../../shared/figures/svg.ts';
import { NOTICE } from '../../../shared/notice.ts';
import type { ReportLanguage } from '../../../shared/schemas/report.ts';
import type { BatchRow } from '../../../shared/schemas/scoring.ts';
import { fileNameOf } from '../../evaluation/package/withoutFolders.ts';
import { fontRules, REPORT_FONT } from '../../reports/formats/fonts.ts';
import type { Speaker } from '../../reports/words/speaker.ts';
import { createSpeaker } from '../../reports/words/speaker.ts';
import { sheetSpeaker } from './sheetWords.ts';

/** A photo of a sheet: its row and, as JPEG, what it looks like; null: it is not there any more. */
export interface SheetPhoto {
  row: BatchRow;
  jpeg: Uint8Array | null;
}

export interface SheetFacts {
  runName: string;
  threshold: number;
  /** Photos of the whole batch. */
  total: number;
  /** ISO 8601. */
  scoredAt: string;
  madeAt: string;
  version: string;
  language: ReportLanguage;
}

type Say = ReturnType<typeof sheetSpeaker>;

/** One self-contained page, as a report is: style, photos and font are inside, no script, and its policy refuses every request. */
export async function sheetHtml(facts: SheetFacts, photos: readonly SheetPhoto[]): Promise<string> {
  const speaker = createSpeaker(facts.language);
  const say = sheetSpeaker(facts.language);
  const head = headOf(facts, photos.length, say, speaker);
  const cells = photos.map((photo) => cellOf(photo, say, speaker));
  const texts = [head, ...cells.map(({ words }) => words)].join('').replaceAll(/<[^>]*>/g, '');
  return `<!doctype html>
<html lang="${facts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="generator" content="LesionLab">
<title>${escapeXml(say('title'))}</title>
<style>
${await fontRules(texts)}
${STYLE}
</style>
</head>
<body>
${head}
<main>
${cells.map(({ picture, words }) => `<article>${picture}${words}</article>`).join('\n')}
</main>
</body>
</html>
`;
}

function headOf(facts: SheetFacts, shown: number, say: Say, speaker: Speaker): string {
  const { runName, threshold, total, scoredAt, madeAt, version } = facts;
  const about = say('about', {
    n: speaker.count(shown),
    total: speaker.count(total),
    run: runName,
    threshold: speaker.threshold(threshold),
  });
  const made = say('made', { scored: speaker.date(scoredAt), version, date: speaker.date(madeAt) });
  return `<header><p class="notice">${NOTICE}</p><h1>${escapeXml(say('title'))}</h1>
<p>${escapeXml(about)}</p><p>${escapeXml(made)}</p><p>${escapeXml(say('meaning'))}</p></header>`;
}

/** The classes' shapes, as everywhere in LesionLab: a circle and a triangle. */
const SHAPES = {
  benign: '<svg viewBox="0 0 12 12"><circle cx="6" cy="6" r="5" fill="#0072b2"/></svg>',
  malignant: '<svg viewBox="0 0 12 12"><path d="M6 .7 11.6 11H.4Z" fill="#d55e00"/></svg>',
};

function cellOf({ row: shown, jpeg }: SheetPhoto, say: Say, speaker: Speaker): { picture: string; words: string } {
  const { row, calibrated, quality, unlike, takenAt, mark, note } = shown;
  const picture =
    jpeg === null
      ? `<div class="picture none">${escapeXml(say('noPhoto'))}</div>`
      : `<div class="picture"><img alt="" src="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}"></div>`;
  const flags = [...(unlike === true ? [say('unlike')] : []), ...quality.map((code) => say(code))];
  const call =
    row.label === null
      ? `<b>${escapeXml(say('noScore'))}</b> ${escapeXml(row.error)}`
      : `${SHAPES[row.label]} <b>${escapeXml(say(row.label))}</b>, ${escapeXml(say('score'))} ${speaker.score(row.score)}`;
  const lines = [
    `<p class="name">${escapeXml(fileNameOf(row.path))}</p>`,
    `<p class="call">${call}</p>`,
    calibrated === null ? '' : plain(`${say('calibrated')} ${speaker.rate(calibrated)}`),
    flags.length === 0 ? '' : `<p class="flags">▲ ${escapeXml(flags.join(' · '))}</p>`,
    takenAt === null ? '' : plain(`${say('taken')} ${takenAt.replace('T', ' ')}`),
    mark === null ? '' : `<p><b>${escapeXml(say(mark))}</b></p>`,
    note === '' ? '' : `<p class="note">${escapeXml(say('note'))}: ${escapeXml(note)}</p>`,
  ];
  return { picture, words: lines.join('') };
}

const plain = (text: string): string => `<p>${escapeXml(text)}</p>`;

/** Paper is white in every theme. Three photos stand beside each other on A4. */
const STYLE = `:root{color-scheme:light}
*{box-sizing:border-box}
html{background:#fff;color:#1a1a1a;font:8.5pt/1.4 '${REPORT_FONT}',system-ui,'Noto Sans','Noto Sans CJK SC',sans-serif}
body{margin:0}
header{border-bottom:1.5px solid #1a1a1a;margin:0 0 4mm;padding:0 0 2mm}
h1{font-size:16pt;line-height:1.2;margin:2mm 0}
p{margin:0 0 .6mm;overflow-wrap:anywhere}
.notice{font-weight:600;padding:1.5mm 3mm;border:1.5px solid #1a1a1a}
main{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:4mm}
article{break-inside:avoid;border:1px solid #bbb;padding:2mm}
.picture{height:42mm;margin:0 0 1.5mm;background:#d4d4d4}
.picture img{display:block;width:100%;height:100%;object-fit:contain}
.none{display:grid;place-items:center;padding:3mm;text-align:center;color:#444}
.name{font-weight:600}
.call svg{width:3mm;height:3mm;vertical-align:-.3mm}
.flags{color:#7c3a00;font-weight:600}
.note{white-space:pre-wrap;border-left:2px solid #888;padding-left:1.5mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}`;
