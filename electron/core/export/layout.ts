import { join } from 'node:path';

/** Where things stand in an exported folder. */
export const MANIFEST_FILE = 'manifest.json';
export const README_FILE = 'README.txt';
export const LICENSE_FILE = 'LICENSE-of-the-network.txt';

/** A backbone's folder and a run's folder as the engine takes them. */
export const backboneDirOf = (bundleDir: string): string => join(bundleDir, 'backbone');
export const runDirOfBundle = (bundleDir: string): string => join(bundleDir, 'run');

/** What a bundle cannot be without. */
export const NEEDED_FILES = ['backbone/backbone.json', 'backbone/saved_model.pb', 'run/head.bin'] as const;

/** By what photos are told to be unlike the training photos, where the run has that. */
export const REFERENCE_FILE = 'run/reference.bin';
