import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real photos stand beside the checkout on some machines; tests that need them are left out elsewhere. */
const shared = process.env['LESIONLAB_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** ISIC 2017: train (2,000) and valid (150), a folder a class. */
export const isicDir = join(shared, 'data', 'isic2017');
export const hasIsic = existsSync(join(isicDir, 'train'));
