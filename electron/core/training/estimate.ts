import type { CoreContext } from '../context.ts';
import { measuredSpeed, storeMeasuredSpeed } from '../database/measuredSpeeds.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';

type SpeedConfig = Pick<TrainConfig, 'backboneId' | 'views'>;
type SpeedContext = Pick<CoreContext, 'database'>;

/** Fewer photos than this measure start-up, not speed. */
const ENOUGH_PHOTOS = 32;

/** Seconds a photo on two cores, until this computer was measured: decoding, and the network for each view. */
const DECODE_SECONDS = 0.004;
const NETWORK_SECONDS: Record<string, number> = { inceptionV3: 0.08, efficientNetLite0: 0.011 };
const OTHER_NETWORK_SECONDS = 0.05;
const VIEW_COUNT = { one: 1, flips: 4 } as const;
/** Of the head, a photo and epoch; and what starts and ends a run. */
const EPOCH_SECONDS = 0.00002;
const FIXED_SECONDS = 3;

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
    measuredSpeed(database, extractWork(config)) ?? DECODE_SECONDS + network * VIEW_COUNT[config.views];
  const secondsAnEpoch = (measuredSpeed(database, epochWork(config)) ?? EPOCH_SECONDS) * photos;
  return {
    secondsExtract: toExtract * secondsAPhoto,
    secondsTrain: FIXED_SECONDS + secondsAnEpoch * config.epochs,
  };
}
