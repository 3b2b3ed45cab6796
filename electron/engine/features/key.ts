import { hash } from 'node:crypto';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { preparationVersion } from '../images/prepare.ts';
import type { View } from './views.ts';

/** Versions of what computes features: a change of any may change their last bits, or more. */
export interface Versions {
  sharp: string;
  vips: string;
  tensorFlow: string;
  oneDnn: boolean;
}

/** Everything but the photo that a feature depends on. Features of different keys are never mixed. */
export interface FeatureKey extends Versions {
  graphSha256: string;
  imageSizePx: number;
  featureCount: number;
  preprocessing: BackboneManifest['preprocessing'];
  preparationVersion: number;
  view: View;
}

export function featureKey(manifest: BackboneManifest, view: View, versions: Versions): FeatureKey {
  const { graphSha256, imageSizePx, featureCount } = manifest;
  const { mean, scale, resize } = manifest.preprocessing;
  const { sharp, vips, tensorFlow, oneDnn } = versions;
  return {
    graphSha256,
    imageSizePx,
    featureCount,
    preprocessing: { mean, scale, resize },
    preparationVersion,
    view,
    sharp,
    vips,
    tensorFlow,
    oneDnn,
  };
}

/** Name of the key's folder in the cache: equal keys, equal names (the fields stand in a fixed order). */
export const folderName = (key: FeatureKey): string => hash('sha256', JSON.stringify(key), 'hex').slice(0, 32);
