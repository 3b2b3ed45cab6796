import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './child.mjs';

/**
 * Runs npm as the JavaScript file it is: on Windows `npm` is a command file, which only a shell starts, and a shell would split paths
 * with spaces. npm names itself to what it runs; else it lies beside Node, or is a program on the path.
 */
export function runNpm(args, options) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = process.env.npm_execpath ?? beside;
  return script.endsWith('npm-cli.js') && existsSync(script)
    ? run(process.execPath, [script, ...args], options)
    : run('npm', args, options);
}
