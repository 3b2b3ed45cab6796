import type { ClassMapping, ClassTarget, SourceScan } from '../../../../electron/shared/schemas/dataset.ts';

export interface FolderMapping {
  /** By class name: what was chosen, else what is proposed; a name in doubt is absent. */
  targets: Readonly<Record<string, ClassTarget | undefined>>;
  /** Ready to be sent; null while a name is in doubt or nothing is kept. */
  complete: ClassMapping | null;
  unmapped: boolean;
}

export function mappingOf(
  classes: SourceScan['classes'],
  chosen: Readonly<Record<string, ClassTarget>>,
): FolderMapping {
  const complete: ClassMapping = {};
  let unmapped = false;
  for (const { name, proposal } of classes) {
    const target = Object.hasOwn(chosen, name) ? chosen[name] : proposal === 'ask' ? undefined : proposal;
    if (target === undefined) unmapped = true;
    else complete[name] = target;
  }
  const keepsSome = Object.values(complete).some((target) => target !== 'exclude');
  return { targets: complete, complete: !unmapped && keepsSome ? complete : null, unmapped };
}
