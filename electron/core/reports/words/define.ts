/** One entry a thing said; both languages are there or it does not compile. `{name}` stands for what is filled in. */
export interface Entry {
  en: string;
  zh: string;
}

export const defineWords = <K extends string>(words: Record<K, Entry>): Record<K, Entry> => words;
