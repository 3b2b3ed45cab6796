import { expect, it } from 'vitest';
import { sniff } from '../../../../electron/engine/images/format.ts';
import { isWhole } from '../../../../electron/engine/images/whole.ts';
import * as photos from '../../../support/photos.ts';

const nameOf = (bytes: Buffer): string => {
  const sniffed = sniff(bytes);
  return sniffed.kind === 'photo' ? sniffed.format : sniffed.kind === 'unsupported' ? sniffed.name : sniffed.looksLike;
};
const latin = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64)]);

it.each([
  ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'avif'],
  ['\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf', 'avif'],
  ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'HEIC'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1heix', 'HEIC'],
  ['\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'camera RAW'],
  ['\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'video'],
  ['FUJIFILMCCD-RAW 0201', 'camera RAW'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'JPEG 2000'],
  ['\xff\x0a', 'JPEG XL'],
  ['8BPS\0\x01', 'Photoshop (PSD)'],
  ['PK\x03\x04', 'ZIP archive'],
  ['P6\n4 4\n255\n', 'PNM'],
  ['\x08\0\x05\0CS\x0a\0ISO_IR 100', 'DICOM'],
  ['<!DOCTYPE html><html>', 'a web page or XML text'],
  ['\0\x01\x02\x03', 'data of an unknown kind'],
])('calls %j %s', (head, name) => {
  expect(nameOf(latin(head))).toBe(name);
});

it('calls text text, and never fails on a few bytes', () => {
  expect(nameOf(Buffer.from('just words'))).toBe('text');
  for (const bytes of [[0xff], [0x42, 0x4d], [0x49, 0x49, 0x2a, 0], [0, 0, 0, 0, 0x66, 0x74, 0x79, 0x70]]) {
    expect(() => sniff(Buffer.from(bytes))).not.toThrow();
  }
});

it('knows a camera RAW that is a TIFF by its small preview, and leaves a TIFF photo a photo', async () => {
  const tiff = await photos.tiff(photos.blot(20, 20, 1));
  expect(nameOf(tiff)).toBe('tiff');
  // the tag that says "a reduced version" (254) in place of the first tag of the directory
  const directory = tiff.readUInt32LE(4);
  const raw = Buffer.from(tiff);
  raw.writeUInt16LE(254, directory + 2);
  raw.writeUInt16LE(4, directory + 4);
  raw.writeUInt32LE(1, directory + 6);
  raw.writeUInt32LE(1, directory + 10);
  expect(nameOf(raw)).toBe('camera RAW');
});

it('steps over the preview inside a JPEG when it looks for the end', async () => {
  const photo = await photos.jpeg(photos.noise(200, 150, 1));
  const preview = await photos.jpeg(photos.noise(40, 30, 2));
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1);
  segment.writeUInt16BE(preview.length + 2, 2);
  const withPreview = Buffer.concat([photo.subarray(0, 2), segment, preview, photo.subarray(2)]);
  expect(isWhole(withPreview, 'jpeg')).toBe(true);
  expect(isWhole(withPreview.subarray(0, withPreview.length - 2), 'jpeg')).toBe(false);
  expect(isWhole(withPreview.subarray(0, preview.length + 6), 'jpeg')).toBe(false);
});
