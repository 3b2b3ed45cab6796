import type { FigureModel } from '../../../shared/figures/figureModel.ts';

/** What a report is made of, in one language, before it becomes HTML or Markdown. All texts are plain: the writers escape them. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  /** caution: must not be overlooked. */
  | { kind: 'note'; tone: 'caution' | 'plain'; text: string }
  | { kind: 'table'; caption: string; columns: Column[]; rows: string[][] }
  | { kind: 'figure'; figure: FigureModel }
  | { kind: 'drawing'; caption: string; description: string; svg: string };

export interface Column {
  name: string;
  /** number: to the right, never broken; word: never broken either; path: may be broken anywhere; text: between words. */
  kind: 'text' | 'number' | 'word' | 'path';
}

export interface Section {
  /** For addresses within the page. */
  id: string;
  title: string;
  blocks: Block[];
  sections?: Section[];
}

export interface ReportDocument {
  language: 'en' | 'zh-CN';
  title: string;
  subtitle: string;
  /** Who, when, by what. */
  lines: string[];
  sections: Section[];
}

export const text = (name: string): Column => ({ name, kind: 'text' });
export const number = (name: string): Column => ({ name, kind: 'number' });
/** Of a few words of ours, which names of people's files beside them must not squeeze. */
export const word = (name: string): Column => ({ name, kind: 'word' });
export const path = (name: string): Column => ({ name, kind: 'path' });

/** A table of two columns, name and value. */
export const facts = (caption: string, names: [string, string], rows: (readonly [string, string] | null)[]): Block => ({
  kind: 'table',
  caption,
  columns: [text(names[0]), text(names[1])],
  rows: rows.filter((row) => row !== null).map(([name, value]) => [name, value]),
});
