import manifest from '../../package.json' with { type: 'json' };

/** Of this program; a bundle has it inside. */
export const VERSION = manifest.version;
