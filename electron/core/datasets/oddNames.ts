import { readdir } from 'node:fs/promises';

const REPLACEMENT = '\uFFFD';
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name that is no text: Unix allows any bytes. Node can name such a file only by what it became in decoding, which is not its name. */
export interface OddName {
  /** As Node decodes it: with U+FFFD in place of what is no UTF-8. */
  decoded: string;
  /** For people: what is text as it is, any other byte as `\xe4`, so that different names look different. */
  shown: string;
}

/** Those of a folder's names that are not UTF-8; the folder is read again only when a name looks like one. */
export async function oddNamesIn(folder: string, names: readonly string[]): Promise<OddName[]> {
  if (!names.some((name) => name.includes(REPLACEMENT))) return [];
  const odd: OddName[] = [];
  for (const bytes of await readdir(folder, { encoding: 'buffer' })) {
    if (textOf(bytes) === null) odd.push({ decoded: bytes.toString('utf8'), shown: shownText(bytes) });
  }
  return odd;
}

/** null for bytes that are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes as text that a person can recognise and that is valid in every file. */
export function shownText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    text +=
      length === 0
        ? `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`
        : Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
    at += Math.max(1, length);
  }
  return text;
}

/** How many bytes the character at this place has; 0 when there is none. */
function characterAt(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (textOf(bytes.subarray(at, at + length)) !== null) return length;
  }
  return 0;
}
