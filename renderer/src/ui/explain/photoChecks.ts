import type { Explanation, QualityWarning } from '../../../../electron/shared/schemas/explanation.ts';
import { formatCount, formatNumber, formatPercent } from '../../i18n/format.svelte.ts';
import { t, type PlainKey } from '../../i18n/index.svelte.ts';

/** Whether the score of a photo means anything: unknown when its likeness to the training photos could not be told. */
export type Standing = 'checking' | 'failed' | 'usual' | 'unlike' | 'unknown';

export function standingOf({ unlike }: Explanation): Standing {
  if (unlike === null) return 'unknown';
  return unlike.isUnlike ? 'unlike' : 'usual';
}

export interface PhotoWarning {
  id: string;
  title: string;
  text: string;
  remedy: string;
}

/** All that speaks against a photo, in words, the gravest first. */
export function warningsOf({ unlike, quality }: Explanation): PhotoWarning[] {
  return [...unlikeWarning(unlike), ...quality.map(qualityWarning)];
}

function unlikeWarning(unlike: Explanation['unlike']): PhotoWarning[] {
  if (unlike === null) {
    return [{ id: 'unknown', title: t('explain.unknown'), text: t('explain.unknownText'), remedy: '' }];
  }
  if (!unlike.isUnlike) return [];
  const { distance, limit, picture, trainCount } = unlike;
  const beyond = (far: { distance: number; limit: number } | null): string | null =>
    far === null || far.distance <= far.limit ? null : ratioText(far.distance / far.limit);
  const features = beyond({ distance, limit });
  const structure = beyond(picture);
  const text = [
    t('explain.unlikeText'),
    features === null ? null : t('explain.unlikeFeatures', { ratio: features }),
    structure === null ? null : t('explain.unlikePicture', { ratio: structure }),
    t('explain.unlikeUsual', { count: formatCount(trainCount) }),
  ];
  return [
    {
      id: 'unlike',
      title: t('explain.unlike'),
      text: text.filter((part) => part !== null).join(' '),
      remedy: t('explain.unlikeRemedy'),
    },
  ];
}

/** A ratio just above 1 must not read as 1; with a limit of 0 it has no end. */
function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '∞';
  return ratio >= 10 ? formatNumber(ratio, 0) : formatNumber(Math.max(1.01, ratio), 2);
}

interface QualityWords {
  title: PlainKey;
  text:
    | 'explain.blurred.text'
    | 'explain.tooDark.text'
    | 'explain.tooBright.text'
    | 'explain.lowContrast.text'
    | 'explain.tooSmall.text';
  remedy: PlainKey;
  format: (value: number) => string;
}
const share = (value: number): string => formatPercent(value, 1);

const qualityWords: Readonly<Record<QualityWarning['code'], QualityWords>> = {
  BLURRED: {
    title: 'explain.blurred',
    text: 'explain.blurred.text',
    remedy: 'explain.blurred.remedy',
    format: (value) => formatNumber(value, 2),
  },
  TOO_DARK: { title: 'explain.tooDark', text: 'explain.tooDark.text', remedy: 'explain.tooDark.remedy', format: share },
  TOO_BRIGHT: {
    title: 'explain.tooBright',
    text: 'explain.tooBright.text',
    remedy: 'explain.tooBright.remedy',
    format: share,
  },
  LOW_CONTRAST: {
    title: 'explain.lowContrast',
    text: 'explain.lowContrast.text',
    remedy: 'explain.lowContrast.remedy',
    format: share,
  },
  TOO_SMALL: {
    title: 'explain.tooSmall',
    text: 'explain.tooSmall.text',
    remedy: 'explain.tooSmall.remedy',
    format: formatCount,
  },
};

/** A word or two. */
export const qualityTitle = (code: QualityWarning['code']): string => t(qualityWords[code].title);

function qualityWarning({ code, value, limit }: QualityWarning): PhotoWarning {
  const words = qualityWords[code];
  return {
    id: code,
    title: t(words.title),
    text: t(words.text, { value: words.format(value), limit: words.format(limit) }),
    remedy: t(words.remedy),
  };
}

/** A probability as per cent; ends that rounding would make certain are said as bounds. */
export function probabilityText(value: number): string {
  if (value < 0.0005) return t('explain.below', { value: formatPercent(0.001) });
  if (value >= 0.9995) return t('explain.above', { value: formatPercent(0.999) });
  return formatPercent(value);
}
