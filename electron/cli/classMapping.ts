import { AppError } from '../shared/errors.ts';
import type { ClassMapping, SourceScan } from '../shared/schemas/dataset.ts';
import type { Output } from './output.ts';
import { oneLine } from './table.ts';

export interface DecidedMapping {
  /** What becomes of each class that was found. */
  mapping: ClassMapping;
  /** Classes whose meaning was taken from the known terms, not from --map. */
  proposed: string[];
}

/**
 * --map first, then the known terms. Entries of --map that name no class of the source are fine. Fails with UNMAPPED_CLASS
 * while the meaning of one class is open: nothing is ever guessed unseen.
 */
export function decideMapping(classes: SourceScan['classes'], given: ClassMapping): DecidedMapping {
  const mapping: ClassMapping = {};
  const proposed: string[] = [];
  const open: string[] = [];
  const byNormalName = new Map(Object.entries(given).map(([name, target]) => [name.normalize('NFC'), target]));
  for (const { name, proposal } of classes) {
    const target = given[name] ?? byNormalName.get(name.normalize('NFC'));
    if (target !== undefined) {
      mapping[name] = target;
    } else if (proposal === 'ask') {
      open.push(name);
    } else {
      mapping[name] = proposal;
      proposed.push(name);
    }
  }
  if (open.length > 0) {
    throw new AppError('UNMAPPED_CLASS', `classes without a meaning: ${open.join(', ')}`, {
      details: { classes: open },
    });
  }
  return { mapping, proposed };
}

export function noteMapping(output: Output, { mapping, proposed }: DecidedMapping): void {
  const words = Object.entries(mapping).map(
    ([name, target]) => `${oneLine(name)}=${target}${proposed.includes(name) ? ' (known term)' : ''}`,
  );
  output.note(`Classes: ${words.join(', ')}`);
}
