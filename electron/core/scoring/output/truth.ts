import { basename, dirname } from 'node:path';
import { at } from '../../../shared/arrays.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ClassMapping } from '../../../shared/schemas/dataset.ts';
import type { Batch } from '../../../shared/schemas/scoring.ts';
import { valuesOf } from '../../datasets/csvColumns.ts';
import type { MetadataTable } from './metadataTable.ts';

/** What is known to be true of a batch's photos, if it is. */
export interface Truth {
  mapping: ClassMapping;
  /** The class of a photo by its path and its values of the user's table; null: not labelled, or excluded. */
  classOf(path: string, metadata: Record<string, string>): { className: string; label: 0 | 1 } | null;
}

/** By the labels of the user's table, else by the folders that the photos lie in; null where the request names neither. */
export function truthOf({ metadata, mapping }: Batch['request'], labelColumn: string | null): Truth | null {
  if (metadata?.mapping && labelColumn !== null) {
    return truthBy(metadata.mapping, (_, values) => values[labelColumn] ?? '');
  }
  return mapping === null ? null : truthBy(mapping, (path, _, known) => classFolderOf(path, known));
}

type ClassName = (path: string, metadata: Record<string, string>, known: ReadonlyMap<string, unknown>) => string;

function truthBy(mapping: ClassMapping, nameOf: ClassName): Truth {
  const known = new Map(Object.entries(mapping).map(([name, target]) => [cleanName(name), { name, target }]));
  return {
    mapping,
    classOf(path, metadata) {
      const found = known.get(cleanName(nameOf(path, metadata, known)));
      if (found === undefined || found.target === 'exclude') return null;
      return { className: found.name, label: found.target === 'malignant' ? 1 : 0 };
    },
  };
}

const cleanName = (name: string): string => name.normalize('NFC').trim();

/** The nearest folder above the photo that is named as a class. */
function classFolderOf(path: string, known: ReadonlyMap<string, unknown>): string {
  for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
    if (known.has(cleanName(basename(folder)))) return basename(folder);
  }
  return '';
}

/** A label that nobody has decided about must not be left out unseen. Fails with UNMAPPED_CLASS before the first photo is scored. */
export function refuseUnmapped({ metadata }: Batch['request'], { table, labelColumn }: MetadataTable): void {
  const mapping = metadata?.mapping ?? null;
  if (mapping === null || labelColumn === null) return;
  const known = new Set(Object.keys(mapping).map(cleanName));
  const values = new Set(valuesOf(table, labelColumn).map(cleanName));
  const classes = [...values].filter((name) => name !== '' && !known.has(name));
  if (classes.length === 0) return;
  throw new AppError('UNMAPPED_CLASS', `It is not said what ${classes.join(', ')} is: benign, malignant or excluded.`, {
    details: { classes, column: labelColumn, first: at(classes, 0) },
  });
}
