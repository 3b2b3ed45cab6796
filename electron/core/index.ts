import { homedir } from 'node:os';
import { z } from 'zod';
import { defaultDataFolder } from '../shared/dataFolder.ts';
import { toErrorBody } from '../shared/errors.ts';
import type { App } from './app.ts';
import { createApp } from './app.ts';
import { defaultRuntimeDir } from './paths.ts';

/**
 * The core's process, forked by the shell with an 'advanced' channel. It says `{ready: true}` or `{failed: ErrorBody}` once, answers `{id, channel, input}`
 * with `{id, reply}`, tells events as `{event, payload}`, and ends when the channel closes.
 */
const Request = z.object({ id: z.int(), channel: z.string(), input: z.unknown() });

/** Settles when the message is on its way; a parent that is gone is no failure here, for 'disconnect' follows. */
const send = (message: unknown): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(message, () => resolve());
  });

async function main(): Promise<void> {
  let app: App;
  try {
    app = await createApp({
      dataDir: defaultDataFolder({ platform: process.platform, env: process.env, home: homedir() }),
      runtimeDir: defaultRuntimeDir(process.env),
      holder: 'window',
      emit: (event, payload) => void send({ event, payload }),
    });
  } catch (thrown) {
    console.error(thrown);
    await send({ failed: toErrorBody(thrown) });
    process.exit(1);
  }

  process.on('message', (raw) => {
    const request = Request.safeParse(raw);
    if (!request.success) return;
    const { id, channel, input } = request.data;
    void app.dispatch(channel, input).then((reply) => send({ id, reply }));
  });
  const leave = async (): Promise<void> => {
    await app.close();
    process.exit(0);
  };
  process.once('disconnect', () => void leave());
  process.once('SIGTERM', () => void leave());
  // Ctrl+C in a terminal reaches every process of its group; the shell decides, and closes the channel.
  process.on('SIGINT', () => undefined);
  if (!process.connected) return leave();
  await send({ ready: true });
}

await main();
