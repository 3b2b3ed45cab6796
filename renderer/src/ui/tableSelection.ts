/** only: this row alone; toggle: this one too, or no longer; range: all from the one chosen last to this one. */
export type Choosing = 'only' | 'toggle' | 'range';

/** Which rows of a `VirtualTable` are selected; who owns it knows rows that are not drawn, too. */
export interface TableSelection<T> {
  has(row: T): boolean;
  choose(index: number, how: Choosing): void;
  all(): void;
}
