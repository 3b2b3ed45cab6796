import type { DatabaseSync } from 'node:sqlite';

const versions = new WeakMap<DatabaseSync, number>();

/** Rises with every change of a mark or note. */
export const marksVersion = (db: DatabaseSync): number => versions.get(db) ?? 0;

export const marksChanged = (db: DatabaseSync): void => void versions.set(db, marksVersion(db) + 1);
