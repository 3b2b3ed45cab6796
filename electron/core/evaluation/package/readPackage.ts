import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { Envelope, FORMAT, PackageDocument, VERSION } from './document.ts';

/** 100,000 rows with ten columns of metadata take some 3 MB, and 30 MB unpacked. */
export const MOST_PACKED_BYTES = 100e6;
export const MOST_UNPACKED_BYTES = 400e6;

const SEAL = /,"sha256":"([0-9a-f]{64})"\}$/;
const SEAL_LENGTH = ',"sha256":""}'.length + 64;

const TooLong = z.object({ code: z.literal('ERR_BUFFER_TOO_LARGE') });

/**
 * A .lesionlab file, whole and as it was written. Throws NOT_FOUND, and BAD_INPUT with details.reason NOT_A_PACKAGE, PACKAGE_NEWER,
 * PACKAGE_DAMAGED (cut, changed, or not what it says) or PACKAGE_TOO_LARGE; the message names the file.
 */
export async function readPackage(path: string): Promise<PackageDocument> {
  const text = await unpacked(path);
  const parsed = parseJson(text);
  const envelope = Envelope.safeParse(parsed);
  if (!envelope.success || envelope.data.format !== FORMAT) {
    if (text.startsWith(`{"format":"${FORMAT}"`)) throw refused(path, 'PACKAGE_DAMAGED');
    throw refused(path, 'NOT_A_PACKAGE');
  }
  if (envelope.data.version > VERSION) throw refused(path, 'PACKAGE_NEWER');
  const seal = SEAL.exec(text.slice(-SEAL_LENGTH))?.[1];
  const content = `${text.slice(0, -SEAL_LENGTH)}}`;
  if (seal !== createHash('sha256').update(content).digest('hex')) throw refused(path, 'PACKAGE_DAMAGED');
  const document = PackageDocument.safeParse(parsed);
  if (!document.success) throw refused(path, 'PACKAGE_DAMAGED', document.error);
  return document.data;
}

async function unpacked(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw refused(path, 'NOT_A_PACKAGE');
  if (found.size > MOST_PACKED_BYTES) throw refused(path, 'PACKAGE_TOO_LARGE');
  const bytes = await readFile(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw refused(path, 'NOT_A_PACKAGE');
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: MOST_UNPACKED_BYTES })).toString('utf8');
  } catch (thrown) {
    throw refused(path, TooLong.safeParse(thrown).success ? 'PACKAGE_TOO_LARGE' : 'PACKAGE_DAMAGED', thrown);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Reason = 'NOT_A_PACKAGE' | 'PACKAGE_NEWER' | 'PACKAGE_DAMAGED' | 'PACKAGE_TOO_LARGE';

const WORDS: Record<Reason, { what: string; remedy: string }> = {
  NOT_A_PACKAGE: {
    what: 'is no LesionLab evaluation',
    remedy: 'Choose a .lesionlab file; a CSV of scores is imported instead.',
  },
  PACKAGE_NEWER: { what: 'was written by a newer LesionLab', remedy: 'Update LesionLab, then open it again.' },
  PACKAGE_DAMAGED: {
    what: 'is damaged: it was cut short or changed since it was saved',
    remedy: 'Copy it again from where it was saved, or have it saved again.',
  },
  PACKAGE_TOO_LARGE: {
    what: 'is larger than any evaluation of this format',
    remedy: 'Check where it comes from; have it saved again.',
  },
};

const refused = (path: string, reason: Reason, cause?: unknown): AppError =>
  new AppError('BAD_INPUT', `"${basename(path)}" ${WORDS[reason].what}.`, {
    cause,
    details: { path, reason, remedy: WORDS[reason].remedy },
  });
