import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ParsedInput } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';

type Content = Pick<ParsedInput<'shell.saveContent'>, 'format' | 'encoding' | 'content'>;

const formatNames = { png: 'PNG', svg: 'SVG', csv: 'CSV' } as const;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What a dialog offers for a format. */
export const filterOf = (format: Content['format']): { name: string; extensions: string[] } => ({
  name: formatNames[format],
  extensions: [format],
});

/**
 * Writes a figure to the path that a person has just chosen, whole or not at all, and answers with the path written. The file ends in
 * its format's name, which is added where it is missing; since nobody was asked about the name so made, ALREADY_EXISTS when it is taken.
 * BAD_INPUT unless the content begins as its format does: the page can write nothing but pictures and tables.
 */
export async function saveContent(chosen: string, { format, encoding, content }: Content): Promise<string> {
  const bytes = Buffer.from(content, encoding);
  if (!isOfFormat(bytes, format)) throw new AppError('BAD_INPUT', `what was to be saved is no ${formatNames[format]}`);
  const path = extname(chosen).toLowerCase() === `.${format}` ? chosen : `${chosen}.${format}`;
  if (path !== chosen && (await exists(path))) {
    throw new AppError('ALREADY_EXISTS', `${path} is taken`, { details: { path } });
  }
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  return path;
}

function isOfFormat(bytes: Buffer, format: Content['format']): boolean {
  switch (format) {
    case 'png':
      return bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
    case 'svg':
      return bytes.subarray(0, 5).toString() === '<svg ';
    case 'csv':
      return bytes.length > 0 && !bytes.includes(0);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
