import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { Network } from '../graph/layers.ts';

/** What is known of a backbone before its graph is written. */
export type BackboneDescription = Pick<BackboneManifest, 'id' | 'name' | 'license' | 'source' | 'caveat'>;

export interface ImportedBackbone {
  network: Network;
  /** Of the weights as their source stores them. */
  weightsSha256: string;
  /** How photos enter it; squashed unless said. */
  resize?: BackboneManifest['preprocessing']['resize'];
}

export interface BackboneImporter {
  description: BackboneDescription;
  /**
   * Reads the weights below a path of the user's disk and checks that they are the ones we know.
   * @throws AppError BAD_INPUT with details {path, reason} when they are missing or others.
   */
  read(sourcePath: string): ImportedBackbone;
}
