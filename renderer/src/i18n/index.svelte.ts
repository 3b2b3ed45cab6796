import type { Parameters, ParameterNames, Text } from './define.ts';
import { messages } from './messages.ts';

export type Language = 'en' | 'zh-CN';
export type LanguageSetting = Language | 'system';
export type MessageKey = keyof typeof messages;
type MessageOf<K extends MessageKey> = (typeof messages)[K];
/** Keys whose text has no parameters: they can be chosen by a variable and still be called with nothing. */
export type PlainKey = { [K in MessageKey]: [ParameterNames<MessageOf<K>>] extends [never] ? K : never }[MessageKey];

/** The system's language where we have it, else English. */
export const systemLanguage = (tags: readonly string[]): Language => {
  const first = tags.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
};

const state = $state<{ language: Language }>({ language: 'en' });

export const i18n = {
  get language(): Language {
    return state.language;
  },
};

export function setLanguage(setting: LanguageSetting): void {
  state.language = setting === 'system' ? systemLanguage(navigator.languages) : setting;
  document.documentElement.lang = state.language;
}

const pluralRules = { en: new Intl.PluralRules('en'), 'zh-CN': new Intl.PluralRules('zh-CN') };
const numberFormats = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 6 }),
  'zh-CN': new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 6 }),
};

/** Fills a text of the present language; numbers among the parameters are written its way. */
export function fill(text: Text, parameters: Readonly<Record<string, string | number>>, language: Language): string {
  const count = parameters['count'];
  const chosen =
    typeof text === 'string'
      ? text
      : text[typeof count === 'number' && pluralRules[language].select(count) === 'one' ? 'one' : 'other'];
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormats[language].format(value) : value;
  });
}

/** The words for a key in the present language. Reactive where it is read in a template or `$derived`. */
export function t<K extends MessageKey>(
  key: K,
  ...parameters: [ParameterNames<MessageOf<K>>] extends [never] ? [] : [Parameters<MessageOf<K>>]
): string {
  const message = messages[key];
  return fill(state.language === 'en' ? message.en : message.zh, parameters[0] ?? {}, state.language);
}
