import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { RunClass, TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';
import type { Network } from '../graph/layers.ts';
import type { Gate } from '../images/gate.ts';
import type { Progress } from '../protocol.ts';
import type { TunedPhoto } from './tunePhotos.ts';

/** All that decides what a fine-tuned run becomes, and where it is kept. */
export interface TuneRunRequest {
  /** The network before training: its manifest and its layers. */
  base: BackboneManifest;
  network: Network;
  train: readonly TunedPhoto[];
  valid: readonly TunedPhoto[];
  classes: readonly RunClass[];
  config: TrainConfig;
  tuning: TuningConfig;
  mapsDir: string;
  runDir: string;
  tensorBoardDir: string | null;
  resume: boolean;
}

export interface TuneRunDeps {
  gate: Gate;
  signal: AbortSignal;
  breathe: () => Promise<void>;
  report: (event: Progress<'tune'>) => void;
  clock: () => number;
  now: () => Date;
  residentBytes: () => number;
  freeBytes: () => number;
}
