/** Imported first of all: what follows needs Node 20.19, and says so instead of failing somewhere in the middle. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `LesionLab needs Node 20.19 or newer to set itself up; this is ${process.versions.node}.\n` +
      'What to do: install a current Node (with npm), then run the same command again.\n',
  );
  process.exit(1);
}
