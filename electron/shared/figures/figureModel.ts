import type { FigureTable } from './figureTable.ts';
import type { FigureOptions } from './figureTypes.ts';

/**
 * A figure with its words and facts: what a report prints, what the window exports and reads out. Drawing and table are made when
 * they are asked for.
 */
export interface FigureModel {
  /** For file names: roc, pr, reliability, decision, histogram, learning. */
  name: string;
  title: string;
  /** What the drawing says, in one or two sentences. */
  description: string;
  svg: (options?: FigureOptions) => string;
  /** All facts, for a CSV. */
  table: () => FigureTable;
  /** So many rows as a person reads. */
  shortTable: () => FigureTable;
}
