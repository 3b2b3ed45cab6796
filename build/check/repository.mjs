import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from '../lib/paths.mjs';

/** Rules about files that no linter has: what lies at the top, how long a file is, and that none names a machine or a registry. */
const topLevel = new Set([
  'ARCHITECTURE.md',
  'LICENSE',
  'README.md',
  'build',
  'electron',
  'package-lock.json',
  'package.json',
  'renderer',
  'resources',
  'tests',
  'tsconfig.json',
]);
const MAX_LINES = 400;
const isCode = (path) => /\.(ts|svelte|m?js|cjs|css|py)$/.test(path);
const isText = (path) => isCode(path) || /\.(md|json|html|ya?ml|txt|csv|svg)$|(^|\/)(\.[^/]+|run|LICENSE)$/.test(path);

// Put together from parts, or this file would name them itself.
const hosts = [
  ['registry', 'npmjs'],
  ['pypi', 'org'],
  ['files', 'pythonhosted'],
  ['deb', 'debian'],
].map((parts) => parts.join('.'));
const folders = [
  ['', 'work', ''],
  ['', 'root', ''],
  ['', 'tmp', 'll'],
].map((parts) => parts.join('/'));
const namesFolder = new RegExp(`(^|[\\s'"\`(=:,])(${folders.join('|')})`, 'm');

function problemsOf(path) {
  const problems = [];
  const [top] = path.split('/');
  if (!top.startsWith('.') && !topLevel.has(top))
    problems.push(`${path}: nothing but the rooms belongs at the top level`);
  if (!isText(path) || path === 'package-lock.json') return problems;
  const text = readFileSync(inRoot(path), 'utf8');
  const lines = text.split('\n').length - 1;
  if (isCode(path) && lines > MAX_LINES) problems.push(`${path}: ${lines} lines; past ${MAX_LINES} it is two files`);
  for (const host of hosts) if (text.includes(host)) problems.push(`${path}: names a registry's host`);
  const folder = namesFolder.exec(text)?.[2];
  if (folder !== undefined) problems.push(`${path}: names a folder of one machine (${folder})`);
  return problems;
}

// Files that are tracked, or would be at the next commit.
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
});
const problems = listed
  .split('\0')
  .filter((path) => path !== '' && existsSync(inRoot(path)))
  .flatMap(problemsOf);
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
