/** A text, or its forms by number: chosen by the parameter `count`. Chinese needs `other` only. */
export type Text = string | { readonly one: string; readonly other: string };
export interface Message {
  readonly en: Text;
  readonly zh: Text;
}
export type Messages = Readonly<Record<string, Message>>;

/** Keeps the texts literal, so that their parameters are known to the compiler; a missing language does not compile. */
export const defineMessages = <const T extends Messages>(messages: T): T => messages;

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<T extends Text> = T extends string
  ? NamesIn<T>
  : T extends { one: infer One extends string; other: infer Other extends string }
    ? NamesIn<One> | NamesIn<Other> | 'count'
    : never;

/** Names of a message's parameters, from its English text. */
export type ParameterNames<M extends Message> = NamesOf<M['en']>;
export type Parameters<M extends Message> = { readonly [N in ParameterNames<M>]: string | number };
