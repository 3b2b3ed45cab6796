import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';

/** Columns by name, or the values bound to a statement's `:names`. */
export type SqlRow = Record<string, SQLInputValue>;

/** Every row that the query gives, parsed. */
export function all<S extends z.ZodType>(db: DatabaseSync, schema: S, sql: string, bound: SqlRow = {}): z.output<S>[] {
  return db
    .prepare(sql)
    .all(bound)
    .map((row) => schema.parse(row));
}

/** The first row, parsed, or null. */
export function one<S extends z.ZodType>(
  db: DatabaseSync,
  schema: S,
  sql: string,
  bound: SqlRow = {},
): z.output<S> | null {
  const row = db.prepare(sql).get(bound);
  return row === undefined ? null : schema.parse(row);
}

/** Rows one by one, parsed: for tables that should not be in memory whole. Do not write to the table meanwhile. */
export function* each<S extends z.ZodType>(
  db: DatabaseSync,
  schema: S,
  sql: string,
  bound: SqlRow = {},
): Generator<z.output<S>> {
  for (const row of db.prepare(sql).iterate(bound)) yield schema.parse(row);
}

/** Number of rows changed. */
export const run = (db: DatabaseSync, sql: string, bound: SqlRow = {}): number =>
  Number(db.prepare(sql).run(bound).changes);

const columnsOf = (row: SqlRow): string[] => Object.keys(row);

/** Column names come from our own code; values are bound. */
export function insert(db: DatabaseSync, table: string, row: SqlRow): void {
  insertMany(db, table, [row]);
}

/** One prepared statement for all rows, which must have the same columns. `orReplace` overwrites a row with the same key. */
export function insertMany(
  db: DatabaseSync,
  table: string,
  rows: Iterable<SqlRow>,
  { orReplace = false }: { orReplace?: boolean } = {},
): number {
  let statement: ReturnType<DatabaseSync['prepare']> | null = null;
  let count = 0;
  for (const row of rows) {
    statement ??= db.prepare(
      `INSERT ${orReplace ? 'OR REPLACE ' : ''}INTO ${table} (${columnsOf(row).join(', ')})
       VALUES (${columnsOf(row)
         .map((column) => `:${column}`)
         .join(', ')})`,
    );
    statement.run(row);
    count += 1;
  }
  return count;
}

/** Changes the given columns of the row with this id; throws NOT_FOUND when there is none. */
export function update(db: DatabaseSync, table: string, id: string, changes: SqlRow): void {
  const columns = columnsOf(changes);
  if (columns.length === 0) return;
  const assignments = columns.map((column) => `${column} = :${column}`).join(', ');
  const changed = run(db, `UPDATE ${table} SET ${assignments} WHERE id = :id`, { ...changes, id });
  if (changed === 0) throw notFound(table, id);
}

export const notFound = (table: string, id: string): AppError =>
  new AppError('NOT_FOUND', `no row ${id} in ${table}`, { details: { table, id } });

export function orNotFound<T>(row: T | null, table: string, id: string): T {
  if (row === null) throw notFound(table, id);
  return row;
}

/**
 * All or nothing. `work` must be synchronous: there is one connection, so an await inside would let another call's
 * statements into this transaction. Inside another transaction it is a part of that one.
 */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    if (result instanceof Promise) throw new Error('a transaction cannot wait');
    db.exec('COMMIT');
    return result;
  } catch (thrown) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw thrown;
  }
}

/** A text column that holds JSON of this shape. */
export const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** SQLite has no booleans. */
export const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

/** Row numbers are integers in the file and ids (strings) outside it. */
export const rowId = z.int().transform(String);

/** The integer of a row's id, or null when it cannot be one. */
export function parseRowId(id: string): number | null {
  return /^[1-9][0-9]{0,15}$/.test(id) ? Number(id) : null;
}

/** How names are compared in searches: composed, and without case. */
export const searchForm = (text: string): string => text.normalize('NFC').toLowerCase();
