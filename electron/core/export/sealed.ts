import { createHash } from 'node:crypto';

/** JSON for people to read, with the SHA-256 of the text without that last key as its last key. */
export function sealed(content: Record<string, unknown>): string {
  const text = JSON.stringify(content, null, 2);
  return `${text.slice(0, -END.length)},\n  "sha256": "${hashOf(text)}"${END}\n`;
}

const END = '\n}';
const SEAL = /,\n {2}"sha256": "([0-9a-f]{64})"\n\}\n$/;

/** The content as it was sealed, without its hash; null when the text is not, to the byte, what was sealed. */
export function unsealed(text: string): string | null {
  const seal = SEAL.exec(text);
  if (seal === null) return null;
  const content = `${text.slice(0, seal.index)}${END}`;
  return hashOf(content) === seal[1] ? content : null;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
