import { NOTICE } from '../../../shared/notice.ts';
import { REPORT_FONT } from './fonts.ts';

/** file: for a browser, which numbers the pages itself; pdf: Electron prints notice and page number at the foot. */
export type HtmlPurpose = 'file' | 'pdf';

/** White in every theme, since it is paper. Lengths of type in pt, so that screen and A4 look alike. */
export const styleSheet = (purpose: HtmlPurpose): string => `
:root{color-scheme:light}
*{box-sizing:border-box}
html{background:#fff;color:#1a1a1a;font:10pt/1.5 '${REPORT_FONT}',system-ui,-apple-system,'Segoe UI','Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
body{max-width:190mm;margin:0 auto;padding:10mm 8mm}
h1{font-size:20pt;line-height:1.2;font-weight:600;margin:5mm 0 2mm}
h1 .subject{display:block;font-size:13pt;font-weight:400;color:#444;overflow-wrap:anywhere}
h2{font-size:14pt;line-height:1.3;font-weight:600;margin:10mm 0 2mm;padding-top:2mm;border-top:1px solid #999}
h3{font-size:11.5pt;font-weight:600;margin:6mm 0 1.5mm}
p{margin:0 0 2.5mm;overflow-wrap:anywhere}
.line{margin:0 0 .5mm;color:#444}
.notice{font-weight:600;padding:2mm 3mm;border:1.5px solid #1a1a1a;margin:0 0 3mm}
footer .notice{margin-top:10mm}
.caution{border-left:3px solid #b34700;background:#fdf3ec;padding:1.5mm 3mm}
.plain{color:#444}
ul{margin:0 0 3mm;padding-left:5mm}
li{margin-bottom:1mm}
nav ol{columns:2;padding-left:6mm;margin:4mm 0 0}
a{color:#1f3f77}
a:focus-visible,summary:focus-visible{outline:2px solid #1f3f77;outline-offset:2px}
table{width:100%;border-collapse:collapse;margin:3mm 0 5mm;font-size:9pt;line-height:1.4}
caption{text-align:left;font-weight:600;padding:0 0 1mm;overflow-wrap:anywhere}
th,td{text-align:left;vertical-align:top;padding:1mm 2.5mm 1mm 0;border-bottom:1px solid #d0d0d0;font-weight:400;overflow-wrap:anywhere}
thead th{font-weight:600;border-bottom:1.5px solid #444;vertical-align:bottom;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
tbody .number,tbody .word{white-space:nowrap}
tbody .long{white-space:normal}
.number+.text,.number+.word,.number+.path{padding-left:3mm}
.path{word-break:break-all}
thead .path{word-break:normal}
figure{margin:4mm 0 6mm}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(80mm,1fr));gap:0 6mm;align-items:start}
.figures figure{min-width:0}
figure svg{display:block;max-width:100%;height:auto}
.figures svg{width:100%}
figcaption{font-size:9pt;color:#333;margin-top:1.5mm}
details{font-size:9pt;margin-top:1mm}
summary{color:#1f3f77;cursor:pointer}
@media print{
html{font-size:9.5pt}
body{max-width:none;margin:0;padding:0}
nav,details{display:none}
a{color:inherit;text-decoration:none}
h1,h2,h3,caption,thead,h2+p:not(:last-child),h3+p:not(:last-child),h2+p+.plain:not(:last-child){break-after:avoid}
tbody tr:first-child{break-before:avoid}
tbody tr:nth-last-child(-n+2){break-before:avoid}
table.short{break-inside:avoid}
.figures{grid-template-columns:1fr 1fr}
figure,tr,.notice,.caution,.plain,li{break-inside:avoid}
thead{display:table-header-group}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
${purpose === 'file' ? pageFoot : ''}`;

/** Browsers that know margin boxes print the notice and the page at the foot of every page. */
const pageFoot = `@page{size:A4;margin:16mm 16mm 20mm}
@page{@bottom-left{content:'${NOTICE}';font:7.5pt sans-serif;color:#444}@bottom-right{content:counter(page) ' / ' counter(pages);font:7.5pt sans-serif;color:#444}}`;
