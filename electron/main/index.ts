import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { forbidNetworkBeforeStart } from './offline.ts';
import { findPlaces } from './places.ts';
import { registerScheme } from './scheme.ts';
import { runShell } from './shell.ts';
import { forbidNavigation } from './window.ts';

// All of this must come before Electron is ready.
app.setName('LesionLab');
app.enableSandbox();
forbidNetworkBeforeStart();
registerScheme();
forbidNavigation();

const places = findPlaces(process.argv.slice(1));
mkdirSync(places.profileFolder, { recursive: true });
app.setPath('userData', places.profileFolder);
app.setPath('sessionData', places.profileFolder);
app.setPath('crashDumps', places.profileFolder);

// The lock belongs to the profile, and so to the data folder: another folder may have its own window.
if (app.requestSingleInstanceLock()) {
  void runShell(places).catch((error: unknown) => {
    console.error('LesionLab could not start:', error);
    app.exit(1);
  });
} else {
  console.error(`LesionLab is already open on the data folder ${places.dataFolder}: its window was brought to the front.`);
  app.exit(0);
}
