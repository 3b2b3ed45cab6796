import picomatch from 'picomatch';

export interface Globs {
  include: readonly string[];
  exclude: readonly string[];
}

/**
 * Which photos of a folder are taken, by their path below it (`/` between folders). A glob without a slash is held against names: `*.png` takes
 * any PNG at any depth, `thumbs` as an exclusion leaves out whatever lies in a folder of that name. One with a slash is held against the path from the start:
 * `2024/**`. Case does not count, and a glob that names a folder stands for all in it.
 */
export function photoFilter({ include, exclude }: Globs): (relativePath: string) => boolean {
  const includes = include.map(matcher);
  const excludes = exclude.map(matcher);
  return (relativePath) => {
    const places = placesOf(relativePath);
    const isMet = (match: Matcher): boolean => places.some(match);
    return (includes.length === 0 || includes.some(isMet)) && !excludes.some(isMet);
  };
}

type Matcher = (relativePath: string) => boolean;

function matcher(glob: string): Matcher {
  const pattern = glob.replace(/^\.\//, '').replace(/^\/+|\/+$/g, '');
  // Only `/` separates, on every system: a backslash escapes.
  const match = picomatch(pattern, { nocase: true, dot: true, basename: !pattern.includes('/'), windows: false });
  return (relativePath) => match(relativePath);
}

/** The path itself and the folders that it lies in: a/b/c.jpg, a, a/b. */
function placesOf(relativePath: string): string[] {
  const places = [relativePath];
  for (let slash = relativePath.indexOf('/'); slash >= 0; slash = relativePath.indexOf('/', slash + 1)) {
    places.push(relativePath.slice(0, slash));
  }
  return places;
}
