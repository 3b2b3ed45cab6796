import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/child.mjs';
import { SetupError } from '../lib/words.mjs';

/** Version names of system libraries, and the Debian package that brings them. */
const families = [
  { prefix: 'GLIBC', package: 'libc6', release: (version) => version },
  // GLIBCXX_3.4.x comes with a release of GCC: the package is numbered by that.
  { prefix: 'GLIBCXX', package: 'libstdc++6', release: (version) => gccOf(version) },
];

/** The GCC that brought GLIBCXX_3.4.x, by the table in its manual; null for what every supported system has. */
function gccOf(version) {
  const minor = Number(version.split('.')[2] ?? 0);
  const known = [
    [33, '14'],
    [32, '13.1'],
    [31, '13.1'],
    [30, '12.1'],
    [29, '11.1'],
    [28, '9'],
  ];
  return known.find(([from]) => minor >= from)?.[1] ?? null;
}

const compare = (a, b) => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The newest version of a family that a listing of objdump -T asks for, or null. */
export function newestOf(prefix, listing) {
  const found = [...listing.matchAll(new RegExp(`\\*UND\\*.*\\(?\\b${prefix}_(\\d+(?:\\.\\d+)+)`, 'g'))];
  return (
    found
      .map(([, version]) => version)
      .sort(compare)
      .at(-1) ?? null
  );
}

const isElf = (name) => /\.(node|so(\.\d+)*)$/.test(name) || ['node', 'lesionlab-window'].includes(name);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && isElf(entry.name)) yield path;
  }
}

/** Relations of a Debian package to the C and C++ libraries that what lies in the folder was linked against. */
export async function librariesNeeded(folder) {
  const newest = new Map();
  for (const path of filesBelow(folder)) {
    const { code, output } = await run('objdump', ['-T', path], { keep: 400_000_000 });
    if (code !== 0) {
      throw new SetupError(`objdump cannot read ${path}`, 'install binutils, then run the same command again');
    }
    for (const { prefix } of families) {
      const version = newestOf(prefix, output);
      const before = newest.get(prefix);
      if (version !== null && (before === undefined || compare(version, before) > 0)) newest.set(prefix, version);
    }
  }
  return families.flatMap((family) => {
    const version = newest.get(family.prefix);
    const wanted = version === undefined ? null : family.release(version);
    return version === undefined ? [] : [wanted === null ? family.package : `${family.package} (>= ${wanted})`];
  });
}
