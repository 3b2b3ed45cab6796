import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Vitest's global set-up for tests with a window: without a DISPLAY it starts an Xvfb of its own (which picks a free number) and
 * ends it afterwards. The workers inherit the variable.
 */
export default async function startDisplay(): Promise<(() => void) | undefined> {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '') return undefined;
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const pipe = server.stdio[3];
  if (pipe === null || pipe === undefined || !('read' in pipe)) throw new Error('Xvfb gave no pipe');
  const number = await new Promise<string>((resolve, reject) => {
    createInterface(pipe).once('line', resolve);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
  });
  process.env['DISPLAY'] = `:${number}`;
  return () => {
    server.kill();
    delete process.env['DISPLAY'];
  };
}
