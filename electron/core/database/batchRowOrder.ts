import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { assertNever } from '../../shared/errors.ts';
import type { BatchFilter, RowSelection } from '../../shared/schemas/scoring.ts';
import { marksVersion } from './marksVersion.ts';
import { NEAR_TERM, nearRange } from './nearRange.ts';
import type { SqlRow } from './rows.ts';
import { all, json, one, parseRowId, searchForm } from './rows.ts';

type Sort = BatchFilter['sort'];

const sortColumns: Record<Sort, string> = {
  position: 'r.position',
  path: 'r.path',
  score: 'r.score',
  label: 'r.label',
  status: 'r.status',
  calibrated: 'r.calibrated',
  takenAt: 'r.taken_at',
  mark: 'm.mark',
};
/** The index that is read instead of the rows: order and facets stand in it. */
const sortIndexes: Record<Exclude<Sort, 'mark'>, string> = {
  position: 'batch_rows_in_order',
  path: 'batch_rows_by_path',
  score: 'batch_rows_by_score',
  label: 'batch_rows_by_label',
  status: 'batch_rows_by_status',
  calibrated: 'batch_rows_by_calibrated',
  takenAt: 'batch_rows_by_taken_at',
};
const MARKS = 'LEFT JOIN batch_marks AS m ON m.batch_id = r.batch_id AND m.path = r.path';

/** As migration 005 counts them. */
const facets = { benign: 1, malignant: 2, error: 4, flagged: 8 } as const;

export interface RowOrder {
  total: number;
  /** Row numbers of the page, in the query's order. */
  ids: number[];
}

const Count = z.object({ n: z.int() });
const IdRow = z.object({ id: z.int() });
const IdList = z.object({ ids: json(z.array(z.int())) });

/** Which rows stand at these places of the query's list, and how many it has. */
export function rowOrder(db: DatabaseSync, query: BatchFilter, page: { offset: number; limit: number }): RowOrder {
  const { offset, limit } = page;
  if (!isIndexed(query)) {
    const ids = keptList(db, query);
    return { total: ids.length, ids: ids.slice(offset, offset + limit) };
  }
  const { sort, filter, batchId } = query;
  const source = `batch_rows AS r INDEXED BY ${sortIndexes[sort]}`;
  const where = `r.batch_id = :batchId${filter === 'all' ? '' : ' AND r.facets & :facet'}`;
  const bound: SqlRow = filter === 'all' ? { batchId } : { batchId, facet: facets[filter] };
  const total = one(db, Count, `SELECT count(*) AS n FROM ${source} WHERE ${where}`, bound)?.n ?? 0;
  const sql = `SELECT r.id FROM ${source} WHERE ${where} ORDER BY ${orderOf(query)} LIMIT :limit OFFSET :offset`;
  return { total, ids: all(db, IdRow, sql, { ...bound, limit, offset }).map(({ id }) => id) };
}

interface IndexedQuery extends BatchFilter {
  sort: Exclude<Sort, 'mark'>;
  filter: 'all' | keyof typeof facets;
}

const isIndexed = (query: BatchFilter): query is IndexedQuery =>
  query.sort !== 'mark' && (query.filter === 'all' || query.filter in facets) && query.search.trim() === '';

function orderOf({ sort, descending }: BatchFilter): string {
  const own = `${sortColumns[sort]} ${descending ? 'DESC' : 'ASC'}`;
  return sort === 'position' ? own : `${own}, r.position ${descending ? 'DESC' : 'ASC'}`;
}

interface KeptList {
  key: string;
  stamp: string;
  ids: number[];
}
const LISTS_KEPT = 4;
const lists = new WeakMap<DatabaseSync, KeptList[]>();

const Stamp = z.object({ last: z.int().nullable(), n: z.int() });

/** Row numbers never return, so the newest one and their number tell whether rows came, went or were scored again. */
function stampOf(db: DatabaseSync, batchId: string): string {
  const sql =
    'SELECT max(id) AS last, count(*) AS n FROM batch_rows INDEXED BY batch_rows_in_order WHERE batch_id = :batchId';
  const rows = one(db, Stamp, sql, { batchId });
  return `${rows?.last ?? 0} ${rows?.n ?? 0} ${marksVersion(db)}`;
}

/** Searches and marks are found once, and then paged through for as long as rows and marks stay as they are. */
function keptList(db: DatabaseSync, query: BatchFilter): number[] {
  const { batchId, sort, descending, filter, search } = query;
  const key = JSON.stringify([batchId, sort, descending, filter, searchForm(search.trim())]);
  // What is near goes by validation scores, which may come and go.
  const near = filter === 'near' ? nearRange(db, batchId) : null;
  const stamp = `${stampOf(db, batchId)} ${near === null ? '' : `${near.above} ${near.upTo}`}`;
  const kept = lists.get(db) ?? [];
  const found = kept.find((list) => list.key === key && list.stamp === stamp);
  if (found !== undefined) return found.ids;
  const ids = findAll(db, query);
  lists.set(db, [{ key, stamp, ids }, ...kept.filter((list) => list.key !== key)].slice(0, LISTS_KEPT));
  return ids;
}

function findAll(db: DatabaseSync, query: BatchFilter): number[] {
  const { terms, bound } = conditions(db, query);
  const found = `SELECT r.id AS id FROM batch_rows AS r ${MARKS} WHERE ${terms.join(' AND ')} ORDER BY ${orderOf(query)}`;
  // One text instead of an object a row: 100,000 of them are most of what a first search costs.
  return one(db, IdList, `SELECT json_group_array(id) AS ids FROM (${found})`, bound)?.ids ?? [];
}

function conditions(db: DatabaseSync, { batchId, filter, search }: BatchFilter): { terms: string[]; bound: SqlRow } {
  const terms = ['r.batch_id = :batchId'];
  const bound: SqlRow = { batchId };
  const text = searchForm(search.trim());
  if (text !== '') {
    terms.push(`r.id IN (SELECT s.id FROM batch_rows AS s INDEXED BY batch_rows_search
      WHERE s.batch_id = :batchId AND instr(s.search_text, :search) > 0)`);
    bound['search'] = text;
  }
  switch (filter) {
    case 'all':
      break;
    case 'benign':
    case 'malignant':
    case 'error':
    case 'flagged':
      terms.push('r.facets & :facet');
      bound['facet'] = facets[filter];
      break;
    case 'marked':
      terms.push('m.mark IS NOT NULL');
      break;
    case 'noted':
      terms.push("m.note <> ''");
      break;
    case 'near': {
      const range = nearRange(db, batchId);
      terms.push(range === null ? 'FALSE' : NEAR_TERM);
      Object.assign(bound, range);
      break;
    }
    default:
      assertNever(filter);
  }
  return { terms, bound };
}

/** Row numbers of a selection, in the order in which they were chosen by hand, or in that of the query. */
export function selectedIds(db: DatabaseSync, batchId: string, selection: RowSelection): number[] {
  if (selection.kind === 'query') {
    return rowOrder(db, { ...selection.query, batchId }, { offset: 0, limit: ALL_ROWS }).ids;
  }
  const ids = JSON.stringify([...new Set(selection.ids.flatMap((id) => parseRowId(id) ?? []))]);
  const sql = `SELECT r.id FROM json_each(:ids) AS chosen JOIN batch_rows AS r ON r.id = chosen.value
    WHERE r.batch_id = :batchId ORDER BY chosen.key`;
  return all(db, IdRow, sql, { ids, batchId }).map(({ id }) => id);
}

const ALL_ROWS = 2 ** 31;
