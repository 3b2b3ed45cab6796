import type { BackboneInfo } from '../../../../electron/shared/schemas/backbone.ts';
import { t } from '../../i18n/index.svelte.ts';

/** What a user must know of a network's weights: in both languages for those that ship, else as the manifest says it. */
export function caveatOf(backbone: Pick<BackboneInfo, 'id' | 'caveat'>): string {
  if (backbone.caveat === '') return '';
  return backbone.id === 'inceptionV3' ? t('train.caveatInception') : backbone.caveat;
}
