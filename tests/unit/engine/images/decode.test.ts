import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPhoto } from '../../../../electron/engine/images/decode.ts';
import { createGate } from '../../../../electron/engine/images/gate.ts';
import { PhotoError } from '../../../../electron/engine/images/photoError.ts';
import { prepare } from '../../../../electron/engine/images/prepare.ts';
import * as photos from '../../../support/photos.ts';
import type { Rgb } from '../../../support/photos.ts';

const gate = createGate(64e6);
const red: Rgb = [220, 20, 20];
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-decode-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function write(name: string, bytes: Buffer): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
}

/** All pixels of a photo at its own size (which must be square) or at sizePx. */
async function rgbOf(name: string, bytes: Buffer, sizePx: number): Promise<Uint8Array> {
  return prepare(await openPhoto(await write(name, bytes)), sizePx, 'squash', gate);
}

async function failureOf(path: string): Promise<PhotoError> {
  try {
    await prepare(await openPhoto(path), 32, 'squash', gate);
  } catch (thrown) {
    if (thrown instanceof PhotoError) return thrown;
    throw thrown;
  }
  throw new Error(`${path} was decoded`);
}

const pixel = (rgb: Uint8Array, sizePx: number, x: number, y: number): Rgb => {
  const at = (y * sizePx + x) * 3;
  return [rgb[at] ?? -1, rgb[at + 1] ?? -1, rgb[at + 2] ?? -1];
};
const largestDifference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? -999))), 0);

describe('O01: a photo is seen as its EXIF orientation says', () => {
  // What the reader of an upright photo sees, as stored under each orientation.
  const [w, h] = [60, 40];
  const upright = photos.blot(w, h, 5);
  upright.rgb.set(photos.solid(w, 8, red).rgb.subarray(0, 8 * 3), 0);
  const at = (x: number, y: number): Rgb => {
    const i = (y * w + x) * 3;
    return [upright.rgb[i] ?? 0, upright.rgb[i + 1] ?? 0, upright.rgb[i + 2] ?? 0];
  };
  const stored: Record<number, photos.Pixels> = {
    1: upright,
    2: photos.paint(w, h, (x, y) => at(w - 1 - x, y)),
    3: photos.paint(w, h, (x, y) => at(w - 1 - x, h - 1 - y)),
    4: photos.paint(w, h, (x, y) => at(x, h - 1 - y)),
    5: photos.paint(h, w, (x, y) => at(y, x)),
    6: photos.paint(h, w, (x, y) => at(w - 1 - y, x)),
    7: photos.paint(h, w, (x, y) => at(w - 1 - y, h - 1 - x)),
    8: photos.paint(h, w, (x, y) => at(y, h - 1 - x)),
  };

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i gives the pixels of the upright photo', async (orientation) => {
    const pixels = stored[orientation];
    if (pixels === undefined) throw new Error('no such orientation');
    const photo = await openPhoto(
      await write(`o${orientation}.jpg`, await photos.jpeg(pixels, { orientation, quality: 100 })),
    );
    expect([photo.widthPx, photo.heightPx]).toEqual([w, h]);
    const turned = await prepare(photo, 64, 'squash', gate);
    const expected = await rgbOf('upright.png', await photos.png(upright), 64);
    // Only the JPEG's own loss remains.
    expect(largestDifference(turned, expected)).toBeLessThanOrEqual(12);
  });

  it('prepares a lossless photo to the same bytes however it is stored, larger and smaller than it is', async () => {
    const sharp = (await import('sharp')).default;
    for (const [orientation, pixels] of Object.entries(stored)) {
      const { widthPx, heightPx, rgb } = pixels;
      const bytes = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
        .png()
        .withMetadata({ orientation: Number(orientation) })
        .toBuffer();
      for (const sizePx of [17, 45, 64]) {
        const expected = await rgbOf('plain.png', await photos.png(upright), sizePx);
        expect(await rgbOf('turned.png', bytes, sizePx)).toEqual(expected);
      }
    }
  });

  it('shows the red corner of a 60 x 40 photo where each orientation puts it', async () => {
    const corner = photos.paint(60, 40, (x, y) => (x < 20 && y < 20 ? [255, 0, 0] : [255, 255, 255]));
    const corners = ['TL', 'TR', 'BR', 'BL', 'TL', 'TR', 'BR', 'BL'];
    for (const [i, where] of corners.entries()) {
      const photo = await openPhoto(await write('corner.jpg', await photos.jpeg(corner, { orientation: i + 1 })));
      expect([photo.widthPx, photo.heightPx]).toEqual(i < 4 ? [60, 40] : [40, 60]);
      const rgb = await prepare(photo, 40, 'squash', gate);
      const isRed = ([r, g, b]: Rgb) => r > 200 && g < 60 && b < 60;
      const found = { TL: [2, 2], TR: [37, 2], BL: [2, 37], BR: [37, 37] } as const;
      const seen = Object.entries(found).flatMap(([name, [x, y]]) => (isRed(pixel(rgb, 40, x, y)) ? [name] : []));
      expect(seen).toEqual([where]);
    }
  });
});

describe('O02: a photo that is not whole is an error and never a grey guess', () => {
  const encoders: Record<string, () => Promise<Buffer>> = {
    'baseline JPEG': () => photos.jpeg(photos.noise(300, 200, 1)),
    'progressive JPEG': () => photos.jpeg(photos.noise(300, 200, 2), { progressive: true }),
    PNG: () => photos.png(photos.noise(300, 200, 3)),
    WebP: () => photos.webp(photos.noise(300, 200, 4)),
    GIF: () => photos.gif(photos.noise(300, 200, 5)),
    TIFF: () => photos.tiff(photos.noise(300, 200, 6)),
    AVIF: () => photos.avif(photos.noise(64, 64, 7)),
    BMP: () => Promise.resolve(photos.bmp(photos.noise(300, 200, 8), 'rgb24')),
  };

  it.each(Object.keys(encoders))('%s: whole it decodes; cut anywhere it is TRUNCATED', async (kind) => {
    const bytes = await encoders[kind]?.();
    if (bytes === undefined) throw new Error(kind);
    await expect(rgbOf('whole.jpg', bytes, 32)).resolves.toHaveLength(32 * 32 * 3);
    for (const share of [0.3, 0.6, 0.98, 1 - 1 / bytes.length]) {
      const failure = await failureOf(await write('cut.jpg', photos.cut(bytes, share)));
      expect([share, failure.code]).toEqual([share, 'TRUNCATED']);
    }
  });

  it('refuses a JPEG of full length whose second half never arrived', async () => {
    const bytes = await photos.jpeg(photos.noise(300, 200, 1));
    expect((await failureOf(await write('zeros.jpg', photos.zeroFilled(bytes, 0.5)))).code).toBe('TRUNCATED');
  });

  it('refuses a cut JPEG to which an end marker was added', async () => {
    const bytes = await photos.jpeg(photos.noise(300, 200, 1));
    const mended = Buffer.concat([photos.cut(bytes, 0.6), Buffer.from([0xff, 0xd9])]);
    expect((await failureOf(await write('mended.jpg', mended))).code).toBe('TRUNCATED');
  });

  it('refuses a PNG with a damaged byte in its data', async () => {
    const bytes = Buffer.from(await photos.png(photos.noise(300, 200, 3)));
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    expect((await failureOf(await write('damaged.png', bytes))).code).toBe('DECODE_FAILED');
  });

  it('is not put off by what follows the end of a JPEG, or by stray bytes between its header segments', async () => {
    const bytes = await photos.jpeg(photos.blot(64, 64, 1));
    const plain = await rgbOf('plain.jpg', bytes, 64);
    const trailer = Buffer.concat([bytes, Buffer.from('SEFT'.repeat(50))]);
    expect(await rgbOf('trailer.jpg', trailer, 64)).toEqual(plain);
    const tables = bytes.indexOf(Buffer.from([0xff, 0xc4]));
    const stray = Buffer.concat([bytes.subarray(0, tables), Buffer.alloc(3), bytes.subarray(tables)]);
    expect(await rgbOf('stray.jpg', stray, 64)).toEqual(plain);
  });

  it('names an empty file, text, a folder, a pipe, a missing file and a broken link', async () => {
    const pipe = join(dir, 'pipe.jpg');
    execFileSync('mkfifo', [pipe]);
    await mkdir(join(dir, 'folder.jpg'));
    await symlink(join(dir, 'nowhere.jpg'), join(dir, 'link.jpg'));
    expect((await failureOf(await write('empty.jpg', Buffer.alloc(0)))).code).toBe('EMPTY_FILE');
    expect((await failureOf(await write('text.jpg', photos.foreign.text))).code).toBe('NOT_AN_IMAGE');
    expect((await failureOf(join(dir, 'folder.jpg'))).code).toBe('NOT_A_FILE');
    expect((await failureOf(pipe)).code).toBe('NOT_A_FILE');
    expect((await failureOf(join(dir, 'missing.jpg'))).code).toBe('NOT_FOUND');
    expect((await failureOf(join(dir, 'link.jpg'))).code).toBe('NOT_FOUND');
    expect((await failureOf(join(dir, 'nul\0.jpg'))).code).toBe('NOT_FOUND');
    expect((await failureOf(join(dir, 'empty.jpg', 'inside.jpg'))).code).toBe('NOT_FOUND');
  });

  it('names a file that this user may not read', async () => {
    const path = await write('secret.jpg', await photos.jpeg(photos.blot(32, 32, 1)));
    await chmod(path, 0o000);
    await chmod(dir, 0o755);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534); // root reads everything
    try {
      expect((await failureOf(path)).code).toBe('NO_PERMISSION');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('reads names with quotes, commas, line breaks and Chinese', async () => {
    const bytes = await photos.jpeg(photos.blot(32, 32, 1));
    const plain = await rgbOf('plain.jpg', bytes, 32);
    for (const name of ['a "b", c.jpg', "it's.jpg", 'two\nlines.jpg', '恶性黑色素瘤.jpg', '%2F..#?.jpg', '-x.jpg']) {
      expect(await rgbOf(name, bytes, 32)).toEqual(plain);
    }
  });
});

describe('O03: colours are those that a viewer shows', () => {
  it('keeps the red of a CMYK JPEG red', async () => {
    const rgb = await rgbOf('cmyk.jpg', await photos.cmykJpeg(photos.solid(64, 64, [230, 10, 10])), 8);
    const [r, g, b] = pixel(rgb, 8, 4, 4);
    expect(r).toBeGreaterThan(200);
    expect(g).toBeLessThan(60);
    expect(b).toBeLessThan(60);
  });

  it('sees a wholly transparent photo as plain background, whatever colour hides under it', async () => {
    const hidden = await rgbOf('alpha.png', await photos.alphaPng(photos.solid(64, 64, [255, 0, 0]), 0), 16);
    const plain = await rgbOf('white.png', await photos.png(photos.solid(64, 64, [255, 255, 255])), 16);
    expect(hidden).toEqual(plain);
  });

  it('blends half transparency over the background', async () => {
    const rgb = await rgbOf('half.png', await photos.alphaPng(photos.solid(64, 64, [0, 0, 0]), 128), 8);
    expect(pixel(rgb, 8, 4, 4)).toEqual([127, 127, 127]);
  });

  it('sees grey as equal red, green and blue', async () => {
    const grey = await rgbOf('grey.png', await photos.greyPng(photos.solid(64, 64, [100, 100, 100])), 16);
    const colour = await rgbOf('colour.png', await photos.png(photos.solid(64, 64, [100, 100, 100])), 16);
    expect(grey).toEqual(colour);
  });

  it('sees 16 bits a channel as the same picture in 8', async () => {
    const picture = photos.blot(64, 64, 3);
    const deep = await rgbOf('deep.png', await photos.deepPng(picture), 64);
    const shallow = await rgbOf('shallow.png', await photos.png(picture), 64);
    expect(largestDifference(deep, shallow)).toBeLessThanOrEqual(1);
  });

  it('brings an embedded wide-gamut profile to sRGB, in 8 bits and in 16', async () => {
    const picture = photos.solid(64, 64, [200, 80, 60]);
    const sRgb = pixel(await rgbOf('srgb.png', await photos.png(picture), 8), 8, 4, 4);
    const p3 = pixel(await rgbOf('p3.png', await photos.p3Png(picture), 8), 8, 4, 4);
    const deepP3 = pixel(await rgbOf('p3deep.png', await photos.deepPng(picture, 'p3'), 8), 8, 4, 4);
    // Display P3 (200, 80, 60) is a stronger red in sRGB: near (216, 72, 51).
    expect(p3[0]).toBeGreaterThan(sRgb[0] + 8);
    expect(p3[1]).toBeLessThan(sRgb[1]);
    expect(Math.max(...p3.map((value, i) => Math.abs(value - (deepP3[i] ?? 0))))).toBeLessThanOrEqual(2);
  });

  it('takes the first frame of a GIF', async () => {
    const bytes = await photos.animatedGif(64, 64, [red, [10, 200, 10], [10, 10, 200]]);
    expect(pixel(await rgbOf('three.gif', bytes, 8), 8, 4, 4)).toEqual(red);
  });

  it.each(['rgb24', 'rgba32', 'indexed8', 'bit1', 'rgb555'] as const)('decodes a %s BMP', async (kind) => {
    const checks = photos.paint(9, 9, (x, y) => ((x + y) % 2 === 0 ? [8, 200, 8] : [248, 0, 96]));
    const rgb = await rgbOf('x.bmp', photos.bmp(checks, kind), 9);
    const tolerance = kind === 'rgb555' ? 8 : 0;
    expect(largestDifference(rgb, checks.rgb)).toBeLessThanOrEqual(tolerance);
  });
});

describe('O04: what a file is, its content says', () => {
  it('decodes a PNG that is named .jpg', async () => {
    const photo = await openPhoto(await write('p.jpg', await photos.png(photos.solid(64, 64, red))));
    expect(photo.format).toBe('png');
    expect(pixel(await prepare(photo, 8, 'squash', gate), 8, 4, 4)).toEqual(red);
  });

  it.each([
    ['heic', 'HEIC', 'JPEG'],
    ['dicom', 'DICOM', 'export'],
    ['canonRaw', 'RAW', 'export'],
    ['svg', 'SVG', 'convert'],
    ['pdf', 'PDF', 'export'],
  ] as const)('calls %s by its name and says what to do, whatever the file is called', async (kind, name, remedy) => {
    const failure = await failureOf(await write('h.jpg', photos.foreign[kind]));
    expect(failure.code).toBe('UNSUPPORTED_FORMAT');
    expect(failure.message).toContain(name);
    expect(failure.message).toContain(remedy);
  });
});

describe('O05: size has a limit, told by the header', () => {
  it('refuses 24,000 x 24,000 by name without decoding it', async () => {
    const before = process.memoryUsage().rss;
    const path = await write('bomb.png', photos.whiteBitPng(24_000));
    const started = performance.now();
    const failure = await failureOf(path);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(failure.code).toBe('TOO_LARGE');
    expect(failure.message).toContain('24000 x 24000');
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  it('decodes 12,000 x 9,000 in bounded memory', async () => {
    const sharp = (await import('sharp')).default;
    const small = photos.blot(120, 90, 2);
    const huge = sharp(small.rgb, { raw: { width: 120, height: 90, channels: 3 } }).resize(12_000, 9_000, {
      kernel: 'cubic',
    });
    const expected = await rgbOf('small.png', await photos.png(small), 64);
    for (const [name, bytes] of [
      ['huge.jpg', await huge.clone().jpeg({ quality: 90 }).toBuffer()],
      ['huge.png', await huge.clone().png({ compressionLevel: 1 }).toBuffer()],
    ] as const) {
      const photo = await openPhoto(await write(name, bytes));
      expect([photo.widthPx, photo.heightPx]).toEqual([12_000, 9_000]);
      const before = process.memoryUsage().rss;
      const rgb = await prepare(photo, 64, 'squash', gate);
      expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
      expect(largestDifference(rgb, expected)).toBeLessThan(12);
    }
  });
});

describe('preparation', () => {
  it('O17: squashes the whole photo, so that a dark spot at the far left of a wide one is seen; a crop would lose it', async () => {
    const wide = await photos.png(
      photos.paint(600, 200, (x, y) => (Math.hypot(x - 30, y - 100) < 25 ? [40, 20, 20] : [220, 170, 150])),
    );
    const photo = await openPhoto(await write('wide.png', wide));
    const darkest = (rgb: Uint8Array) => rgb.reduce((least, value) => Math.min(least, value), 255);
    expect(darkest(await prepare(photo, 64, 'squash', gate))).toBeLessThan(60);
    expect(darkest(await prepare(photo, 64, 'crop', gate))).toBeGreaterThan(120);
  });

  it('gives the same bytes alone, among others and again', async () => {
    const paths = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (seed) => write(`many${seed}.jpg`, await photos.jpeg(photos.noise(900, 700, seed)))),
    );
    const alone: Uint8Array[] = [];
    for (const path of paths) alone.push(await prepare(await openPhoto(path), 224, 'squash', gate));
    const together = await Promise.all(paths.map(async (path) => prepare(await openPhoto(path), 224, 'squash', gate)));
    expect(together).toEqual(alone);
  });
});
