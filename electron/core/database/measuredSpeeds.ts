import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { insertMany, json, one } from './rows.ts';

/** What this computer was measured to take, for estimates: seconds a photo by kind of work. Kept beside the settings. */
const keyOf = (work: string): string => `speed.${work}`;

const SpeedRow = z.object({ value: json(z.number().positive()) });

/** Seconds a photo, as last measured; null when it never was. */
export function measuredSpeed(db: DatabaseSync, work: string): number | null {
  const sql = 'SELECT value FROM settings WHERE key = :key';
  return one(db, SpeedRow, sql, { key: keyOf(work) })?.value ?? null;
}

export function storeMeasuredSpeed(db: DatabaseSync, work: string, secondsAPhoto: number): void {
  insertMany(db, 'settings', [{ key: keyOf(work), value: JSON.stringify(secondsAPhoto) }], { orReplace: true });
}
