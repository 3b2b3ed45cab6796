import { contract, isShellChannel, type Channel, type Reply } from '../shared/contract.ts';
import { AppError, toErrorBody } from '../shared/errors.ts';
import type { Core } from './core.ts';
import { isOurPage } from './origin.ts';
import type { ShellHandlers } from './shellHandlers.ts';

/** What the check needs to know of who is calling. */
export interface Sender {
  /** The frame's address, or null when the frame is gone. */
  url: string | null;
  /** It is the top frame of LesionLab's own window. */
  isMainFrame: boolean;
}

const isChannel = (name: unknown): name is Channel => typeof name === 'string' && Object.hasOwn(contract, name);
/** Asked by the shell itself, for app://; from a page it would tell paths. */
const forbiddenToPages: readonly Channel[] = ['media.resolve'];

/**
 * Answers one call of the window: the sender must be our own top frame and the channel one of the contract's own keys
 * (`constructor` and its kin are none). Never throws: a failure is a value.
 */
export async function answerCall(
  deps: { core: Core; handlers: ShellHandlers },
  sender: Sender,
  channel: unknown,
  input: unknown,
): Promise<Reply> {
  try {
    if (!sender.isMainFrame || sender.url === null || !isOurPage(sender.url)) {
      throw new AppError('NO_PERMISSION', 'calls are answered to the LesionLab window only');
    }
    if (!isChannel(channel) || forbiddenToPages.includes(channel)) {
      throw new AppError('BAD_INPUT', `unknown channel ${JSON.stringify(channel)}`);
    }
    if (isShellChannel(channel)) return { ok: true, value: await deps.handlers[channel](input) };
    return await deps.core.call(channel, input);
  } catch (error) {
    return { ok: false, error: toErrorBody(error) };
  }
}
