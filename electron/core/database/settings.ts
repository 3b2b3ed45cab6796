import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Settings } from '../../shared/schemas/settings.ts';
import { all, insertMany, json, transaction } from './rows.ts';

const SettingRow = z.object({ key: z.string(), value: json(z.unknown()) });

/** What was set, over the defaults; a stored value that this version does not understand counts as not set. */
export function readSettings(db: DatabaseSync): Settings {
  const stored = Object.fromEntries(
    all(db, SettingRow, 'SELECT key, value FROM settings').map((row) => [row.key, row.value]),
  );
  const understood = Object.entries(stored).filter(
    ([key, value]) => Settings.partial().safeParse({ [key]: value }).success,
  );
  return Settings.parse(Object.fromEntries(understood));
}

/** Changes the given settings, and no others. */
export function writeSettings(
  db: DatabaseSync,
  changes: { [K in keyof Settings]?: Settings[K] | undefined },
): Settings {
  const rows = Object.entries(changes).filter(([, value]) => value !== undefined);
  return transaction(db, () => {
    insertMany(
      db,
      'settings',
      rows.map(([key, value]) => ({ key, value: JSON.stringify(value) })),
      { orReplace: true },
    );
    return readSettings(db);
  });
}
