import sharp from 'sharp';
import { tensorFlowVersion, usesOneDnn } from '../tensorflow.ts';
import type { Versions } from './key.ts';

export const imageVersions = (): { sharp: string; vips: string } => ({
  sharp: sharp.versions.sharp ?? 'unknown',
  vips: sharp.versions.vips,
});

/** Loads TensorFlow: only the native library says its version. */
export const featureVersions = (): Versions => ({
  ...imageVersions(),
  tensorFlow: tensorFlowVersion(),
  oneDnn: usesOneDnn(),
});
