import './lib/nodeVersion.mjs';
import { runAttached } from './lib/child.mjs';
import { electronBinary, root, runtime } from './lib/paths.mjs';
import { fail, say, SetupError } from './lib/words.mjs';

/** `npm start`: set up what is missing, bundle what has changed, open the window. */
const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

async function start() {
  if (!hasDisplay()) say('there is no display here; what can be set up without one is set up first');
  const { setUp } = await import('./setup/index.mjs');
  await setUp('window');
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  if (!hasDisplay()) {
    throw new SetupError(
      'everything is set up, but there is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set)',
      'start it from a desktop session; or with a virtual display: xvfb-run -a npm start (package xvfb); or over ssh -X;\n' +
        'or work without a window: npm run -s lesionlab -- --help',
    );
  }
  // Chromium's sandbox refuses root. Only root, and only a checkout, goes without it.
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  process.exitCode = await runAttached(electronBinary(runtime('electron')), [root, ...flags, ...process.argv.slice(2)]);
}

await start().catch(fail);
