import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../../electron/engine/images/decode.ts';
import { takenAt } from '../../../../electron/engine/images/takenAt.ts';
import { noise, png } from '../../../support/photos.ts';

const open = (bytes: Buffer) => recognise({ bytes, sha256: '', sizeBytes: bytes.length, mtimeMs: 0 });
const dated = (text: string) =>
  sharp(noise(20, 20, 1).rgb, { raw: { width: 20, height: 20, channels: 3 } }).withExif({
    IFD2: { DateTimeOriginal: text },
  });

describe('the time at which a photo was taken', () => {
  it.each([
    ['JPEG', (text: string) => dated(text).jpeg().toBuffer()],
    ['PNG', (text: string) => dated(text).png().toBuffer()],
    ['WebP', (text: string) => dated(text).webp().toBuffer()],
    ['AVIF', (text: string) => dated(text).avif({ effort: 0 }).toBuffer()],
  ])('is read from a %s', async (_, make) => {
    expect(takenAt((await open(await make('2024:05:06 07:08:09'))).exif)).toBe('2024-05-06T07:08:09');
  });

  it.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2024:02:31 10:00:00',
    '2024:13:01 10:00:00',
    '2024:05:06 24:61:00',
    '2024-05-06T07:08:09',
    'yesterday',
  ])('is none where the camera wrote "%s"', async (text) => {
    expect(takenAt((await open(await dated(text).jpeg().toBuffer())).exif)).toBeNull();
  });

  it('is none without EXIF, and with EXIF that is cut anywhere', async () => {
    expect(takenAt(null)).toBeNull();
    expect(takenAt((await open(await png(noise(20, 20, 1)))).exif)).toBeNull();
    const { exif } = await open(await dated('2024:05:06 07:08:09').jpeg().toBuffer());
    if (exif === null) throw new Error('sharp writes EXIF');
    for (let length = 0; length < exif.length; length += 1) {
      const found = takenAt(exif.subarray(0, length));
      expect([null, '2024-05-06T07:08:09']).toContain(found);
    }
    expect(takenAt(Buffer.alloc(64, 0xff))).toBeNull();
  });

  it('is read in both byte orders, and from a TIFF itself', () => {
    const little = directoryOf(true);
    expect(takenAt(little)).toBe('1999-12-31T23:59:59');
    expect(takenAt(directoryOf(false))).toBe('1999-12-31T23:59:59');
    expect(takenAt(Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), little]))).toBe('1999-12-31T23:59:59');
  });
});

/** A TIFF structure with the two directories alone, written by the standard. */
function directoryOf(isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(80);
  const short = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittle ? 'II' : 'MM', 0, 'latin1');
  short(42, 2);
  long(8, 4);
  short(1, 8);
  short(0x8769, 10);
  short(4, 12);
  long(1, 14);
  long(30, 18);
  short(1, 30);
  short(0x9003, 32);
  short(2, 34);
  long(20, 36);
  long(50, 40);
  bytes.write('1999:12:31 23:59:59\0', 50, 'latin1');
  return bytes;
}
