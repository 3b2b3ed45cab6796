import { execFile, fork, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freshDataDir, launchApp, type LaunchedApp } from './support/app.ts';
import { distFolder, electronFile, nodeFile, rootFolder } from './support/places.ts';
import { commandOf, internetSockets, processTree } from './support/processes.ts';

const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const invoke = (launched: LaunchedApp, channel: string, input: unknown) =>
  launched.page.evaluate(([name, value]) => window.lesionlab?.invoke(name, value), [channel, input] as const);

/** The page has drawn and the core answers. */
const isInteractive = async (launched: LaunchedApp): Promise<boolean> => {
  const reply = await invoke(launched, 'settings.get', {});
  return reply?.ok === true && (await launched.page.evaluate(() => document.readyState === 'complete'));
};

describe('the window', () => {
  test('opens on a fresh data folder, locked in as it should be', async () => {
    const launched = await launchApp();
    expect(launched.page.url()).toBe('app://bundle/index.html');
    expect(await isInteractive(launched)).toBe(true);
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return { visible: window?.isVisible(), ...contents.getLastWebPreferences() };
    });
    expect(preferences).toMatchObject({
      visible: true,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(await launched.app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false);
    const reached = await launched.page.evaluate(() =>
      ['require', 'process', 'Buffer', 'module'].filter((name) => name in window),
    );
    expect(reached).toEqual([]);
  });

  test('gives the page three functions and nothing else', async () => {
    const { page } = await launchApp();
    const surface = await page.evaluate(() =>
      Object.entries(window.lesionlab ?? {})
        .map(([name, value]) => `${name}: ${typeof value}`)
        .sort(),
    );
    expect(surface).toEqual(['invoke: function', 'pathForFile: function', 'subscribe: function']);
  });

  test('runs no inline script and no eval', async () => {
    const { page } = await launchApp();
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      const blocked = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', resolve, { once: true }),
      );
      document.head.append(script);
      await blocked;
      return 'inlineRan' in window;
    });
    expect(ran).toBe(false);
  });

  test('comes back where it was left', async () => {
    const dataDir = freshDataDir();
    const first = await launchApp({ dataDir });
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 1010, height: 701 }),
    );
    await first.close();
    const second = await launchApp({ dataDir });
    const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toEqual({ x: 60, y: 40, width: 1010, height: 701 });
  });

  test('keeps its page: no navigation, no second window', async () => {
    const { app, page } = await launchApp();
    await page.evaluate(() => {
      window.open('app://bundle/index.html');
      const link = document.createElement('a');
      link.href = 'data:text/html,elsewhere';
      document.body.append(link);
      link.click();
      location.href = 'file:///etc/passwd';
    });
    expect(page.url()).toBe('app://bundle/index.html');
    expect(app.windows()).toHaveLength(1);
  });
});

describe('a call', () => {
  test('on an unknown channel, or one that only the shell may use, is refused', async () => {
    const launched = await launchApp();
    for (const channel of ['no.such', 'constructor', '__proto__', 'toString', 'media.resolve']) {
      const reply = await invoke(launched, channel, { kind: 'photo', id: 'x', sizePx: 64 });
      expect(reply, channel).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    }
  });

  test('with a wrong payload is refused by name', async () => {
    const launched = await launchApp();
    expect(await invoke(launched, 'shell.pathKind', { path: 7 })).toMatchObject({
      ok: false,
      error: { code: 'BAD_INPUT' },
    });
    expect(await invoke(launched, 'dataset.get', { id: 7 })).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  });

  test('from a page of another origin or another window is refused', async () => {
    const { app } = await launchApp();
    const replies = await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const answers: unknown[] = [];
        for (const url of ['data:text/html,<p>foreign', 'app://bundle/index.html']) {
          const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
          await window.loadURL(url);
          answers.push(await window.webContents.executeJavaScript("window.lesionlab?.invoke('settings.get', {})"));
          window.destroy();
        }
        return answers;
      },
      join(rootFolder, 'dist', 'preload', 'index.cjs'),
    );
    expect(replies).toMatchObject([
      { ok: false, error: { code: 'NO_PERMISSION' } },
      { ok: false, error: { code: 'NO_PERMISSION' } },
    ]);
  });

  test('answered by the shell works', async () => {
    const launched = await launchApp();
    expect(await launched.call('shell.pathKind', { path: rootFolder })).toEqual({ kind: 'folder' });
    expect(await launched.call('shell.pathKind', { path: join(rootFolder, 'package.json') })).toEqual({ kind: 'file' });
    expect(await launched.call('shell.pathKind', { path: join(rootFolder, 'no such') })).toEqual({ kind: 'missing' });
    const menu = async () => {
      // The page sets its own look while it starts: ask until ours is the last.
      expect(await launched.call('shell.setLook', { theme: 'dark', language: 'zh-CN' })).toEqual({});
      return launched.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
    };
    await expect.poll(menu).toContain('文件');
  });
});

describe('app://', () => {
  test('serves the bundle and nothing beside it', async () => {
    const { page } = await launchApp();
    const statusOf = (url: string) =>
      page.evaluate(
        (address) =>
          fetch(address).then(
            ({ status }) => status,
            () => 0,
          ),
        url,
      );
    expect(await statusOf('app://bundle/index.html')).toBe(200);
    expect(await statusOf('app://bundle/..%2fmain%2findex.cjs')).toBe(403);
    expect(await statusOf('app://bundle/..%5cmain%5cindex.cjs')).toBe(403);
    expect(await statusOf('app://bundle/none.js')).toBe(404);
  });

  test('has no photo for an id that does not exist, nor for a path', async () => {
    const { page } = await launchApp();
    const loads = (url: string) =>
      page.evaluate(
        (address) =>
          new Promise((resolve) => {
            const image = new Image();
            image.onload = () => resolve(true);
            image.onerror = () => resolve(false);
            image.src = address;
          }),
        url,
      );
    for (const id of ['00000000-0000-4000-8000-000000000000', '..%2f..%2fpackage.json', '%2fetc%2fhostname']) {
      expect(await loads(`app://photo/${id}?size=64`), id).toBe(false);
    }
  });
});

describe('the network', () => {
  let server: Server;
  let address = '';
  let hits = 0;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      hits += 1;
      response.end('reached');
    });
    server.on('connection', () => (hits += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('is not reached by the page, nor by Electron itself', async () => {
    const { app, page, log } = await launchApp();
    const outcome = await page.evaluate(async (host) => {
      const failed = (work: Promise<unknown>) =>
        work.then(
          () => 'reached',
          () => 'refused',
        );
      const image = new Promise((resolve, reject) => {
        const element = new Image();
        element.onload = resolve;
        element.onerror = reject;
        element.src = `http://${host}/photo.png`;
      });
      const socket = new Promise((resolve, reject) => {
        const opened = new WebSocket(`ws://${host}/`);
        opened.onopen = resolve;
        opened.onerror = reject;
      });
      return [await failed(fetch(`http://${host}/`)), await failed(image), await failed(socket)];
    }, address);
    expect(outcome).toEqual(['refused', 'refused', 'refused']);
    const shell = await app.evaluate(
      ({ net, session }, host) =>
        Promise.all(
          [net.fetch(`http://${host}/`), session.defaultSession.fetch(`http://localhost:${host.split(':')[1]}/`)].map(
            (work) =>
              work.then(
                () => 'reached',
                () => 'refused',
              ),
          ),
        ),
      address,
    );
    expect(shell).toEqual(['refused', 'refused']);
    expect(log()).toContain(`refused a request to http://${address}/`);
    expect(hits).toBe(0);
  });

  test.runIf(process.platform === 'linux')(
    'has not one socket, open or listening, in any of the processes',
    async () => {
      const child = spawn(electronFile, [rootFolder, ...rootFlags, '--data-dir', freshDataDir()], { stdio: 'ignore' });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      onTestFinished(async () => {
        child.kill();
        await gone;
      });
      const tree = () => processTree(child.pid ?? 0);
      const has = (part: string) => tree().some((pid) => commandOf(pid).includes(part));
      await expect.poll(() => has('--type=renderer') && has(join('core', 'index.js')), { timeout: 20_000 }).toBe(true);
      const seen = new Set<string>();
      // What Chromium does by itself it does in its first seconds.
      for (const until = Date.now() + 5_000; Date.now() < until;) {
        for (const socket of internetSockets(tree())) seen.add(socket);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(has('--type=renderer')).toBe(true);
      expect([...seen]).toEqual([]);
    },
  );
});

describe('the life of the app', () => {
  test('a second start on the same data folder says so and brings the window to the front', async () => {
    const launched = await launchApp();
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const args = [rootFolder, ...rootFlags, '--data-dir', launched.dataDir];
    const { stderr } = await promisify(execFile)(electronFile, args, { timeout: 20_000 });
    expect(stderr).toContain(`already open on the data folder ${launched.dataDir}`);
    const minimized = () =>
      launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
    await expect.poll(minimized).toBe(false);
    expect(await isInteractive(launched)).toBe(true);
  });

  test('another data folder has a window of its own', async () => {
    const [first, second] = [await launchApp(), await launchApp()];
    expect(await isInteractive(first)).toBe(true);
    expect(await isInteractive(second)).toBe(true);
  });

  test('a core that is killed is said and started again', async () => {
    const launched = await launchApp();
    expect(await isInteractive(launched)).toBe(true);
    await launched.page.evaluate(() => {
      const states: unknown[] = [];
      Object.assign(window, { states });
      window.lesionlab?.subscribe('core.state', (payload) => states.push((payload as { state: string }).state));
    });
    const core = processTree(launched.app.process().pid ?? 0).find((pid) =>
      commandOf(pid).includes(join('core', 'index.js')),
    );
    process.kill(core ?? 0, 'SIGKILL');
    const states = () => launched.page.evaluate(() => (window as unknown as { states: string[] }).states);
    await expect.poll(states, { timeout: 20_000 }).toEqual(['crashed', 'starting', 'ready']);
    expect(await isInteractive(launched)).toBe(true);
  });

  test('a folder that a command holds is said, by whom, and harms nothing', async () => {
    const dataDir = freshDataDir();
    const holder = fork(join(distFolder, 'core', 'index.js'), {
      execPath: nodeFile,
      serialization: 'advanced',
      env: { ...process.env, LESIONLAB_DATA_DIR: dataDir, LESIONLAB_RUNTIME_DIR: join(distFolder, 'runtime') },
    });
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    await new Promise((resolve) => holder.once('message', resolve));
    const launched = await launchApp({ dataDir });
    const reply = await invoke(launched, 'settings.get', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'LOCKED', details: { pid: holder.pid } } });
    holder.disconnect();
    await ended;
  });

  test('closing the window ends every process', async () => {
    const launched = await launchApp();
    const tree = processTree(launched.app.process().pid ?? 0);
    expect(tree.length).toBeGreaterThan(2);
    const gone = launched.app.waitForEvent('close');
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await gone;
    await expect.poll(() => tree.filter((pid) => commandOf(pid) !== '')).toEqual([]);
  });

  test('a second start is interactive in under 5 s, the look for what is missing included', async () => {
    const dataDir = freshDataDir();
    const run = promisify(execFile);
    const prepare = async () => {
      await run(process.execPath, [join(rootFolder, 'build', 'setup', 'index.mjs'), 'window']);
      await run(process.execPath, [join(rootFolder, 'build', 'bundle.mjs')]);
    };
    await prepare();
    await (await launchApp({ dataDir })).close();
    // The best of three: what else the machine does at the moment is not ours.
    const times: number[] = [];
    while (times.length < 3 && !times.some((ms) => ms < 5_000)) {
      const start = performance.now();
      await prepare();
      const launched = await launchApp({ dataDir });
      expect(await isInteractive(launched)).toBe(true);
      times.push(performance.now() - start);
      await launched.close();
    }
    expect(Math.min(...times)).toBeLessThan(5_000);
  });
});
