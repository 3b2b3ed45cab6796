import type { CoreContext } from '../context.ts';
import { measuredSpeed, storeMeasuredSpeed } from '../database/measuredSpeeds.ts';
import { viewCounts } from '../../shared/presets.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';

type SpeedConfig = Pick<TrainConfig, 'backboneId' | 'views'>;
type SpeedContext = Pick<CoreContext, 'database'>;
type TunedConfig = Pick<TrainConfig, 'backboneId' | 'views' | 'epochs'>;

/** Fewer photos than this measure start-up, not speed. */
const ENOUGH_PHOTOS = 32;

/** Seconds a photo on two cores, until this computer was measured: decoding, and the network for each view. */
const DECODE_SECONDS = 0.004;
const NETWORK_SECONDS: Record<string, number> = { inceptionV3: 0.08, efficientNetLite0: 0.011 };
const OTHER_NETWORK_SECONDS = 0.05;
/** Of the head, a photo and epoch; and what starts and ends a run. */
const EPOCH_SECONDS = 0.00002;
const FIXED_SECONDS = 3;

/** Of fine-tuning, until this computer was measured: what the frozen layers take a view, and a step a photo. */
const MAP_SECONDS: Record<string, number> = { inceptionV3: 0.05, efficientNetLite0: 0.007 };
const STEP_SECONDS: Record<TuningConfig['stages'], Record<string, number>> = {
  upper: { inceptionV3: 0.12, efficientNetLite0: 0.015 },
  all: { inceptionV3: 0.6, efficientNetLite0: 0.08 },
};
const FLOAT16_BYTES = 2;
const OTHER_SECONDS = { map: 0.03, step: { upper: 0.08, all: 0.4 } } as const;

const extractWork = ({ backboneId, views }: SpeedConfig): string => `extract.${backboneId}.${views}`;
const epochWork = ({ backboneId, views }: SpeedConfig): string => `epoch.${backboneId}.${views}`;

export function noteExtraction(
  { database }: SpeedContext,
  config: SpeedConfig,
  { computed, seconds }: { computed: number; seconds: number },
): void {
  if (computed >= ENOUGH_PHOTOS && seconds > 0) storeMeasuredSpeed(database, extractWork(config), seconds / computed);
}

export function noteEpoch({ database }: SpeedContext, config: SpeedConfig, photos: number, seconds: number): void {
  if (photos >= ENOUGH_PHOTOS && seconds > 0) storeMeasuredSpeed(database, epochWork(config), seconds / photos);
}

/** What a run will cost: seconds from this computer's last runs where there were some. */
export function estimateSeconds(
  { database }: SpeedContext,
  config: SpeedConfig & Pick<TrainConfig, 'epochs'>,
  { toExtract, photos }: { toExtract: number; photos: number },
): { secondsExtract: number; secondsTrain: number } {
  const network = NETWORK_SECONDS[config.backboneId] ?? OTHER_NETWORK_SECONDS;
  const secondsAPhoto =
    measuredSpeed(database, extractWork(config)) ?? DECODE_SECONDS + network * viewCounts[config.views];
  const secondsAnEpoch = (measuredSpeed(database, epochWork(config)) ?? EPOCH_SECONDS) * photos;
  return {
    secondsExtract: toExtract * secondsAPhoto,
    secondsTrain: FIXED_SECONDS + secondsAnEpoch * config.epochs,
  };
}

const mapWork = ({ backboneId }: TunedConfig, { stages }: TuningConfig): string => `map.${backboneId}.${stages}`;
const stepWork = ({ backboneId }: TunedConfig, { stages }: TuningConfig): string => `step.${backboneId}.${stages}`;
/** Where all layers are trained there are no maps: photos are only read through. */
const viewsKept = ({ stages, cachedViews }: TuningConfig): number => (stages === 'upper' ? cachedViews : 1);

/** `computed` counts photos, each with all its views. */
export function noteMaps(
  { database }: SpeedContext,
  config: TunedConfig,
  tuning: TuningConfig,
  { computed, seconds }: { computed: number; seconds: number },
): void {
  if (computed < ENOUGH_PHOTOS || seconds <= 0) return;
  storeMeasuredSpeed(database, mapWork(config, tuning), seconds / computed / viewsKept(tuning));
}

export function noteTunedEpoch(
  { database }: SpeedContext,
  config: TunedConfig,
  tuning: TuningConfig,
  photos: number,
  seconds: number,
): void {
  if (photos >= ENOUGH_PHOTOS && seconds > 0) storeMeasuredSpeed(database, stepWork(config, tuning), seconds / photos);
}

/** Seconds that the parts of a fine-tuning take on this computer. */
export interface TuningSpeeds {
  /** A photo's one view through the frozen layers; of all stages, reading a photo. */
  map: number;
  /** A photo in one epoch of one member, with its share of the validation. */
  step: number;
  /** A photo through decoder and network once, as it is scored. */
  view: number;
}

export function tuningSpeeds({ database }: SpeedContext, config: TunedConfig, tuning: TuningConfig): TuningSpeeds {
  const { backboneId } = config;
  const { stages } = tuning;
  return {
    map:
      measuredSpeed(database, mapWork(config, tuning)) ??
      (stages === 'all' ? DECODE_SECONDS : (MAP_SECONDS[backboneId] ?? OTHER_SECONDS.map)),
    step:
      measuredSpeed(database, stepWork(config, tuning)) ??
      STEP_SECONDS[stages][backboneId] ??
      OTHER_SECONDS.step[stages],
    view: NETWORK_SECONDS[backboneId] ?? OTHER_NETWORK_SECONDS,
  };
}

/** Seconds of a fine-tuning whose maps are all still to be made, the scoring of the validation photos at its end included. */
export function tuningSeconds(
  { map, step, view }: TuningSpeeds,
  { views, epochs }: TunedConfig,
  tuning: TuningConfig,
  { train, valid }: { train: number; valid: number },
): { secondsExtract: number; secondsTrain: number } {
  const scoring = valid * (DECODE_SECONDS + view * viewCounts[views]);
  return {
    secondsExtract: map * (train * viewsKept(tuning) + valid),
    secondsTrain: FIXED_SECONDS + tuning.members * epochs * train * step + scoring,
  };
}

/** What teaching one model takes, features or maps included when none are there: for what is to fit in a time. */
export function expectedSeconds(
  context: SpeedContext,
  config: SpeedConfig & Pick<TrainConfig, 'epochs' | 'tuning'>,
  { train, valid }: { train: number; valid: number },
): number {
  const { tuning } = config;
  const { secondsExtract, secondsTrain } =
    tuning === null
      ? estimateSeconds(context, config, { toExtract: 0, photos: train + valid })
      : tuningSeconds(tuningSpeeds(context, config, tuning), config, tuning, { train, valid });
  return secondsExtract + secondsTrain;
}

/** Bytes of the maps in float16: of the last layer before the maps become smaller than a sixteenth of the photo, which is near where `upper` begins. */
export function mapBytes({ imageSizePx, layers }: BackboneManifest, tuning: TuningConfig, train: number): number {
  if (tuning.stages === 'all') return 0;
  const side = Math.floor(imageSizePx / 16);
  const sizes = layers.flatMap(({ outputShape: [height, width, channels] }) =>
    height === side && width === side && channels !== undefined ? [height * width * channels] : [],
  );
  const values = sizes.length === 0 ? side * side * 128 : Math.min(...sizes);
  return values * FLOAT16_BYTES * tuning.cachedViews * train;
}
