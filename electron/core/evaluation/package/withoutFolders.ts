/** What a path ends on, whichever system wrote it; an id without slashes is itself. */
export const fileNameOf = (path: string): string => path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/s, '') || path;

const ABSOLUTE = /^(?:[\\/]|[A-Za-z]:[\\/])/;

/** A JSON value in which every string that is an absolute path is a file name only. */
export const withoutFolders = (value: unknown): unknown =>
  eachString(value, (text) => (ABSOLUTE.test(text) ? fileNameOf(text) : text));

/** The same of relative paths too: of values that hold nothing with slashes but paths. */
export const withoutAnyFolders = (value: unknown): unknown => eachString(value, fileNameOf);

function eachString(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => eachString(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, eachString(inner, change)]));
}

/** File names of paths, in order; the second of the same name is "a (2).jpg". */
export function uniqueFileNames(paths: readonly string[]): string[] {
  const taken = new Set(paths.map(fileNameOf));
  const given = new Set<string>();
  return paths.map((path) => {
    const name = fileNameOf(path);
    let free = name;
    for (let number = 2; given.has(free); number += 1) {
      const candidate = name.replace(/(\.[^.]*)?$/, ` (${number})$1`);
      // also not the name of a file that comes later
      if (!taken.has(candidate)) free = candidate;
    }
    given.add(free);
    return free;
  });
}

/** Numbers from 1 for different names, in the order in which they come first. */
export function numberedGroups(groups: readonly (string | null)[]): (string | null)[] {
  const numbers = new Map<string, string>();
  return groups.map((group) => {
    if (group === null) return null;
    const number = numbers.get(group) ?? String(numbers.size + 1);
    numbers.set(group, number);
    return number;
  });
}
