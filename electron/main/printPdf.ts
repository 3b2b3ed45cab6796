import { app, BrowserWindow, session } from 'electron';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NOTICE } from '../shared/notice.ts';

/**
 * `--print-pdf=FOLDER`: turns report.html in that folder into report.pdf beside it and ends, 0 when it is there. A process of its
 * own, started by the core for window and command line alike: no window is seen, no script runs, nothing is requested but that file.
 */
export async function printPdf(folder: string): Promise<void> {
  const address = pathToFileURL(join(folder, 'report.html')).href;
  await app.whenReady();
  const pages = session.fromPartition('print');
  pages.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: details.url !== address && !details.url.startsWith('data:') });
  });
  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  pages.setPermissionCheckHandler(() => false);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: pages,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      spellcheck: false,
      devTools: false,
    },
  });
  await window.loadURL(address);
  const pdf = await window.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: FOOTER,
    margins: { top: 0.65, bottom: 0.8, left: 0.63, right: 0.63 },
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
  writeFileSync(join(folder, 'report.pdf'), pdf);
}

/** On every page; latin only, so that it needs no font of ours. */
const FOOTER = `<div style="width:100%;margin:0 0.63in;font:7.5pt sans-serif;color:#444;display:flex;justify-content:space-between"><span>${NOTICE}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`;
