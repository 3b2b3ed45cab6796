import { SetupError } from '../lib/words.mjs';

/**
 * Switches inside Electron's executable, as electron-builder names them: the shipped program runs no code but its own archive, and no variable or
 * argument turns it into a bare Node or opens it to a debugger.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Electron checks the archive's hash on macOS and Windows; on Linux the switch has no effect yet.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  // The window is served by app://, and a report is one file.
  grantFileProtocolExtraPrivileges: false,
};

const capitalised = (name) => name[0].toUpperCase() + name.slice(1);

/** As Electron writes it into its wire of fuses: the figure one. */
const ENABLED = '1'.charCodeAt(0);

/** The switches of an executable: name as above, true or false. */
export async function readFuses(executable) {
  const { FuseV1Options, getCurrentFuseWire } = (await import('@electron/fuses')).default;
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.keys(fuses).map((name) => [name, wire[FuseV1Options[capitalised(name)]] === ENABLED]),
  );
}

/** Reads them back from what is shipped. */
export async function checkFuses(executable) {
  const found = await readFuses(executable);
  const wrong = Object.keys(fuses).filter((name) => found[name] !== fuses[name]);
  if (wrong.length > 0) {
    throw new SetupError(
      `fuses of ${executable} are not as they must be: ${wrong.join(', ')}`,
      'remove the folder release/ and run the same command again',
    );
  }
}
