/** The names that a path is made of. On Windows both slashes part them; a path that begins with `/` is of a system where a name may hold a backslash. */
export const pathParts = (path: string): string[] =>
  path.split(path.startsWith('/') ? '/' : /[\\/]/).filter((part) => part !== '');

export const fileName = (path: string): string => pathParts(path).at(-1) ?? path;
