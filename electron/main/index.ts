import { app } from 'electron';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { optionOf } from './arguments.ts';
import { forbidNetworkBeforeStart } from './offline.ts';
import { findPlaces } from './places.ts';
import { printPdf } from './printPdf.ts';
import { registerScheme } from './scheme.ts';
import { runShell } from './shell.ts';
import { forbidNavigation } from './window.ts';

// All of this must come before Electron is ready.
app.setName('LesionLab');
// With --no-sandbox (root, in a checkout) it would keep Chromium's network process from starting.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Without a graphics device (a server, a virtual machine) Chromium's GPU process ends at once, and one start in seven then hung before
// the first picture: software drawing from the start does not.
if (process.platform === 'linux' && !existsSync('/dev/dri')) app.disableHardwareAcceleration();
forbidNetworkBeforeStart();
registerScheme();
forbidNavigation();

const printFolder = optionOf(process.argv.slice(1), '--print-pdf');
if (printFolder === null) openWindow();
else print(printFolder);

function openWindow(): void {
  const places = findPlaces(process.argv.slice(1));
  useProfile(places.profileFolder);
  // The lock belongs to the profile, and so to the data folder: another folder may have its own window.
  if (app.requestSingleInstanceLock()) {
    void runShell(places).catch((error: unknown) => {
      console.error('LesionLab could not start:', error);
      app.exit(1);
    });
  } else {
    console.error(
      `LesionLab is already open on the data folder ${places.dataFolder}: its window was brought to the front.`,
    );
    app.exit(0);
  }
}

/** A profile of its own, which goes with the folder: a window may be open on the data folder meanwhile. */
function print(folder: string): void {
  useProfile(join(folder, 'profile'));
  printPdf(folder).then(
    () => app.exit(0),
    (error: unknown) => {
      console.error('LesionLab could not print:', error);
      app.exit(1);
    },
  );
}

function useProfile(folder: string): void {
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
  app.setPath('crashDumps', folder);
}
