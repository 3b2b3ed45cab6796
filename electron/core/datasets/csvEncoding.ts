import iconv from 'iconv-lite';
import { csvError } from './csvError.ts';

export type CsvEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/**
 * The text of a CSV file in the encodings spreadsheets write. A byte order mark decides first (and is dropped), then NUL
 * bytes at every other place (UTF-16 without a mark). What is valid UTF-8 is UTF-8, though it may be valid GB18030 as
 * well: Chinese UTF-8 often is, whereas Chinese GB18030 is practically never valid UTF-8. The rest is GB18030, or
 * windows-1252 where accented Latin letters stand alone between ASCII letters.
 * Throws BAD_CSV on an empty file, an Excel workbook and other binary files.
 */
export function decodeCsv(bytes: Uint8Array): { text: string; encoding: CsvEncoding } {
  refuseOtherFiles(bytes);
  const { text, encoding } = decode(bytes);
  if (text.includes('\0')) {
    throw csvError('BINARY', { line: null, what: 'this is not a text file', remedy: 'Choose a CSV file.' });
  }
  if (text.trim() === '') {
    throw csvError('EMPTY', {
      line: null,
      what: 'the file is empty',
      remedy: 'Choose a CSV file with a header and rows.',
    });
  }
  return { text, encoding };
}

function decode(bytes: Uint8Array): { text: string; encoding: CsvEncoding } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) {
    const text = validUtf8(bytes.subarray(3));
    if (text !== null) return { text, encoding: 'utf-8-bom' };
  }
  if (startsWith(bytes, [0xff, 0xfe]))
    return { text: iconv.decode(buffer.subarray(2), 'utf-16le'), encoding: 'utf-16le' };
  if (startsWith(bytes, [0xfe, 0xff]))
    return { text: iconv.decode(buffer.subarray(2), 'utf-16be'), encoding: 'utf-16be' };
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== null) return { text: iconv.decode(buffer, unmarked), encoding: unmarked };
  const text = validUtf8(bytes);
  if (text !== null) return { text, encoding: 'utf-8' };
  const encoding = looksWestern(bytes) ? 'windows-1252' : 'gb18030';
  return { text: iconv.decode(buffer, encoding), encoding };
}

function validUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // what TextDecoder throws on invalid bytes
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A header in ASCII, as most are, has a NUL in each unit; no other text encoding has NULs at all. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let i = 0; i < length; i++) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) evenNuls++;
    else oddNuls++;
  }
  if (oddNuls > length / 8 && evenNuls === 0) return 'utf-16le';
  if (evenNuls > length / 8 && oddNuls === 0) return 'utf-16be';
  return null;
}

/**
 * Chinese characters in GB18030 are mostly pairs of two high bytes; in windows-1252 a high byte is one letter, mostly with
 * an ASCII byte after it.
 */
function looksWestern(bytes: Uint8Array): boolean {
  let pairs = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    if ((bytes[i + 1] ?? 0) >= 0x80) {
      pairs++;
      i++;
    } else alone++;
  }
  return alone > pairs;
}

function refuseOtherFiles(bytes: Uint8Array): void {
  const workbook = startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);
  if (workbook) {
    throw csvError('EXCEL_WORKBOOK', {
      line: null,
      what: 'this is an Excel workbook or an archive, not a CSV file',
      remedy: 'Open it in Excel and save it as "CSV UTF-8".',
    });
  }
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}
