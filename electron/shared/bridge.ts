import type { Reply } from './contract.ts';

/** What the preload puts into the window as `window.lesionlab`: nothing else of Electron or Node reaches the page. */
export interface Bridge {
  /** One call of the contract; it never rejects for what the call itself did wrong: that is `{ok: false}`. */
  invoke(channel: string, input: unknown): Promise<Reply>;
  /** Hears one event of the contract until the returned function is called. */
  subscribe(event: string, listener: (payload: unknown) => void): () => void;
  /** Path on disk of a dropped or picked file. */
  pathForFile(file: File): string;
}
