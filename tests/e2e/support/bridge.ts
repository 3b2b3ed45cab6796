import type { Page } from 'playwright-core';
import type { Bridge } from '../../../electron/shared/bridge.ts';
import { contract, type Channel, type Input, type Output } from '../../../electron/shared/contract.ts';

declare global {
  interface Window {
    lesionlab?: Bridge;
  }
}

/** One call of the contract from the page, with its output checked; a coded failure is thrown. */
export type Call = <C extends Channel>(channel: C, input: Input<C>) => Promise<Output<C>>;

export function callFrom(page: Page): Call {
  return async (channel, input) => {
    const reply = await page.evaluate(([name, value]) => window.lesionlab?.invoke(name, value), [
      channel,
      input,
    ] as const);
    if (reply === undefined) throw new Error('the page has no bridge to the shell');
    if (!reply.ok) throw new Error(`${channel}: ${reply.error.code}: ${reply.error.message}`);
    return parseOutput(channel, reply.value);
  };
}

function parseOutput<C extends Channel>(channel: C, value: unknown): Output<C>;
function parseOutput(channel: Channel, value: unknown): unknown {
  return contract[channel].output.parse(value);
}
